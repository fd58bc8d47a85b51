//! What a sender finds afterwards: all they sent, and who took over what (M12, R70). Nothing of a Company they are not in.

use teamwork::rules::{
    problem::{Problem, Thing},
    request::{GivenAway, RequestHere, RequestState},
    role::Role,
};

use super::{ANA, accept, offer, own_trial};
use crate::{
    apps::shop,
    house::{ADA, KEVIN, MARA, each_engine},
};

fn given(here: Result<RequestHere, Problem>) -> GivenAway {
    match here {
        Ok(RequestHere::Given(given)) => given,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_address_says_who_took_a_trial_over_and_where_it_is() {
    each_engine(async |house| {
        let (_, secret) = own_trial(house).await;
        let kevin = house.kevin().await;
        assert!(matches!(kevin.request_here(None, "app-x").await, Ok(RequestHere::Sheet(_))));
        let owns = accept(house, &secret).await.unwrap();
        let found = given(kevin.request_here(None, "app-x").await);
        assert_eq!((found.email.as_str(), &found.apps, found.at), (ANA, &vec!["app-x".to_owned()], house.warren.now()));
        assert_eq!((found.company.as_deref(), found.slug.as_deref()), (Some("Café Alba"), Some(owns.slug.as_str())));
        // Where it is now, the same App is invited for once more.
        assert!(matches!(kevin.request_here(Some(&owns.slug), "app-x").await, Ok(RequestHere::Sheet(_))));
        // Who is no part of the client's Company any more is told no more of it than they knew.
        kevin.leave(&owns.slug).await.unwrap();
        let found = given(kevin.request_here(None, "app-x").await);
        assert_eq!((found.email.as_str(), found.company, found.slug), (ANA, None, None));
        let nothing = Err(Problem::NotFound(Thing::App));
        for (who, slug) in [(house.mallory().await, None), (house.ada().await, None), (house.ada().await, Some("acme"))]
        {
            assert_eq!(who.request_here(slug, "app-x").await, nothing);
        }
        assert_eq!(kevin.request_here(Some(&owns.slug), "app-x").await, nothing);
        assert_eq!(kevin.request_here(None, "app-y").await, nothing);
    })
    .await;
}

/// Row 3: who sees the requests of a Company sees what became of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_giving_company_reads_who_took_an_app_over_and_not_what_is_theirs() {
    each_engine(async |house| {
        shop(house).await;
        let (id, secret) = offer(house, ADA, "acme-shop", ANA).await;
        accept(house, &secret).await.unwrap();
        let (ada, grace) = (house.ada().await, house.grace().await);
        let seen = given(ada.request_here(Some("acme"), "acme-shop").await);
        assert_eq!((seen.sender.as_str(), seen.company.as_deref()), ("Ada Lovelace", Some("Café Alba")));
        let seen = given(grace.request_here(Some("acme"), "acme-shop").await);
        assert_eq!((seen.email.as_str(), seen.company, seen.slug), (ANA, None, None), "she is not in it");
        let denied = house.log().await.into_iter().filter(|entry| entry.event == "access_denied").count();
        assert_eq!(denied, 0, "who follows their own request has tried nothing");
        for who in [KEVIN, MARA] {
            let refused = house.person(who).await.request_here(Some("acme"), "acme-shop").await;
            assert_eq!(refused, Err(Problem::NotFound(Thing::App)), "{}", who.first);
        }
        let sent = ada.sent_requests(None).await.unwrap().requests;
        assert_eq!((sent.len(), sent[0].request.id, sent[0].slug.as_deref()), (1, id, Some("acme")));
        assert!(grace.sent_requests(None).await.unwrap().requests.is_empty(), "she sent none");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_finds_all_they_sent_as_far_as_they_may_see_it() {
    each_engine(async |house| {
        let (own, secret) = own_trial(house).await;
        accept(house, &secret).await.unwrap();
        let ada = house.ada().await;
        let version = house.version_of(house.kevin().await.id()).await;
        ada.change_role("acme", house.kevin().await.id(), Role::Admin, version).await.unwrap();
        ada.start_trial("acme", "acme-blog").await.unwrap();
        house.clock.forward(1000);
        let (blog, _) = offer(house, KEVIN, "acme-blog", ANA).await;
        let kevin = house.kevin().await;
        let rows = |page: teamwork::rules::request::SentPage| -> Vec<_> {
            page.requests.into_iter().map(|sent| (sent.request.id, sent.slug, sent.request.state)).collect()
        };
        let mine = (own, None, RequestState::Completed);
        let acmes = (blog, Some("acme".to_owned()), RequestState::Pending);
        let page = kevin.sent_requests(None).await.unwrap();
        let after = page.requests[0].request.cursor();
        assert_eq!(rows(page), [acmes, mine.clone()], "newest first");
        assert_eq!(rows(kevin.sent_requests(Some(&after)).await.unwrap()), [mine.clone()]);
        assert!(kevin.sent_requests(Some("x")).await.is_err());
        kevin.leave("acme").await.unwrap();
        assert_eq!(rows(kevin.sent_requests(None).await.unwrap()), [mine], "Acme is not his to see any more");
        assert_eq!(kevin.requests("acme", None).await, Err(Problem::NotFound(Thing::Company)));
    })
    .await;
}
