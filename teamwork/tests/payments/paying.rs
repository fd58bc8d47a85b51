//! A client pays for a request with a card: the way there, the proof, and who comes back without one.

use teamwork::{
    acts::{Accepted, EventAbout, Operator, Visitor},
    letters::{Letter, NotTaken},
    rules::{
        billing::PaymentMethod,
        moment::{HOUR, MINUTE},
        problem::{Conflict, Field, Problem, Thing, Why},
        request::{AcceptForm, PayingState, RequestState, in_company},
        role::Role,
    },
};

use super::{Bank, by_card, go, seen};
use crate::{
    house::{House, KEVIN, MALLORY, each_engine},
    requests::{ANA, accept, cafe, elsewhere, offer, own_trial},
};

/// Where the request of Kevin's App is in its life.
pub async fn request_state(house: &House) -> RequestState {
    house.kevin().await.request_sheet("app-x").await.unwrap().request.unwrap().state
}

/// The clocks of payments and of cards strike.
pub async fn tend(house: &House) {
    house.warren.tend_payments().await.unwrap();
    house.warren.forget_cards().await.unwrap();
}

/// 4.2: pending → billing → completed, and everything is the client's in that moment (R63, R64).
#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_before_the_card_is_proven_and_then_everything_does() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let operator = Operator::of_the_house(&house.warren);
        operator.set_setting("terms_version", "of May").await.unwrap();
        let (_, secret) = own_trial(house).await;
        let gone = go(house, &secret).await.unwrap();
        operator.set_setting("terms_version", "of June").await.unwrap();
        let page = bank.opened().pop().unwrap();
        assert_eq!(gone.url, format!("https://bank.example/{page}"));
        assert_eq!(request_state(house).await, RequestState::Billing);
        assert_eq!(seen(house, &gone).await, PayingState::Waits);
        // The browser came back, the clock came by, an event came in: none of it is a proof.
        house.clock.forward(MINUTE);
        tend(house).await;
        house.warren.hear_of_payment("evt_0", EventAbout::Page(&page)).await.unwrap();
        assert_eq!(request_state(house).await, RequestState::Billing);
        assert!(house.kevin().await.app("app-x").await.unwrap().company.is_none(), "the App is Kevin's still");
        let early = house.guest().sign_in_after_payment(gone.claim.as_ref().unwrap()).await;
        assert_eq!(early.map(|_| ()), Err(Problem::NotFound(Thing::Payment)), "nobody signs in before the proof");

        bank.prove(&page);
        house.warren.hear_of_payment("evt_1", EventAbout::Page(&page)).await.unwrap();
        assert_eq!(seen(house, &gone).await, PayingState::Done);
        let signed_in = house.guest().sign_in_after_payment(gone.claim.as_ref().unwrap()).await.unwrap();
        assert_eq!(signed_in.next, format!("/requests/{secret}"));
        let ana = house.recognise(&signed_in.secret).await.unwrap();
        assert_eq!((ana.me().email.as_str(), ana.me().has_password), (ANA, false));
        let company = &ana.my_companies().await.unwrap()[0];
        assert_eq!((company.slug.as_str(), company.role), ("caf-alba", Role::Owner));
        let billing = ana.billing("caf-alba").await.unwrap();
        let details = billing[0].details.as_ref().unwrap();
        assert_eq!(details.method, PaymentMethod::Card);
        assert_eq!(details.card.as_ref().unwrap().to_string(), "Visa ending in 4242");
        assert_eq!(house.kevin().await.app("app-x").await.unwrap().company.as_deref(), Some("Café Alba"), "R70");
        let again = house.guest().sign_in_after_payment(gone.claim.as_ref().unwrap()).await;
        assert_eq!(
            again.map(|_| ()),
            Err(Problem::NotFound(Thing::Payment)),
            "the secret of the browser signs in once"
        );
        assert!(bank.forgotten().is_empty() && bank.taken().is_empty(), "nothing is charged now");
        let terms: Vec<(String,)> = house.database.rows("SELECT terms FROM requests").await;
        assert_eq!(terms[0].0, "of May", "what they agreed to when they went to pay");
    })
    .await;
}

/// I20, I21: whatever comes late, twice or after everything else.
#[tokio::test(flavor = "multi_thread")]
async fn a_proof_that_comes_twice_hands_over_once() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (_, secret) = own_trial(house).await;
        let gone = go(house, &secret).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.prove(&page);
        for event in ["evt_1", "evt_1", "evt_2"] {
            house.warren.hear_of_payment(event, EventAbout::Page(&page)).await.unwrap();
        }
        house.clock.forward(HOUR);
        tend(house).await;
        let owned = house.letters_to(ANA).await.into_iter().filter(|letter| matches!(letter, Letter::NowYours { .. }));
        assert_eq!(owned.count(), 1, "M13 once");
        let log = house.log().await;
        assert_eq!(log.iter().filter(|entry| entry.event == "company_set_up").count(), 1);
        assert_eq!(seen(house, &gone).await, PayingState::Done);
        let late = house.guest().sign_in_after_payment(gone.claim.as_ref().unwrap()).await;
        assert_eq!(late.map(|_| ()), Err(Problem::NotFound(Thing::Payment)), "the browser signs in within an hour");
    })
    .await;
}

/// S35: it may be tried again until the deadline; every way but the newest is void.
#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_without_a_card_tries_again_or_transfers() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (_, secret) = own_trial(house).await;
        let first = go(house, &secret).await.unwrap();
        let page = bank.opened().pop().unwrap();
        bank.close(&page);
        house.clock.forward(MINUTE);
        tend(house).await;
        assert_eq!(seen(house, &first).await, PayingState::Failed);
        assert_eq!(request_state(house).await, RequestState::Pending);
        let told = house.letters_to(ANA).await;
        assert!(matches!(told.last(), Some(Letter::CardNotTaken { why: NotTaken::Ended, .. })), "M15");
        assert_eq!(house.secret_of(told.last().unwrap()), secret);

        let second = go(house, &secret).await.unwrap();
        house.clock.forward(1);
        let third = go(house, &secret).await.unwrap();
        let [_, old, new] = &bank.opened()[..] else { panic!("three pages") };
        bank.prove(old);
        house.clock.forward(MINUTE);
        tend(house).await;
        assert_eq!(seen(house, &second).await, PayingState::Failed);
        assert_eq!(bank.forgotten(), [format!("card-{old}")], "a card that is entered on an older page is forgotten");
        assert_eq!(request_state(house).await, RequestState::Billing, "only the newest counts");
        accept(house, &secret).await.unwrap();
        bank.prove(new);
        house.clock.forward(MINUTE);
        tend(house).await;
        assert_eq!(seen(house, &third).await, PayingState::Elsewise, "they pay by transfer");
        assert_eq!(bank.forgotten().len(), 2);
    })
    .await;
}

/// Nothing is lost when the provider does not answer: the intent was written down.
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_silent_loses_nothing() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        let (_, secret) = own_trial(house).await;
        bank.be_silent(true);
        let answer = go(house, &secret).await.map(|gone| gone.url);
        assert_eq!(answer, Err(Problem::Conflict(Conflict::ProviderSilent)));
        bank.be_silent(false);
        house.clock.forward(3 * MINUTE);
        tend(house).await;
        assert_eq!(request_state(house).await, RequestState::Pending, "the clock has cleaned up");

        let gone = go(house, &secret).await.unwrap();
        bank.prove(&bank.opened().pop().unwrap());
        bank.be_silent(true);
        house.clock.forward(MINUTE);
        tend(house).await;
        assert_eq!(seen(house, &gone).await, PayingState::Waits);
        bank.be_silent(false);
        // Lost events are repaired within a quarter of an hour.
        house.clock.forward(15 * MINUTE);
        tend(house).await;
        assert_eq!(seen(house, &gone).await, PayingState::Done);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_goes_nowhere() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let wrong = |form: AcceptForm| {
            let (guest, secret) = (Visitor::Guest(house.guest()), secret.clone());
            async move { guest.accept_request(&secret, form).await.map(|_| ()) }
        };
        assert_eq!(wrong(by_card()).await, Err(Conflict::NoCards.into()), "nobody takes cards here");
        let bank = Bank::of(house);
        let cheque = AcceptForm { method: "cheque".into(), ..cafe() };
        assert_eq!(wrong(cheque).await, Err(Problem::field(Field::Method, Why::NotAMethod)));
        let nameless = AcceptForm { full_name: String::new(), ..by_card() };
        assert_eq!(wrong(nameless).await, Err(Problem::field(Field::FullName, Why::Missing)));
        assert!(bank.opened().is_empty());
        assert_eq!(request_state(house).await, RequestState::Pending);
        for claim in ["", "x", &"a".repeat(43)] {
            let nothing = Problem::NotFound(Thing::Payment);
            assert_eq!(house.guest().look_at_payment(claim).await.map(|_| ()), Err(nothing.clone()));
            assert_eq!(house.guest().sign_in_after_payment(claim).await.map(|_| ()), Err(nothing));
        }
    })
    .await;
}

/// Who has an account stays in their session; their account counts at the proof, not their browser.
#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_account_pays_with_a_card_too() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let mallory = house.mallory().await;
        mallory.claim_request(&secret).await.unwrap();
        let gone = Visitor::Person(mallory.clone()).accept_request(&secret, by_card()).await;
        let Ok(Accepted::Pays(gone)) = gone else { panic!("a card was asked for") };
        bank.prove(&bank.opened().pop().unwrap());
        house.clock.forward(MINUTE);
        tend(house).await;
        assert_eq!(seen(house, &gone).await, PayingState::Done);
        let view = house.guest().look_at_payment(gone.claim.as_ref().unwrap()).await.unwrap();
        assert!(!view.signs_in, "a request never signs anybody in to an account that is there");
        assert!(house.guest().sign_in_after_payment(gone.claim.as_ref().unwrap()).await.is_err());
        assert_eq!(mallory.my_companies().await.unwrap()[0].role, Role::Owner);
    })
    .await;
}

/// S22: a new Billing Contact in a Company of one's own pays with the card that was proven for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_billing_contact_of_an_owner_pays_with_a_card() {
    each_engine(async |house| {
        let bank = Bank::of(house);
        house.kevin().await.start_personal_trial("app-x").await.unwrap();
        let (_, secret) = offer(house, KEVIN, "app-x", MALLORY.email).await;
        let (slug, _) = elsewhere(house).await;
        let mallory = house.mallory().await;
        let pay = async |slug: &str| {
            let form = AcceptForm { payer: in_company(slug), ..by_card() };
            Visitor::Person(mallory.clone()).accept_request(&secret, form).await.map(|_| ())
        };
        assert_eq!(
            pay("acme").await,
            Err(Problem::field(Field::Payer, Why::NotAPayer)),
            "refused before a card is entered"
        );
        pay(&slug).await.unwrap();
        assert_eq!(mallory.billing(&slug).await.unwrap().len(), 1, "nothing moves before the proof");
        bank.prove(&bank.opened().pop().unwrap());
        house.clock.forward(MINUTE);
        tend(house).await;
        let methods: Vec<_> = mallory
            .billing(&slug)
            .await
            .unwrap()
            .into_iter()
            .filter_map(|contact| Some(contact.details?.method))
            .collect();
        assert_eq!(methods, [PaymentMethod::BankTransfer, PaymentMethod::Card]);
        assert_eq!(mallory.app("app-x").await.unwrap().slug, Some(slug));
    })
    .await;
}
