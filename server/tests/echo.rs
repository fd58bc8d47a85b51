//! Forms without script: what failed is shown again with its real status, with everything typed but the passwords.

use crate::{
    house::*,
    html::{XSS, assert_escaped, values},
};

/// Whose form, on which page, which act; the fields in which `@` is what an attacker types, the status of the failure,
/// and the fields that are kept.
type Filled =
    (Option<Person>, &'static str, &'static str, &'static [(&'static str, &'static str)], u16, &'static [&'static str]);

const SECRET: &str = "a secret that is never shown";

#[rustfmt::skip]
const FORMS: &[Filled] = &[
    (NOBODY, "/signup", "sign_up", &[("first_name", "@"), ("last_name", "@"), ("email", "@"), ("password", SECRET)], 422, &["first_name", "last_name", "email"]),
    (NOBODY, "/signup?invitation={invitation}", "sign_up", &[("first_name", "@"), ("last_name", "@"), ("email", "@"), ("password", SECRET), ("invitation", "{invitation}")], 422, &["first_name"]),
    (NOBODY, "/invitations/{invitation}", "sign_in", &[("email", "@"), ("password", SECRET), ("next", "/invitations/{invitation}")], 422, &["email"]),
    (NOBODY, "/login", "sign_in", &[("email", "@"), ("password", SECRET), ("next", "@")], 422, &["email"]),
    (NOBODY, "/login/link", "ask_sign_in_link", &[("email", "@")], 422, &["email"]),
    (NOBODY, "/reset", "ask_reset", &[("email", "@")], 422, &["email"]),
    (NOBODY, "/reset/{reset_link}", "reset_password", &[("secret", "{reset_link}"), ("new_password", "short")], 422, &[]),
    (Some(ADA), "/account", "change_name", &[("first_name", ""), ("last_name", "@")], 422, &["last_name"]),
    (Some(ADA), "/account", "change_zone", &[("time_zone", "@")], 422, &["time_zone"]),
    (Some(ADA), "/account", "ask_email_change", &[("email", "@")], 422, &["email"]),
    (Some(ADA), "/account", "change_password", &[("password", SECRET), ("new_password", SECRET)], 422, &[]),
    (Some(KEVIN), "/apps/app-x/client", "send_request", &[("app", "app-x"), ("email", "@"), ("note", "@"), ("name", "@"), ("days", "@")], 422, &["email", "note", "name", "days"]),
    (Some(ADA), "/companies/new", "set_up_company", &[("name", "@"), ("slug", "@"), ("country", "@"), ("billing_name", "@"), ("street", "@"), ("postal_code", "@"), ("city", "@"), ("vat_number", "@"), ("billing_email", "@")], 422,
        &["name", "slug", "billing_name", "street", "postal_code", "city", "vat_number", "billing_email"]),
    (Some(ADA), "/c/acme/team/invite", "invite", &[("slug", "acme"), ("addresses", ""), ("role", "admin"), ("note", "@")], 422, &["note"]),
    (Some(ADA), "/c/acme/team/invite", "invite", &[("slug", "acme"), ("addresses", "@ a"), ("role", "admin"), ("note", "@\u{1}")], 422, &["note", "addresses"]),
    (Some(ADA), "/c/acme/apps/acme-shop/settings", "set_variable", &[("app", "acme-shop"), ("version", "4"), ("form", "new"), ("variable_name", "@"), ("variable_value", "@")], 422, &["variable_name", "variable_value"]),
    (Some(ADA), "/c/acme/apps/acme-shop/settings", "set_variable", &[("app", "acme-shop"), ("version", "3"), ("form", "OPEN"), ("variable_name", "OPEN"), ("variable_value", "@")], 409, &["variable_value"]),
    (Some(ADA), "/c/acme/apps/acme-shop/settings", "set_secret", &[("app", "acme-shop"), ("version", "4"), ("form", "new"), ("variable_name", "@"), ("secret_value", SECRET)], 422, &["variable_name"]),
    (Some(ADA), "/c/acme/apps/acme-shop/settings", "add_domain", &[("app", "acme-shop"), ("version", "4"), ("domains", "@")], 422, &["domains"]),
    (Some(ADA), "/c/acme/apps/acme-shop/settings", "set_redirects", &[("app", "acme-shop"), ("version", "4"), ("redirects", "@")], 422, &["redirects"]),
    (Some(ADA), "/c/acme/apps/acme-shop/settings", "set_headers", &[("app", "acme-shop"), ("version", "4"), ("headers", "@")], 422, &["headers"]),
    (Some(KEVIN), "/c/acme/apps/acme-shop/settings", "set_runtime", &[("app", "acme-shop"), ("version", "4"), ("folder", "@"), ("branch", "@"), ("index_file", "@"), ("error_file", "@"), ("cache_seconds", "@")], 422,
        &["folder", "branch", "index_file", "error_file", "cache_seconds"]),
    (Some(KEVIN), "/c/acme/leave", "invite", &[("slug", "acme"), ("addresses", "a"), ("role", "admin"), ("note", "@")], 403, &[]),
];

#[tokio::test]
async fn what_was_typed_comes_back_escaped_with_the_real_status_and_without_passwords() {
    let house = House::open().await;
    let mut cases = 0;
    for (who, page, act, fields, status, kept) in FORMS {
        for xss in XSS {
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| (*name, house.fill(value).replace('@', xss))).collect();
            let typed: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = house.post(*who, &house.fill(page), act, &form(&typed)).await;
            let what = format!("{page} ?/{act} with {xss}");
            assert_eq!(answer.status, *status, "{what}: {}", answer.body);
            assert_escaped(&what, &answer.body);
            assert!(!answer.body.contains(SECRET), "{what}: a password is shown");
            let shown = values(&answer.body);
            for (name, value) in fields.iter().filter(|(name, _)| kept.contains(name)) {
                assert!(shown.iter().any(|shown| shown == value), "{what}: {name} is lost; shown are {shown:?}");
            }
            cases += 1;
        }
    }
    println!("{cases} forms");
    house.close().await;
}

/// The password was given long ago: it is asked for in the form itself, and comes along with what was typed.
#[tokio::test]
async fn a_password_that_is_asked_for_costs_nothing_that_was_typed() {
    let house = House::open().await;
    house.clock.forward(11 * teamwork::rules::moment::MINUTE);
    for (page, act, fields, kept) in [
        ("/c/acme/apps/acme-shop/delete", "delete_app", "slug=acme&app=acme-shop&version=1&confirmation=shop", "shop"),
        ("/c/acme/delete", "delete_company", "slug=acme&confirmation=Acme", "Acme"),
        (
            "/c/acme/billing/new",
            "create_billing_contact",
            "slug=acme&country=DE&billing_name=Labs&street=&postal_code=1&city=B&vat_number=&billing_email=a@labs.example",
            "Labs",
        ),
    ] {
        let opened = house.get(Some(ADA), page).await.body;
        assert!(opened.contains("name=\"password\"") && !opened.contains("?/reauthenticate"), "{page}");
        let wrong = house.post(Some(ADA), page, act, &format!("{fields}&password=wrong&code=")).await;
        assert_eq!(wrong.status, 422, "{page}: {}", wrong.body);
        assert!(values(&wrong.body).iter().any(|shown| shown == kept), "{page}: {kept} is lost");
    }
    let page = "/c/acme/apps/acme-shop/delete";
    let typed = [("slug", "acme"), ("app", "acme-shop"), ("version", "1"), ("confirmation", "acme-shop")];
    let stale = house.post(Some(ADA), page, "delete_app", &form(&typed)).await;
    assert_eq!(stale.status, 403);
    assert!(values(&stale.body).iter().any(|shown| shown == "acme-shop"), "what was typed stays");
    let again = [&typed[..], &[("password", PASSWORD)]].concat();
    let done = house.post(Some(ADA), page, "delete_app", &form(&again)).await;
    assert_eq!((done.status, done.location()), (303, Some("/c/acme/apps")), "{}", done.body);
    house.close().await;
}

#[tokio::test]
async fn a_password_never_comes_back() {
    let house = House::open().await;
    let marker = "never-to-be-seen-again-4711";
    let fields = ["password", "new_password", "current_password", "password_again", "new", "secret", "x_secret_y"];
    for (who, page, act) in
        [(NOBODY, "/login", "sign_in"), (NOBODY, "/signup", "sign_up"), (Some(ADA), "/account", "change_password")]
    {
        for field in fields {
            for other in ["", "&email=x", "&email=ada@acme.example&first_name=A&last_name=B&terms=true"] {
                let answer = house.post(who, page, act, &format!("{field}={marker}{other}")).await;
                assert!(!answer.body.contains("4711"), "{page} ?/{act} {field} ({})", answer.status);
            }
        }
    }
    house.close().await;
}

#[tokio::test]
async fn what_somebody_is_called_is_text_wherever_it_is_shown() {
    let house = House::open().await;
    for (index, xss) in XSS.into_iter().enumerate() {
        let slug = format!("burrow-{index}");
        let renamed = house.act(Some(MALLORY), "change_name", &form(&[("first_name", xss), ("last_name", xss)])).await;
        assert_eq!(renamed.status, 200, "{}", renamed.body);
        let billing = [("country", "DE"), ("vat_number", ""), ("billing_email", "x@new.example"), ("postal_code", "1")];
        let words = [("name", xss), ("slug", &slug), ("billing_name", xss), ("street", xss), ("city", xss)];
        let set_up = house.act(Some(MALLORY), "set_up_company", &form(&[&words[..], &billing[..]].concat())).await;
        assert_eq!(set_up.status, 200, "{}", set_up.body);
        let invite = [("slug", &*slug), ("addresses", KEVIN.email), ("role", "admin"), ("note", xss)];
        assert_eq!(house.act(Some(MALLORY), "invite", &form(&invite)).await.status, 200);
        let secret = newest_secret(&house.warren, KEVIN.email).await;
        let pages =
            ["/", "/account", "/c/@", "/c/@/team", "/c/@/team/invite", "/c/@/billing", "/c/@/leave", "/demo/mails"];
        let mails = house.warren.mailbox(None).await.unwrap();
        let newest = format!("/demo/mails/{}", mails[0].id);
        for page in pages.into_iter().chain([newest.as_str()]) {
            let page = page.replace('@', &slug);
            let answer = house.get(Some(MALLORY), &page).await;
            assert_eq!(answer.status, 200, "{page}");
            assert_escaped(&format!("{page} with {xss}"), body(&answer));
        }
        for (who, page) in [(NOBODY, "/invitations/@"), (Some(KEVIN), "/invitations/@"), (Some(KEVIN), "/")] {
            let answer = house.get(who, &page.replace('@', &secret)).await;
            assert_eq!(answer.status, 200, "{page}");
            assert_escaped(&format!("{page} with {xss}"), body(&answer));
        }
        let signup = house.get(NOBODY, &format!("/signup?invitation={secret}")).await;
        assert_escaped(&format!("/signup with {xss}"), &signup.body);
    }
    house.close().await;
}

/// What comes after the head, whose title has a test of its own.
fn body(answer: &Answer) -> &str {
    answer.body.split_once("</head>").unwrap().1
}

#[tokio::test]
async fn the_title_of_a_page_is_text() {
    let house = House::open().await;
    for (index, xss) in XSS.into_iter().enumerate() {
        let slug = format!("burrow-{index}");
        let billing = [("country", "DE"), ("vat_number", ""), ("billing_email", "x@new.example"), ("postal_code", "1")];
        let words = [("name", xss), ("slug", &slug), ("billing_name", "x"), ("street", "x"), ("city", "x")];
        let set_up = house.act(Some(MALLORY), "set_up_company", &form(&[&words[..], &billing[..]].concat())).await;
        assert_eq!(set_up.status, 200, "{}", set_up.body);
        for page in ["/c/@", "/c/@/team/invite", "/c/@/leave"] {
            let answer = house.get(Some(MALLORY), &page.replace('@', &slug)).await;
            assert_escaped(&format!("{page} with {xss}"), &answer.body);
        }
    }
    house.close().await;
}

#[tokio::test]
async fn addresses_that_are_none_are_shown_as_they_were_typed() {
    let house = House::open().await;
    for xss in XSS {
        let fields = form(&[("slug", "acme"), ("addresses", xss), ("role", "developer"), ("note", "")]);
        let answer = house.post(Some(ADA), "/c/acme/team/invite", "invite", &fields).await;
        assert!([200, 422].contains(&answer.status), "{xss}: {}", answer.status);
        assert_escaped(xss, &answer.body);
    }
    house.close().await;
}

#[tokio::test]
async fn an_act_that_has_nothing_to_say_leads_back_to_its_page() {
    let house = House::open().await;
    let session = house.fill("session={session_of_ada}");
    let back = house.post(Some(ADA), "/account", "end_session", &session).await;
    assert_eq!((back.status, back.location()), (303, Some("/account")));
    let back = house.post(Some(ADA), "/c/acme/team?x=1", "end_other_sessions", "").await;
    assert_eq!((back.status, back.location()), (303, Some("/c/acme/team?x=1")));
    let fields = form(&[("password", PASSWORD)]);
    let back = house.post(Some(KEVIN), "/account", "reauthenticate", &fields).await;
    assert_eq!((back.status, back.location(), back.session().is_some()), (303, Some("/account"), true));
    let gone = house.post(Some(GRACE), "/c/acme/leave", "leave", "slug=acme").await;
    assert_eq!((gone.status, gone.location()), (303, Some(house.fill("/c/acme/departures/{grace}").as_str())));
    // The page that is shown after a new session was given is shown to that session.
    let fields = form(&[("password", PASSWORD), ("new_password", "the second exit is east")]);
    let changed = house.post(Some(MARA), "/account", "change_password", &fields).await;
    assert_eq!((changed.status, changed.session().is_some()), (200, true));
    assert!(changed.body.contains(MARA.email));
    house.close().await;
}

#[tokio::test]
async fn a_link_cannot_make_a_page_say_something() {
    let house = House::open().await;
    // base64 of {"Problem":"SignedOut"} and of a text.
    let words = [
        "eyJQcm9ibGVtIjoiU2lnbmVkT3V0In0=",
        "eyJQcm9ibGVtIjoiU2lnbmVkT3V0In0",
        "UGF5IHRvIG1lIG5vdw==",
        "Pay+to+me+now",
    ];
    for (who, page, act) in [
        (NOBODY, "/login", "sign_in"),
        (Some(ADA), "/account", "change_name"),
        (Some(ADA), "/c/acme/team/invite", "invite"),
        (Some(ADA), "/companies/new", "set_up_company"),
    ] {
        for word in words {
            for query in [
                format!("__path=/do/{act}&__err={word}"),
                format!("__err={word}&__path=%2Fdo%2F{act}"),
                format!("%5F%5Fpath=/do/{act}&_%5Ferr={word}"),
                format!("a=b&__path=/do/{act}&__err={word}&c=d"),
            ] {
                let answer = house.get(who, &format!("{page}?{query}")).await;
                assert_eq!(answer.status, 200, "{page}?{query}");
                for said in ["You are signed out", "Pay to me", "There is a problem", "SignedOut", "__err"] {
                    assert!(!answer.body.contains(said), "{page}?{query} says {said}");
                }
            }
        }
    }
    house.close().await;
}
