//! How many statements an act may issue, begin and commit aside. A statement more is a round trip more for everybody, so
//! the number goes up only with a reason beside it. PostgreSQL has one more in every act that tells the streams
//! (`pg_notify`); acts that count tries have one for each limit. Every act that writes reads once where the chain of the log ends.

use teamwork::{
    acts::Visitor,
    rules::{problem::Problem, role::Role},
};

use crate::house::{Engine, GRACE, House, KEVIN, MALLORY, PASSWORD, each_engine};

/// What an act issued.
pub async fn spent<T>(house: &House, act: impl Future<Output = T>) -> (u64, T) {
    let before = house.warren.statements();
    let answer = act.await;
    (house.warren.statements() - before, answer)
}

/// The budget on this engine: the notice to the streams comes on top on PostgreSQL.
pub fn telling(house: &House, statements: u64) -> u64 {
    statements + u64::from(house.database.engine() == Engine::Postgres)
}

macro_rules! costs {
    ($house:expr, $act:expr, $budget:expr) => {{
        let (spent, answer) = spent($house, $act).await;
        assert_eq!(spent, $budget, "{} costs {spent}", stringify!($act));
        answer
    }};
}
pub(crate) use costs;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_one_statement() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let (cookie, kevin) = (house.cookie(GRACE), house.kevin().await.id());
        costs!(house, house.guest().recognise(&cookie), 1).unwrap();
        costs!(house, ada.my_companies(), 1).unwrap();
        costs!(house, ada.my_invitations(), 1).unwrap();
        costs!(house, ada.company("acme"), 1).unwrap();
        costs!(house, ada.team("acme", None), 1).unwrap();
        costs!(house, ada.invitations("acme"), 1).unwrap();
        costs!(house, ada.billing("acme"), 1).unwrap();
        costs!(house, ada.departure("acme"), 1).unwrap();
        costs!(house, ada.apps_of_member("acme", kevin), 1).unwrap();
        costs!(house, ada.apps_to_offer("acme"), 1).unwrap();
        costs!(house, ada.sessions(), 1).unwrap();
        costs!(house, ada.watch(Some("acme")), 1).map(|_| ()).unwrap();
    })
    .await;
}

/// A cookie that cannot be one, and a page of somebody unconfirmed, cost nothing at all.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_known_is_not_asked() {
    each_engine(async |house| {
        costs!(house, house.guest().recognise("no cookie"), 0).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_a_role_is_six_statements_and_one_more_for_who_becomes_less() {
    each_engine(async |house| {
        let (ada, kevin) = (house.ada().await, house.kevin().await.id());
        // Standing and member, update, end of the assignments, mails, end of the chain, log.
        costs!(house, ada.change_role("acme", kevin, Role::Admin, 1), telling(house, 6)).unwrap();
        // Down from Admin also withdraws what only an Admin could have sent: invitations and payment requests (S29).
        costs!(house, ada.change_role("acme", kevin, Role::Developer, 2), telling(house, 7)).unwrap();
        // A refusal stops after looking.
        let stale = costs!(house, ada.change_role("acme", kevin, Role::Admin, 1), 1);
        assert!(matches!(stale, Err(Problem::Conflict(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn going_is_nine_statements() {
    each_engine(async |house| {
        let (ada, grace, kevin) = (house.ada().await, house.grace().await, house.kevin().await);
        // Standing and member, what is lost, delete, count, withdraw invitations and requests, end of the chain, log, mails.
        costs!(house, kevin.leave("acme"), telling(house, 9)).unwrap();
        costs!(house, ada.dismiss("acme", grace.id()), telling(house, 9)).unwrap();
        // A refusal stops after looking, and leaves a trace: its limit, the end of the chain, log.
        assert_eq!(costs!(house, ada.leave("acme"), 4).map_err(|p| p.status()), Err(403));
    })
    .await;
}

/// An Admin who dismisses gets a mail of their own (M26).
#[tokio::test(flavor = "multi_thread")]
async fn a_dismissal_by_an_admin_is_one_mail_more() {
    each_engine(async |house| {
        let (grace, kevin) = (house.grace().await, house.kevin().await.id());
        costs!(house, grace.dismiss("acme", kevin), telling(house, 10)).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inviting_a_developer_costs_five_and_five_for_each_address() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let invite = |addresses: &'static str| ada.invite("acme", addresses, Role::Developer, "");
        // Standing, Apps, the limits of the person and the Company, the end of the chain; and the address, as below.
        costs!(house, invite("one@heart.example"), telling(house, 10)).unwrap();
        // Each further address: its limit, member?, invitation, mail, log.
        costs!(house, invite("two@heart.example three@heart.example"), telling(house, 15)).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_handled_within_its_budget() {
    each_engine(async |house| {
        let (ada, mallory) = (house.ada().await, house.mallory().await);
        ada.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let id = ada.invitations("acme").await.unwrap()[0].id;
        // Standing, invitation, three limits, its Apps, update, mail, end of the chain, log.
        costs!(house, ada.resend_invitation("acme", id), telling(house, 10)).unwrap();
        // Standing, invitation, update, end of the chain, log; the streams need not know.
        costs!(house, ada.copy_invitation_link("acme", id), 5).unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        // Limit, invitation, role, the Apps of a Developer.
        costs!(house, Visitor::Person(mallory.clone()).look_at_invitation(&secret), 4).unwrap();
        // Limit, invitation, standing, member, assignments, count, update, mails, end of the chain, log.
        costs!(house, mallory.accept_invitation(&secret), telling(house, 10)).unwrap();
        mallory.leave("acme").await.unwrap();
        ada.invite("acme", MALLORY.email, Role::Developer, "").await.unwrap();
        let secret = house.secret_to(MALLORY.email).await;
        // Limit, invitation, update, mail, end of the chain, log.
        costs!(house, Visitor::Person(mallory).decline_invitation(&secret), telling(house, 6)).unwrap();
        ada.invite("acme", "x@heart.example", Role::Developer, "").await.unwrap();
        let id = ada.invitations("acme").await.unwrap()[0].id;
        // Standing, invitation, update, end of the chain, log; a mail only when the first one had arrived.
        costs!(house, ada.cancel_invitation("acme", id), telling(house, 5)).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_and_out_stays_within_its_budget() {
    each_engine(async |house| {
        let guest = house.guest();
        // Three limits, user; when they were last seen, session, end of the chain, log; two limits forgiven.
        let signed_in = costs!(house, guest.sign_in(KEVIN.email, PASSWORD), 10).unwrap();
        let kevin = house.recognise(&signed_in.secret).await.unwrap();
        // Session, end of the chain, log.
        costs!(house, kevin.sign_out(), telling(house, 3)).unwrap();
        // Company, member, contact, end of the chain, log.
        let mallory = house.mallory().await;
        costs!(house, house.company_of(&mallory, "Elsewhere"), telling(house, 5));
    })
    .await;
}

/// The front page of a large Company costs what that of a small one costs: statements do not grow with rows.
#[tokio::test(flavor = "multi_thread")]
async fn no_page_asks_once_for_each_row() {
    each_engine(async |house| {
        let ada = house.ada().await;
        let many: Vec<String> = (0..20).map(|n| format!("n{n}@heart.example")).collect();
        ada.invite("acme", &many.join(" "), Role::Developer, "").await.unwrap();
        // The invitations, and all their Apps at once.
        assert_eq!(costs!(house, ada.invitations("acme"), 2).unwrap().len(), 20);
        costs!(house, ada.company("acme"), 1).unwrap();
        costs!(house, ada.departure("acme"), 1).unwrap();
    })
    .await;
}
