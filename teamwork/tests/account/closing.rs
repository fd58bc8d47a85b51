//! The end of an account (row 45, S17, E15, E80).

use teamwork::{
    letters::Letter,
    rules::{
        moment::{DAY, MINUTE},
        problem::{Conflict, Field, Problem, Why},
        role::Role,
    },
};

use super::stage::{KEY, company_app, some_key, trial_of};
use crate::house::{ADA, GRACE, KEVIN, PASSWORD, each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_is_told_before_and_telling_changes_nothing() {
    each_engine(async |house| {
        let (ada, grace) = (house.ada().await, house.grace().await);
        grace.invite("acme", "new@heart.example", Role::Developer, "").await.unwrap();
        grace.add_key(KEY, "laptop").await.unwrap();
        trial_of(&grace, "try-out").await;
        let before = house.database.dump().await;
        let facts = grace.closing().await.unwrap();
        let companies: Vec<_> = facts.companies.iter().map(|c| (c.slug.as_str(), c.role, c.is_last_owner)).collect();
        assert_eq!(companies, [("acme", Role::Admin, false)]);
        assert_eq!(
            (facts.trials, facts.invitations),
            (vec!["try-out".to_owned()], vec!["new@heart.example".to_owned()])
        );
        assert_eq!((facts.keys, facts.tokens, facts.sessions), (1, 0, 1));
        assert!(ada.closing().await.unwrap().companies[0].is_last_owner);
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_the_person_ends_in_one_go() {
    each_engine(async |house| {
        let grace = house.grace().await;
        let cookie = house.cookie(GRACE);
        grace.invite("acme", "new@heart.example", Role::Developer, "").await.unwrap();
        house.deliver().await;
        grace.add_key(KEY, "laptop").await.unwrap();
        trial_of(&grace, "try-out").await;
        grace.add_deploy_key("try-out", &some_key(1), "ci", false).await.unwrap();
        grace.close_account(GRACE.email).await.unwrap();

        assert!(house.recognise(&cookie).await.is_none());
        assert_eq!(house.guest().sign_in(GRACE.email, PASSWORD).await.map(|_| ()).unwrap_err().status(), 422);
        let team = house.ada().await.team("acme", None).await.unwrap();
        assert!(team.members.iter().all(|member| member.user != grace.id()));
        assert_eq!(house.ada().await.invitations("acme").await.unwrap().len(), 0);
        let count = async |sql: &str| house.database.count(sql).await;
        assert_eq!(count("SELECT COUNT(*) FROM ssh_keys").await, 0);
        assert_eq!(count("SELECT COUNT(*) FROM apps WHERE state = 'deleted' AND name = 'try-out'").await, 1);
        let free_at = house.warren.now().plus(7 * DAY).millis();
        assert_eq!(count("SELECT free_at FROM app_names WHERE name = 'try-out'").await, free_at);
        // Nothing of the person is left in any table but the mails that tell of it.
        let rows = house.database.dump().await;
        let left: Vec<_> = rows
            .iter()
            .filter(|row| !row.starts_with("outbox:"))
            .filter(|row| row.contains(GRACE.email) || row.contains("Hopper"))
            .collect();
        assert_eq!(left, Vec::<&String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mails_and_the_log_tell_of_it() {
    each_engine(async |house| {
        let grace = house.grace().await;
        trial_of(&grace, "try-out").await;
        grace.close_account(GRACE.email).await.unwrap();
        let name = GRACE.full();
        let closed = Letter::AccountClosed { name, trials: vec!["try-out".into()], abandoned: false };
        let letters = house.letters_to(GRACE.email).await;
        assert!(matches!(&letters[..], [Letter::YouLeft { .. }, last] if *last == closed), "{letters:?}");
        let letters = house.letters_to(ADA.email).await;
        let [Letter::MemberGone { name, role, dismissed_by: None, .. }] = &letters[..] else { panic!("{letters:?}") };
        assert_eq!((name.as_str(), *role), (GRACE.full().as_str(), Role::Admin));
        let log = house.log().await;
        let log: Vec<_> = log.iter().skip_while(|entry| entry.event != "member_left").collect();
        let told: Vec<_> = log.iter().map(|e| (e.event.as_str(), e.before.as_str(), e.after.as_str())).collect();
        assert_eq!(told, [("member_left", "admin", ""), ("app_deleted", "", ""), ("account_closed", "", "")]);
        assert!(log.iter().all(|entry| entry.has_actor));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_owner_of_a_company_keeps_the_account() {
    each_engine(async |house| {
        let (ada, before) = (house.ada().await, house.database.dump().await);
        assert_eq!(ada.close_account(ADA.email).await, Err(Problem::Conflict(Conflict::LastOwnerSomewhere)));
        assert_eq!(house.database.dump().await, before);
        crate::races::bring_in(house, &ada, GRACE, Role::Owner).await;
        ada.close_account(ADA.email).await.unwrap();
        assert_eq!(house.role_of(GRACE).await, Some(Role::Owner));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_company_too_many_keeps_all_of_them() {
    each_engine(async |house| {
        let grace = house.grace().await;
        house.company_of(&grace, "Grace Alone").await;
        assert_eq!(grace.close_account(GRACE.email).await, Err(Problem::Conflict(Conflict::LastOwnerSomewhere)));
        assert_eq!(house.role_of(GRACE).await, Some(Role::Admin));
        assert_eq!(house.mails().await.len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_the_typed_address_and_a_fresh_password() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        for typed in ["", "kevin", ADA.email, "kevin@flynn.example.com"] {
            let flaw = Problem::field(Field::Confirmation, Why::NotYourAddress);
            assert_eq!(kevin.close_account(typed).await, Err(flaw));
        }
        house.clock.forward(11 * MINUTE);
        assert_eq!(house.kevin().await.close_account(KEVIN.email).await, Err(Problem::Reauthenticate));
        assert_eq!(house.role_of(KEVIN).await, Some(Role::Developer));
        let signed_in = house.guest().sign_in(KEVIN.email, PASSWORD).await.unwrap();
        let kevin = house.recognise(&signed_in.secret).await.unwrap();
        kevin.close_account(&format!(" {} ", KEVIN.email.to_uppercase())).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_signs_up_anew_as_somebody_else() {
    each_engine(async |house| {
        let kevin = house.kevin().await;
        kevin.add_key(KEY, "laptop").await.unwrap();
        kevin.close_account(KEVIN.email).await.unwrap();
        let again = house.sign_up("Kevin", KEVIN.email, None).await;
        assert_ne!(again.id(), kevin.id());
        house.guest().confirm_email(&house.secret_to(KEVIN.email).await).await.unwrap();
        let again = house.guest().sign_in(KEVIN.email, PASSWORD).await.unwrap();
        let again = house.recognise(&again.secret).await.unwrap();
        assert_eq!(again.my_companies().await.unwrap(), []);
        again.add_key(KEY, "laptop").await.unwrap();
    })
    .await;
}

/// A request that was let in a moment before has nothing to act on any more, and brings nothing of the person back.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_outlived_the_account_does_nothing() {
    each_engine(async |house| {
        company_app(house, "shop", true).await;
        let kevin = house.kevin().await;
        kevin.close_account(KEVIN.email).await.unwrap();
        let before = house.database.count("SELECT COUNT(*) FROM ssh_keys").await;
        assert_eq!(kevin.add_key(KEY, "laptop").await, Err(Problem::SignedOut));
        assert_eq!(kevin.close_account(KEVIN.email).await, Err(Problem::SignedOut));
        assert_eq!(kevin.change_preferences(kevin.preferences().await.unwrap()).await, Err(Problem::SignedOut));
        assert_eq!(kevin.add_deploy_key("shop", KEY, "x", true).await.unwrap_err().status(), 404);
        let setup = teamwork::rules::company::CompanySetup::read("New Inc", "", &crate::house::billing_form()).unwrap();
        assert_eq!(kevin.set_up_company(setup).await, Err(Problem::SignedOut));
        kevin.change_name("Kevin", "Flynn").await.unwrap();
        assert_eq!(kevin.ask_email_change("k@new.example").await, Err(Problem::SignedOut));
        assert_eq!(house.database.count("SELECT COUNT(*) FROM ssh_keys").await, before);
        let rows = house.database.dump().await;
        assert!(!rows.iter().any(|row| row.starts_with("users:") && row.contains("Flynn")));
    })
    .await;
}

/// Claiming somebody's address without proving it takes nothing of theirs along.
#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_account_closes_without_touching_whose_address_it_claims() {
    each_engine(async |house| {
        let claimer = house.sign_up("Trudy", KEVIN.email, None).await;
        let before =
            house.database.count("SELECT COUNT(*) FROM invitations WHERE email_key = 'kevin@flynn.example'").await;
        claimer.close_account(KEVIN.email).await.unwrap();
        let after =
            house.database.count("SELECT COUNT(*) FROM invitations WHERE email_key = 'kevin@flynn.example'").await;
        assert_eq!((before, after), (1, 1));
        assert_eq!(house.role_of(KEVIN).await, Some(Role::Developer));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_outlives_the_person_without_their_name() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        let logged = house.database.log().await.len();
        kevin.close_account(KEVIN.email).await.unwrap();
        assert_eq!(house.database.log().await.len(), logged + 2);
        let sql = "SELECT COUNT(*) FROM log l JOIN users u ON u.id = l.person_id WHERE u.first_name = 'a former user'";
        assert!(house.database.count(sql).await > 0);
        ada.company("acme").await.unwrap();
    })
    .await;
}

/// "Everything else is erased": the mails that were sent to the person too, but for the one that says so (M4); and what
/// others still owe to the address goes out.
#[tokio::test(flavor = "multi_thread")]
async fn the_mails_to_who_is_gone_are_forgotten() {
    each_engine(async |house| {
        house.ada().await.change_role("acme", house.kevin().await.id(), Role::Admin, 1).await.unwrap();
        house.deliver().await;
        assert!(!house.letters_to(KEVIN.email).await.is_empty());
        let (kevin, mallory) = (house.kevin().await, house.mallory().await);
        let slug = house.company_of(&mallory, "Elsewhere").await;
        mallory.invite(&slug, KEVIN.email, Role::Admin, "").await.unwrap();
        kevin.close_account(KEVIN.email).await.unwrap();
        let left = house.letters_to(KEVIN.email).await;
        assert!(
            matches!(left[..], [Letter::Invitation { .. }, Letter::YouLeft { .. }, Letter::AccountClosed { .. }]),
            "{left:?}"
        );
    })
    .await;
}
