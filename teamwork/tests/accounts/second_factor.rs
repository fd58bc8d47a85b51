//! The second factor (matrix row 44, E8): asked for at every sign-in and every guarded act, each code once.

use teamwork::{
    acts::{Actor, Visitor},
    letters::{Letter, SecurityEvent},
    rules::{
        moment::{MINUTE, SECOND},
        problem::{Conflict, Field, Problem, Why},
        role::Role,
        text::Email,
    },
};
use totp_rs::{Builder, Secret};

use crate::{
    house::{ADA, House, KEVIN, PASSWORD, each_engine},
    requests::{ANA, accept, own_trial},
};

const WRONG: Problem = Problem::Invalid(Vec::new());

/// The telephone: it has learned a secret and shows a code.
struct Telephone(Secret);

impl Telephone {
    fn code(&self, house: &House, steps: i64) -> String {
        let totp = Builder::new().with_secret(self.0.clone()).build().unwrap();
        let seconds = house.warren.now().millis() / SECOND + steps * 30;
        totp.generate(seconds.try_into().unwrap()).to_string()
    }
}

/// Kevin turns his second factor on.
async fn turn_on(house: &House, kevin: &Actor) -> (Telephone, Vec<String>) {
    kevin.begin_second_factor().await.unwrap();
    let setup = kevin.second_factor().await.unwrap().setup.unwrap();
    assert!(setup.address.starts_with("otpauth://totp/"), "{}", setup.address);
    let telephone = Telephone(Secret::try_from_base32(&setup.secret).unwrap());
    let codes = kevin.confirm_second_factor(&telephone.code(house, 0)).await.unwrap().codes;
    (telephone, codes)
}

/// The browser that has given the password: its cookie, and who it is then.
async fn give_password(house: &House) -> (String, Visitor) {
    let signed_in = house.guest().in_zone("Europe/Berlin").sign_in(KEVIN.email, PASSWORD).await.unwrap();
    assert!(signed_in.waits);
    (signed_in.secret.clone(), house.guest().recognise(&signed_in.secret).await.unwrap())
}

fn kind<T>(result: Result<T, Problem>) -> Problem {
    match result.map(|_| ()).unwrap_err() {
        problem if problem.flaw(Field::Code) == Some(Why::WrongCode) => WRONG,
        other => other,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_alone_opens_nothing_any_more() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let (telephone, codes) = turn_on(house, &kevin).await;
        assert_eq!(codes.len(), 10);
        let factor = house.kevin().await.second_factor().await.unwrap();
        assert!(factor.on_at.is_some() && factor.codes_left == 10 && factor.setup.is_none());

        house.clock.forward(MINUTE);
        let (cookie, half) = give_password(house).await;
        let Visitor::Guest(half) = half else { panic!("half a sign-in is none") };
        assert!(half.waits_for_code());
        // Half a sign-in says nothing of the person either (S18).
        assert_eq!(house.kevin().await.zone_choice().time_zone, None);
        let done = half.in_zone("Europe/Berlin").finish_sign_in(&telephone.code(house, 0)).await.unwrap();
        let kevin = house.recognise(&done.secret).await.unwrap();
        assert_eq!(kevin.zone_choice().time_zone.as_deref(), Some("Europe/Berlin"));
        assert!(house.recognise(&cookie).await.is_none(), "the session has a new secret");

        let letters = house.letters_to(KEVIN.email).await;
        let told = letters
            .iter()
            .filter(|letter| matches!(letter, Letter::SecurityNotice { what: SecurityEvent::SecondFactorOn, .. }));
        assert_eq!(told.count(), 1);
        let events: Vec<_> = house.log().await.into_iter().map(|entry| entry.event).collect();
        assert_eq!(events, ["second_factor_begun", "second_factor_on", "password_given", "signed_in"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_works_once_and_only_for_a_moment() {
    each_engine(async |house| {
        let (telephone, _) = turn_on(house, &house.kevin().await).await;
        house.clock.forward(5 * MINUTE);
        let try_code = async |steps: i64| {
            let Visitor::Guest(half) = give_password(house).await.1 else { panic!() };
            half.finish_sign_in(&telephone.code(house, steps)).await.map(|_| ())
        };
        assert_eq!(kind(try_code(-2).await), WRONG, "two steps old");
        assert_eq!(kind(try_code(2).await), WRONG, "two steps early");
        assert_eq!(try_code(-1).await, Ok(()), "one step old");
        assert_eq!(try_code(0).await, Ok(()));
        assert_eq!(kind(try_code(0).await), WRONG, "used");
        assert_eq!(kind(try_code(-1).await), WRONG, "older than the last one used");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_signs_in_once() {
    each_engine(async |house| {
        let (_, codes) = turn_on(house, &house.kevin().await).await;
        for (code, fits) in
            [(codes[0].clone(), true), (codes[0].clone(), false), (codes[1].to_uppercase().replace('-', " "), true)]
        {
            let Visitor::Guest(half) = give_password(house).await.1 else { panic!() };
            let done = half.finish_sign_in(&code).await;
            assert_eq!(done.is_ok(), fits, "{code}");
        }
        assert_eq!(house.kevin().await.second_factor().await.unwrap().codes_left, 8);
        let letters = house.letters_to(KEVIN.email).await;
        let used = letters
            .iter()
            .filter(|letter| matches!(letter, Letter::SecurityNotice { what: SecurityEvent::RecoveryCodeUsed, .. }));
        assert_eq!(used.count(), 2);
    })
    .await;
}

/// A million codes are soon tried.
#[tokio::test(flavor = "multi_thread")]
async fn only_ten_codes_are_tried() {
    each_engine(async |house| {
        let (telephone, _) = turn_on(house, &house.kevin().await).await;
        house.forgive_limits().await;
        house.clock.forward(MINUTE);
        let Visitor::Guest(half) = give_password(house).await.1 else { panic!() };
        for _ in 0..10 {
            assert_eq!(kind(half.finish_sign_in("000000").await), WRONG);
        }
        let too_many = half.finish_sign_in(&telephone.code(house, 0)).await.map(|_| ());
        assert!(matches!(too_many, Err(Problem::TooMany { .. })), "{too_many:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_sign_in_lasts_ten_minutes() {
    each_engine(async |house| {
        let (telephone, _) = turn_on(house, &house.kevin().await).await;
        for (wait, fits) in [(10 * MINUTE - SECOND, true), (10 * MINUTE, false), (10 * MINUTE + SECOND, false)] {
            house.forgive_limits().await;
            let (cookie, _) = give_password(house).await;
            house.clock.forward(wait);
            let Visitor::Guest(half) = house.guest().recognise(&cookie).await.unwrap() else { panic!() };
            assert_eq!(half.waits_for_code(), fits);
            assert_eq!(half.finish_sign_in(&telephone.code(house, 0)).await.is_ok(), fits, "after {wait}");
        }
    })
    .await;
}

/// All ways in are equally strong.
#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_link_asks_for_the_code_too() {
    each_engine(async |house| {
        turn_on(house, &house.kevin().await).await;
        house.guest().ask_sign_in_link(KEVIN.email, "").await.unwrap();
        let signed_in = house.guest().sign_in_by_link(&house.secret_to(KEVIN.email).await).await.unwrap();
        assert!(signed_in.waits && house.recognise(&signed_in.secret).await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guarded_acts_ask_for_the_code_again() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let (telephone, _) = turn_on(house, &kevin).await;
        house.clock.forward(11 * MINUTE);
        let kevin = house.kevin().await;
        assert_eq!(kevin.turn_off_second_factor(&telephone.code(house, 0)).await, Err(Problem::Reauthenticate));
        assert_eq!(kind(kevin.reauthenticate(PASSWORD, "").await), WRONG);
        let renewed = kevin.reauthenticate(PASSWORD, &telephone.code(house, 0)).await.unwrap();
        let kevin = house.recognise(&renewed.secret).await.unwrap();
        assert_eq!(kind(kevin.turn_off_second_factor("123456").await), WRONG);
        assert_eq!(kevin.turn_off_second_factor(&telephone.code(house, 1)).await, Ok(()));
        assert_eq!(house.recognise(&renewed.secret).await.unwrap().second_factor().await.unwrap().on_at, None);
        assert!(!house.guest().sign_in(KEVIN.email, PASSWORD).await.unwrap().waits);
    })
    .await;
}

/// A mailbox alone proves no more than half.
#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_proof_asks_for_the_code_too() {
    each_engine(async |house| {
        let (_, request) = own_trial(house).await;
        let cookie = accept(house, &request).await.unwrap().session.unwrap().secret;
        let (telephone, _) = turn_on(house, &house.recognise(&cookie).await.unwrap()).await;
        house.clock.forward(11 * MINUTE);
        let ana = house.recognise(&cookie).await.unwrap();
        ana.ask_proof("/").await.unwrap();
        let secret = house.secret_to(ANA).await;
        assert_eq!(kind(ana.prove_by_link(&secret, "").await), WRONG);
        let proven = ana.prove_by_link(&secret, &telephone.code(house, 0)).await.unwrap();
        assert!(house.recognise(&proven.secret).await.unwrap().me().fresh);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_replace_the_old_ones() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        let (telephone, old) = turn_on(house, &kevin).await;
        assert_eq!(kevin.begin_second_factor().await, Err(Problem::Conflict(Conflict::FactorIsOn)));
        let fresh = house.kevin().await.renew_recovery_codes(&telephone.code(house, 1)).await.unwrap().codes;
        let Visitor::Guest(half) = give_password(house).await.1 else { panic!() };
        assert_eq!(kind(half.finish_sign_in(&old[0]).await), WRONG);
        assert!(half.finish_sign_in(&fresh[0]).await.is_ok());
    })
    .await;
}

/// A copy of the database makes no codes.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_neither_secret_nor_codes() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        kevin.begin_second_factor().await.unwrap();
        let secret = kevin.second_factor().await.unwrap().setup.unwrap().secret;
        let bytes: Vec<u8> = Secret::try_from_base32(&secret).unwrap().as_ref().to_vec();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let telephone = Telephone(Secret::try_from_base32(&secret).unwrap());
        let codes = kevin.confirm_second_factor(&telephone.code(house, 0)).await.unwrap().codes;
        let dump = house.database.dump().await.join("\n").to_lowercase();
        assert!(!dump.contains(&hex) && !dump.contains(&secret.to_lowercase()));
        assert!(codes.iter().all(|code| !dump.contains(&code.replace('-', ""))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_turns_it_off_for_who_has_lost_everything() {
    each_engine(async |house| {
        turn_on(house, &house.kevin().await).await;
        let cookie = house.cookie(KEVIN);
        let address = Email::parse(Field::Email, KEVIN.email).unwrap();
        assert_eq!(house.warren.reset_second_factor(&address).await, Ok(()));
        assert!(house.recognise(&cookie).await.is_none(), "every session has ended");
        assert!(!house.guest().sign_in(KEVIN.email, PASSWORD).await.unwrap().waits);
        assert_eq!(house.warren.reset_second_factor(&address).await, Err(Problem::Conflict(Conflict::FactorIsOff)));
        let letters = house.letters_to(KEVIN.email).await;
        assert!(
            letters
                .iter()
                .any(|letter| matches!(letter, Letter::SecurityNotice { what: SecurityEvent::SecondFactorReset, .. }))
        );
    })
    .await;
}

/// Row 44: oneself only. What Ada does changes nothing for Kevin.
#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_another_person_is_none() {
    each_engine(async |house| {
        let (telephone, codes) = turn_on(house, &house.kevin().await).await;
        let ada = house.ada().await;
        ada.begin_second_factor().await.unwrap();
        assert_eq!(kind(ada.confirm_second_factor(&telephone.code(house, 0)).await), WRONG);
        assert_eq!(kind(ada.confirm_second_factor(&codes[0]).await), WRONG);
        assert!(!house.guest().sign_in(ADA.email, PASSWORD).await.unwrap().waits);
        assert_eq!(house.role_of(ADA).await, Some(Role::Owner));
    })
    .await;
}

/// Row 36.
#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_see_who_has_one() {
    each_engine(async |house| {
        turn_on(house, &house.kevin().await).await;
        for (reader, sees) in [(house.ada().await, true), (house.grace().await, true), (house.kevin().await, false)] {
            let team = reader.team("acme", None).await.unwrap();
            for card in team.members {
                assert_eq!(card.second_factor, sees.then_some(card.name.starts_with(KEVIN.first)), "{}", card.name);
            }
        }
    })
    .await;
}
