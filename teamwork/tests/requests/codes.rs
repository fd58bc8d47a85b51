//! A copied link proves nothing: an account is made only with a code that was mailed, and nobody guesses one.

use teamwork::{
    acts::Visitor,
    rules::{
        moment::{MINUTE, SECOND},
        problem::{Field, Problem, Why},
        request::AcceptForm,
    },
};

use super::{ANA, Owns, cafe, own_trial};
use crate::house::{each_engine, last_part};

/// A copied link proves nothing: an account is made only with a code that was mailed.
#[tokio::test(flavor = "multi_thread")]
async fn a_copied_link_asks_for_a_mailed_code() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        let with = async |code: &str| {
            let form = AcceptForm { code: code.into(), ..cafe() };
            Visitor::Guest(house.guest()).accept_request(&copied, form).await.map(|accepted| Owns::from(accepted).slug)
        };
        let wrong = Err(Problem::field(Field::Code, Why::WrongMailedCode));
        assert_eq!(with("").await, Err(Problem::field(Field::Code, Why::Missing)));
        assert_eq!(with("123456").await, wrong, "none was mailed");
        Visitor::Guest(house.guest()).ask_request_code(&copied).await.unwrap();
        let letters = house.letters_to(ANA).await;
        let code = house.warren.secret_code(letters.last().unwrap()).unwrap();
        let other = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(with(other).await, wrong);
        house.clock.forward(30 * MINUTE);
        assert_eq!(with(&code).await, wrong, "half an hour is over");
        house.forgive_limits().await;
        Visitor::Guest(house.guest()).ask_request_code(&copied).await.unwrap();
        assert_eq!(with(&code).await, wrong, "a newer code makes the older one dead");
        let code = house.warren.secret_code(house.letters_to(ANA).await.last().unwrap()).unwrap();
        house.clock.forward(30 * MINUTE - SECOND);
        assert_eq!(with(&format!(" {} {} ", &code[..3], &code[3..])).await, Ok("caf-alba".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_guesses_a_code() {
    each_engine(async |house| {
        let (id, _) = own_trial(house).await;
        let copied = last_part(&house.kevin().await.copy_request_link(id).await.unwrap());
        Visitor::Guest(house.guest()).ask_request_code(&copied).await.unwrap();
        let mut refused = 0;
        for guess in 0..8 {
            let form = AcceptForm { code: format!("{guess:06}"), ..cafe() };
            let answer = Visitor::Guest(house.guest()).accept_request(&copied, form).await;
            refused += usize::from(matches!(answer, Err(Problem::TooMany { .. })));
        }
        assert_eq!(refused, 3, "five guesses in a quarter of an hour");
    })
    .await;
}
