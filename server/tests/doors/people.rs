//! People and their Apps: assignments, access with an end, departures. Columns as in `acts.rs`. What needs
//! somebody who went has a test of its own below.

use super::Row;
use crate::house::*;

/// Acts that only look.
pub const LOOKS: &[&str] = &["departure_of", "departure_receipt", "apps_of_member", "apps_to_offer"];

#[rustfmt::skip]
pub const PEOPLE: &[Row] = &[
    // Row 28.
    ("POST /do/apps_of_member", "slug={c}&user={dennis}",                     [401, 404, 200, 200, 403, 403]),
    ("POST /do/apps_of_member", "slug={c}&user={alan}",                       [401, 404, 404, 404, 403, 403]),
    ("POST /do/apps_of_member", "slug={c}&user={mallory}",                    [401, 404, 404, 404, 403, 403]),
    ("POST /do/assign_apps", "slug={c}&user={dennis}&version=1&apps[0]={acme_shop}", [401, 404, 200, 200, 403, 403]),
    ("POST /do/assign_apps", "slug={c}&user={dennis}&version=0",              [401, 404, 409, 409, 403, 403]),
    ("POST /do/assign_apps", "slug={c}&user={alan}&version=1",                [401, 404, 404, 404, 403, 403]),
    ("POST /do/assign_apps", "slug={c}&user={mallory}&version=1",             [401, 404, 404, 404, 404, 404]),
    ("POST /do/assign_apps", "slug={c}&user={dennis}&version=1&apps[0]={ada}", [401, 404, 422, 422, 403, 403]),
    // Row 25.
    ("POST /do/apps_to_offer", "slug={c}",                                    [401, 404, 200, 200, 403, 403]),
    // 4.4: whoever may dismiss says when access ends.
    ("POST /do/set_end", "slug={c}&user={dennis}&version=1&ends_on=2027-01-31", [401, 404, 200, 200, 403, 403]),
    ("POST /do/set_end", "slug={c}&user={dennis}&version=0&ends_on=2027-01-31", [401, 404, 409, 409, 403, 403]),
    ("POST /do/set_end", "slug={c}&user={alan}&version=1&ends_on=2027-01-31",   [401, 404, 200, 403, 403, 403]),
    ("POST /do/set_end", "slug={c}&user={basil}&version=1&ends_on=2027-01-31",  [401, 404, 200, 403, 403, 403]),
    ("POST /do/set_end", "slug={c}&user={olga}&version=1&ends_on=2027-01-31",   [401, 404, 403, 403, 403, 403]),
    ("POST /do/set_end", "slug={c}&user={me}&version=1&ends_on=2027-01-31",     [401, 404, 403, 403, 403, 403]),
    ("POST /do/set_end", "slug={c}&user={mallory}&version=1&ends_on=2027-01-31", [401, 404, 404, 404, 404, 404]),
    // Rows 32–34: what a dismissal would mean, for who may do it; and for oneself.
    ("POST /do/departure_of", "slug={c}&user={dennis}",                       [401, 404, 200, 200, 403, 403]),
    ("POST /do/departure_of", "slug={c}&user={alan}",                         [401, 404, 200, 403, 403, 403]),
    ("POST /do/departure_of", "slug={c}&user={olga}",                         [401, 404, 403, 403, 403, 403]),
    ("POST /do/departure_of", "slug={c}&user={me}",                           [401, 404, 200, 200, 200, 200]),
    ("POST /do/departure_of", "slug={c}&user={mallory}",                      [401, 404, 404, 404, 404, 404]),
    // Nobody has gone yet.
    ("POST /do/departure_receipt", "slug={c}&user={dennis}",                  [401, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/departures/{user}", "/c/{c}/departures/{dennis}",         [303, 404, 404, 404, 404, 404]),
    ("GET /c/{slug}/departures/{user}", "/c/{c}/departures/nobody",           [303, 404, 404, 404, 404, 404]),
];

#[tokio::test]
async fn a_developer_gets_the_apps_that_are_ticked() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        // Boxes that are not ticked leave gaps in the numbers.
        let form = "slug=acme&user={dennis}&version=1&apps[0]={acme_blog}&apps[7]={acme_shop}";
        let answer = house.act(Some(GRACE), "assign_apps", &house.fill(form)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.body.contains("\"apps\":2"), "{}", answer.body);
        let page = house.get(Some(ADA), &house.fill("/c/acme/team?ask=assign_apps.{dennis}")).await;
        assert!(page.body.contains("2 of 2 Apps") && page.body.contains("apps[1]"), "{}", page.body);
        house.close().await;
    }
}

#[tokio::test]
async fn who_dismisses_and_who_went_read_what_ended() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let (form, path) = (house.fill("slug=acme&user={dennis}"), house.fill("/c/acme/departures/{dennis}"));
        let answer = house.act(Some(ADA), "dismiss", &form).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        for (who, status, words) in [
            (ADA, 200, "Dennis Ritchie is no longer in Acme Inc"),
            (GRACE, 200, "Dennis Ritchie is no longer in Acme Inc"),
            (DENNIS, 200, "You are no longer in Acme Inc"),
            (KEVIN, 403, ""),
            (MARA, 403, ""),
            (MALLORY, 404, ""),
        ] {
            let page = house.get(Some(who), &path).await;
            assert!(page.status == status && page.body.contains(words), "{}: {} {}", who.first, page.status, page.body);
            let act = house.act(Some(who), "departure_receipt", &form).await;
            assert_eq!(act.status, status, "{}: {}", who.first, act.body);
        }
        house.close().await;
    }
}
