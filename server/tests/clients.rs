//! "Invite a client" while a request waits: who manages it, who answers it, and what becomes of it (rows 21 and 22, 4.2).

use axum::{
    body::Body,
    http::{Method, header},
};
use teamwork::{acts::Operator, letters::Letter, rules::problem::Problem};

use crate::house::*;

/// Has no account, and is asked to take over `app-x`.
const ANA: &str = "ana@client.example";
/// What she types.
const DETAILS: &str =
    "full_name=Ana+Alves&name=Alves+Bakery&street=Oven+Lane+1&postal_code=10115&city=Berlin&country=DE";

/// A house in which three requests wait: Ada's for the paid `acme-shop`, Grace's for the trial `acme-blog`, to Ivan, and
/// Kevin's for a trial of his own, to Ana.
struct Waiting {
    house: House,
    shop: String,
    blog: String,
    own: String,
    /// The mailed secret of Kevin's.
    secret: String,
    /// The mailed secret of Grace's.
    ivans: String,
}

impl Waiting {
    async fn on(engine: Engine) -> Self {
        let house = House::on(engine).await;
        for (who, form) in [
            (ADA, "app=acme-shop&email=shop@client.example"),
            (GRACE, "app=acme-blog&email=ivan@sketch.example"),
            (KEVIN, "app=app-x&email=ana@client.example&name=Alves+Bakery&plan=standard&note=It+is+ready"),
        ] {
            let sent = house.act(Some(who), "send_request", form).await;
            assert_eq!(sent.status, 200, "{}", sent.body);
        }
        let id = async |who, form| {
            let sheet = house.act(Some(who), "request_sheet", form).await.body;
            let sheet: serde_json::Value = serde_json::from_str(&sheet).unwrap();
            sheet["request"]["id"].as_str().unwrap().to_owned()
        };
        let shop = id(ADA, "slug=acme&app=acme-shop").await;
        let blog = id(GRACE, "slug=acme&app=acme-blog").await;
        let own = id(KEVIN, "app=app-x").await;
        let secret = newest_secret(&house.warren, ANA).await;
        let ivans = newest_secret(&house.warren, IVAN.email).await;
        Self { house, shop, blog, own, secret, ivans }
    }

    /// A copied link to Kevin's request.
    async fn copied(&self) -> String {
        let copied = self.house.act(Some(KEVIN), "copy_request_link", &format!("request={}", self.own)).await;
        assert_eq!(copied.status, 200, "{}", copied.body);
        copied.body.trim_matches('"').rsplit('/').next().unwrap().to_owned()
    }

    /// Somebody opens the client's page of Kevin's request with a session.
    async fn page_with(&self, session: &str) -> Answer {
        let request = self.house.request(Method::GET, &format!("/requests/{}", self.secret), NOBODY);
        let cookie = format!("__Host-sid={session}");
        self.house.send(request.header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }
}

#[tokio::test]
async fn a_request_is_managed_by_its_sender_and_the_owners_of_the_giving_side() {
    let acts = [
        "preview_request",
        "copy_request_link",
        "resend_request",
        "edit_request",
        "readdress_request",
        "cancel_request",
    ];
    for engine in Engine::all() {
        let mut waiting = Waiting::on(engine).await;
        let mut before = waiting.house.eye().await.digest().await;
        for act in acts {
            // Row 21 and S11.
            for (of, columns) in [
                (
                    "shop",
                    [
                        (NOBODY, 401),
                        (Some(MALLORY), 404),
                        (Some(ALAN), 403),
                        (Some(GRACE), 403),
                        (Some(KEVIN), 403),
                        (Some(MARA), 403),
                        (Some(ADA), 200),
                        (Some(OLGA), 200),
                    ],
                ),
                (
                    "blog",
                    [
                        (NOBODY, 401),
                        (Some(MALLORY), 404),
                        (Some(ALAN), 403),
                        (Some(KEVIN), 403),
                        (Some(MARA), 403),
                        (Some(IVAN), 404),
                        (Some(GRACE), 200),
                        (Some(OLGA), 200),
                    ],
                ),
                (
                    "own",
                    [
                        (NOBODY, 401),
                        (Some(MALLORY), 404),
                        (Some(ALAN), 404),
                        (Some(GRACE), 404),
                        (Some(ADA), 404),
                        (Some(MARA), 404),
                        (Some(IVAN), 404),
                        (Some(KEVIN), 200),
                    ],
                ),
            ] {
                for (who, expected) in columns {
                    let id = match of {
                        "shop" => &waiting.shop,
                        "blog" => &waiting.blog,
                        _ => &waiting.own,
                    };
                    let form = format!("request={id}&email=another@new.example");
                    let answer = waiting.house.act(who, act, &form).await;
                    let what = format!("{act} of {of} by {who:?}");
                    assert_eq!(answer.status, expected, "{what}: {}", answer.body);
                    let changed = waiting.house.eye().await.digest().await != before;
                    assert_eq!(changed, expected == 200 && act != "preview_request", "{what}");
                    if changed {
                        waiting.house.close().await;
                        waiting = Waiting::on(engine).await;
                        before = waiting.house.eye().await.digest().await;
                    }
                }
            }
        }
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn who_may_manage_a_request_sees_what_the_client_sees_and_nobody_else_does() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let (own, blog) = ("/apps/app-x/client/preview", "/c/acme/apps/acme-blog/client/preview");
    for (who, path, status) in [
        (KEVIN, own, 200),
        (ADA, own, 404),
        (GRACE, blog, 200),
        (OLGA, blog, 200),
        (ALAN, blog, 403),
        (KEVIN, blog, 403),
        (MALLORY, blog, 404),
    ] {
        let page = waiting.house.get(Some(who), path).await;
        assert_eq!(page.status, status, "{} at {path}", who.first);
    }
    let preview = waiting.house.get(Some(KEVIN), own).await.body;
    let page = waiting.house.get(NOBODY, &format!("/requests/{}", waiting.secret)).await.body;
    for words in
        ["Kevin Flynn asks you to take over app-x", "29.00 EUR", "It is ready", "Accept and pay 29.00 EUR per month"]
    {
        assert!(preview.contains(words) && page.contains(words), "{words}");
    }
    assert!(preview.contains("inert") && !page.contains("inert"), "only a preview cannot be pressed");
    assert!(!preview.contains(&waiting.secret), "a preview gives no link away");
    waiting.house.close().await;
}

#[tokio::test]
async fn a_request_is_answered_by_the_addressed_person_alone() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let before = house.eye().await.digest().await;
        for act in ["accept_request", "decline_request", "pass_request_on"] {
            let form = format!("secret={secret}&email=books@client.example&{DETAILS}");
            for who in [MALLORY, ADA, KEVIN, IVAN] {
                let answer = house.act(Some(who), act, &form).await;
                assert_eq!(answer.status, 409, "{act} by {}: {}", who.first, answer.body);
            }
            // Ivan has an account: a link never signs him in to it, and proves nothing about who holds it.
            let for_ivan = form.replace(secret.as_str(), &waiting.ivans);
            if act == "accept_request" {
                assert_eq!(house.act(NOBODY, act, &for_ivan).await.problem(), Problem::SignedOut);
            }
        }
        assert_eq!(house.eye().await.digest().await, before);
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn looking_at_a_request_changes_nothing_and_brings_no_script() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let copied = waiting.copied().await;
    let before = waiting.house.eye().await.digest().await;
    for secret in [&waiting.secret, &copied, &waiting.ivans] {
        for who in [NOBODY, Some(KEVIN), Some(MALLORY), Some(IVAN), Some(UMA)] {
            let page = waiting.house.get(who, &format!("/requests/{secret}")).await;
            assert_eq!(page.status, 200, "{who:?}");
            assert!(!page.body.contains("<script"), "{who:?}");
            assert_eq!(page.session(), None);
        }
    }
    assert_eq!(waiting.house.eye().await.digest().await, before);
    waiting.house.close().await;
}

#[tokio::test]
async fn somebody_without_an_account_accepts_and_owns_the_app() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let page = format!("/requests/{secret}");
        let lost =
            house.post(NOBODY, &page, "accept_request", &format!("secret={secret}&{DETAILS}").replace("DE", "")).await;
        assert_eq!(lost.status, 422);
        for typed in ["Ana Alves", "Alves Bakery", "Oven Lane 1", "10115", "Berlin"] {
            assert!(lost.body.contains(&format!("value=\"{typed}\"")), "{typed} is lost");
        }
        let done = house.post(NOBODY, &page, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        assert_eq!((done.status, done.location()), (303, Some(page.as_str())), "{}", done.body);
        let session = done.session().expect("a new account is signed in");
        let shown = waiting.page_with(&session).await;
        assert!(shown.status == 200 && shown.body.contains("Done. You own app-x."), "{}", shown.body);
        assert!(shown.body.contains("Set a password"));

        // Once accepted it is over for everybody, and no stranger learns whose it is.
        for who in [NOBODY, Some(KEVIN), Some(MALLORY)] {
            let page = house.get(who, &page).await;
            assert!(page.status == 410 && !page.body.contains("Alves"), "{}", page.body);
        }
        let again = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        assert_eq!(again.status, 410, "{}", again.body);
        assert_eq!(house.get(Some(KEVIN), "/c/alves-bakery/apps/app-x/settings").await.status, 200);
        assert_eq!(house.get(Some(KEVIN), "/c/alves-bakery/billing/new").await.status, 403);
        assert_eq!(house.get(Some(MALLORY), "/c/alves-bakery").await.status, 404);

        // The password is set where they stand, without one before.
        let set = house.request(Method::POST, &format!("{page}?/change_password"), NOBODY);
        let set = set.header(header::COOKIE, format!("__Host-sid={session}")).header(header::CONTENT_TYPE, FORM);
        let set = house.send(set.body(Body::from("password=&new_password=the+second+exit+is+east")).unwrap()).await;
        assert!(set.status == 200 && set.body.contains("Your password is set."), "{}", set.body);
        let form = form(&[("email", ANA), ("password", "the second exit is east")]);
        assert_eq!(house.act(NOBODY, "sign_in", &form).await.status, 200);
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn who_has_an_account_signs_in_on_the_page_and_the_sender_sees_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.ivans);
        let page = format!("/requests/{secret}");
        let shown = house.get(NOBODY, &page).await.body;
        assert!(shown.contains("Sign in to answer") && shown.contains("Decline request"), "{shown}");
        let copied = house.act(Some(GRACE), "copy_request_link", &format!("request={}", waiting.blog)).await.body;
        let copied = copied.trim_matches('"').rsplit('/').next().unwrap().to_owned();
        let shown = house.get(NOBODY, &format!("/requests/{copied}")).await.body;
        let hides = shown.contains("Mail me a code") && !shown.contains("There is an account");
        assert!(hides && !shown.contains("Decline request"), "it proves no mailbox, and says of no account");
        let typed = form(&[("email", IVAN.email), ("password", PASSWORD), ("next", &page)]);
        let signed_in = house.post(NOBODY, &page, "sign_in", &typed).await;
        assert_eq!((signed_in.status, signed_in.location()), (303, Some(page.as_str())), "{}", signed_in.body);
        let sheet = house.act(Some(GRACE), "request_sheet", "slug=acme&app=acme-blog").await.body;
        assert!(sheet.contains("\"state\":\"claimed\""), "{sheet}");

        // "Not me": it waits again, and nobody is signed in.
        let left = house.post(Some(IVAN), &page, "leave_request", &format!("secret={secret}")).await;
        assert_eq!((left.status, left.location()), (303, Some(page.as_str())));
        let sheet = house.act(Some(GRACE), "request_sheet", "slug=acme&app=acme-blog").await.body;
        assert!(sheet.contains("\"state\":\"pending\""), "{sheet}");

        let cookie = format!("__Host-sid={}", signed_in.session().unwrap());
        let accept = house.request(Method::POST, "/do/accept_request", NOBODY).header(header::COOKIE, cookie);
        let accept = accept.header(header::CONTENT_TYPE, FORM);
        let body = format!("secret={secret}&{}", DETAILS.replace("full_name=Ana+Alves&", ""));
        let done = house.send(accept.body(Body::from(body)).unwrap()).await;
        assert!(done.status == 200 && done.session().is_none(), "{}", done.body);
        waiting.house.close().await;
    }
}

/// 4.2: pending becomes claimed on login through the link, by whatever way somebody signs in.
#[tokio::test]
async fn who_signs_in_by_a_mailed_link_comes_back_to_the_request_and_the_sender_sees_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, page) = (&waiting.house, format!("/requests/{}", waiting.ivans));
        let shown = house.get(NOBODY, &page).await.body;
        assert!(shown.contains("?/ask_sign_in_link") && !shown.contains("open this page again"), "{shown}");
        let asked =
            house.post(NOBODY, &page, "ask_sign_in_link", &form(&[("email", IVAN.email), ("next", &page)])).await;
        assert!(asked.status == 200 && asked.body.contains("brings you back here"), "{}", asked.body);
        let link = newest_secret(&house.warren, IVAN.email).await;
        let open = format!("/login/link/{link}");
        let signed_in = house.post(NOBODY, &open, "sign_in_by_link", &form(&[("secret", &link)])).await;
        assert_eq!((signed_in.status, signed_in.location()), (303, Some(page.as_str())), "{}", signed_in.body);
        let sheet = house.act(Some(GRACE), "request_sheet", "slug=acme&app=acme-blog").await.body;
        assert!(sheet.contains("\"state\":\"claimed\""), "{sheet}");
        waiting.house.close().await;
    }
}

/// The wish to go somewhere is kept on the way from the sign-in page to the mailed link.
#[tokio::test]
async fn the_page_that_mails_a_sign_in_link_remembers_where_somebody_wanted_to_go() {
    let house = House::open().await;
    let login = house.get(NOBODY, "/login?next=/c/acme/billing").await.body;
    assert!(login.contains("/login/link?next=%2Fc%2Facme%2Fbilling"), "{login}");
    let link = house.get(NOBODY, "/login/link?next=%2Fc%2Facme%2Fbilling&email=ada@acme.example").await.body;
    assert!(link.contains("value=\"/c/acme/billing\"") && link.contains("value=\"ada@acme.example\""), "{link}");
    let elsewhere = house.get(NOBODY, "/login/link?next=//evil.example").await.body;
    assert!(!elsewhere.contains("evil.example"), "{elsewhere}");
    house.close().await;
}

#[tokio::test]
async fn who_is_asked_has_the_link_mailed_again_and_nobody_else_has() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let mine = waiting.house.act(Some(IVAN), "my_requests", "").await.body;
    assert!(mine.contains(&waiting.blog) && !mine.contains(&waiting.own), "{mine}");
    let form = format!("request={}", waiting.blog);
    assert_eq!(waiting.house.act(Some(MALLORY), "mail_my_request", &form).await.status, 404);
    assert_eq!(waiting.house.act(Some(IVAN), "mail_my_request", &form).await.status, 200);
    assert_eq!(newest_secret(&waiting.house.warren, IVAN.email).await, waiting.ivans, "the link stays the same");
    waiting.house.close().await;
}

#[tokio::test]
async fn a_copied_link_proves_nothing_until_the_mailed_code_is_typed() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, waiting.copied().await);
        let page = format!("/requests/{secret}");
        let shown = house.get(NOBODY, &page).await.body;
        assert!(shown.contains("Mail me a code") && !shown.contains("Accept and pay"), "{shown}");
        assert!(!shown.contains("?/decline_request"), "{shown}");
        for (act, status) in [("decline_request", 401), ("pass_request_on", 401), ("accept_request", 422)] {
            let form = format!("secret={secret}&email=books@client.example&{DETAILS}");
            let answer = house.act(NOBODY, act, &form).await;
            assert_eq!(answer.status, status, "{act}: {}", answer.body);
        }
        assert_eq!(house.post(NOBODY, &page, "ask_request_code", &format!("secret={secret}")).await.status, 200);
        let shown = house.get(NOBODY, &page).await.body;
        for answer in
            ["Accept and pay 29.00 EUR per month", "?/decline_request", "?/pass_request_on", "I do not know Kevin"]
        {
            assert!(shown.contains(answer), "{answer}: {shown}");
        }
        assert_eq!(shown.matches("name=\"code\"").count(), 3, "each answer asks for the code: {shown}");
        let uncoded = house.post(NOBODY, &page, "decline_request", &format!("secret={secret}&reason=No")).await;
        assert!(uncoded.status == 422 && uncoded.body.contains("value=\"No\""), "{}", uncoded.body);
        let mails = house.warren.mailbox(None).await.unwrap();
        let mail = mails.iter().find(|mail| matches!(mail.letter, Letter::RequestCode { .. })).unwrap();
        assert_eq!(mail.to, ANA);
        let code = house.warren.secret_code(&mail.letter).unwrap();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for (code, status) in [(wrong, 422), (code.as_str(), 200)] {
            let answer = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}&code={code}")).await;
            assert_eq!(answer.status, status, "{}", answer.body);
        }
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn who_came_too_late_asks_for_a_new_link_once() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let page = format!("/requests/{secret}");
        assert_eq!(house.act(NOBODY, "ask_for_request", &format!("secret={secret}")).await.status, 404, "it is open");
        let declined = house.post(NOBODY, &page, "decline_request", &format!("secret={secret}&reason=Too+dear")).await;
        assert!(declined.status == 200 && declined.body.contains("You declined the request"), "{}", declined.body);
        let sender = house.get(Some(KEVIN), "/apps/app-x/client").await.body;
        assert!(sender.contains("Too dear") && sender.contains("Send request"), "{sender}");
        // One press sends the same again, and what it sends is seen before (4.2).
        for held in [
            "value=\"ana@client.example\"",
            ">It is ready</textarea>",
            "value=\"Alves Bakery\"",
            "<option value=\"standard\" selected",
            "<details open class=\"request__way\"",
            "29.00 EUR",
        ] {
            assert!(sender.contains(held), "{held}: {sender}");
        }
        let gone = house.get(NOBODY, &page).await;
        assert!(gone.status == 410 && gone.body.contains("Ask for a new link"), "{}", gone.body);
        let asked = house.post(NOBODY, &page, "ask_for_request", &format!("secret={secret}")).await;
        assert!(asked.status == 200 && asked.body.contains("You asked for a new link"), "{}", asked.body);
        assert_eq!(house.act(NOBODY, "ask_for_request", &format!("secret={secret}")).await.status, 429);
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn somebody_else_pays_and_the_first_link_is_dead() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        let page = format!("/requests/{secret}");
        let passed =
            house.post(NOBODY, &page, "pass_request_on", &format!("secret={secret}&email=books@client.example")).await;
        assert!(passed.status == 200 && passed.body.contains("The request is on its way"), "{}", passed.body);
        assert_eq!(house.get(NOBODY, &page).await.status, 404);
        let books = newest_secret(&house.warren, "books@client.example").await;
        let done = house.act(NOBODY, "accept_request", &format!("secret={books}&{DETAILS}")).await;
        assert!(done.status == 200 && done.session().is_some(), "{}", done.body);
        waiting.house.close().await;
    }
}

#[tokio::test]
async fn what_has_changed_since_is_said_to_both_sides_and_accepted_by_nobody() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let house = &waiting.house;
    let secret = newest_secret(&house.warren, "shop@client.example").await;
    let scaled = house.act(Some(ADA), "scale_app", "app=acme-shop&plan=large&version=1").await;
    assert_eq!(scaled.status, 200, "{}", scaled.body);
    let page = house.get(NOBODY, &format!("/requests/{secret}")).await;
    assert!(page.status == 410 && page.body.contains("This offer has changed"), "{}", page.body);
    let accepted = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
    assert_eq!(accepted.status, 410, "{}", accepted.body);
    let sender = house.get(Some(ADA), "/c/acme/apps/acme-shop/client").await.body;
    assert!(sender.contains("The offer has changed since"), "{sender}");
    waiting.house.close().await;
}

#[tokio::test]
async fn what_is_suspended_is_read_and_not_answered() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let (house, secret) = (&waiting.house, &waiting.secret);
    Operator::of_the_house(&house.warren).suspend_app("app-x", "Under review").await.unwrap();
    let page = house.get(NOBODY, &format!("/requests/{secret}")).await;
    assert!(page.status == 200 && page.body.contains("This has to wait"), "{}", page.body);
    assert!(!page.body.contains("<form"), "there is nothing to press");
    let accepted = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
    assert_eq!(accepted.status, 409, "{}", accepted.body);
    waiting.house.close().await;
}

/// S27: whoever got the link asks for one of their own, on the page that says whose it is.
#[tokio::test]
async fn who_got_somebody_elses_link_asks_the_sender_for_their_own() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, page) = (&waiting.house, format!("/requests/{}", waiting.secret));
        let shown = house.get(Some(MALLORY), &page).await.body;
        assert!(shown.contains(&format!("to send it to {}", MALLORY.email)), "{shown}");
        let form = format!("secret={}", waiting.secret);
        let asked = house.post(Some(MALLORY), &page, "ask_for_request_here", &form).await;
        assert!(asked.status == 200 && asked.body.contains("You asked for the request"), "{}", asked.body);
        let again = house.act(Some(MALLORY), "ask_for_request_here", &form).await;
        assert_eq!(again.status, 429);
        let nobody = house.act(NOBODY, "ask_for_request_here", &form).await;
        assert_eq!((nobody.status, nobody.problem()), (401, Problem::SignedOut));
        assert_eq!(house.get(NOBODY, &page).await.status, 200);
        waiting.house.close().await;
    }
}

/// S10: the whole way on the pages, by plain posts.
#[tokio::test]
async fn an_owner_confirms_on_the_page_what_an_admin_proposes() {
    for engine in Engine::all() {
        let house = House::on(engine).await;
        let page = "/c/acme/apps/acme-shop/client";
        let empty = house.get(Some(GRACE), page).await.body;
        assert!(empty.contains("Ask the Owners") && empty.contains("an Owner confirms your request"), "{empty}");
        let asked = house.post(Some(GRACE), page, "send_request", "app=acme-shop&email=ana@client.example").await;
        assert!(asked.status == 200 && asked.body.contains("The Owners were asked."), "{}", asked.body);
        assert!(asked.body.contains("Waits for an Owner") && !asked.body.contains("Confirm and send"));
        for (who, path, words) in [
            (ADA, "/", "would like a client to take over"),
            (ADA, "/c/acme/apps", "Waits for your confirmation"),
            (GRACE, "/c/acme/apps", "Waits for an Owner"),
            (ADA, "/c/acme/requests", "Waits for you"),
            (ADA, page, "Confirm and send"),
            (ADA, page, "Grace Hopper has access to acme-shop."),
            (ADA, "/c/acme/apps/acme-shop/client/preview", "Grace Hopper asks you to take over acme-shop"),
        ] {
            let shown = house.get(Some(who), path).await.body;
            assert!(shown.contains(words), "{} at {path} does not read {words}: {shown}", who.first);
        }
        let home = house.get(Some(GRACE), "/").await.body;
        assert!(!home.contains("would like a client to take over"), "an Admin confirms nothing");

        let id = house.act(Some(ADA), "proposals", "").await.body;
        let id: serde_json::Value = serde_json::from_str(&id).unwrap();
        let form = format!("request={}", id[0]["id"].as_str().unwrap());
        let confirmed = house.post(Some(ADA), page, "confirm_request", &form).await;
        assert!(
            confirmed.status == 200 && confirmed.body.contains("Confirmed. It is on its way"),
            "{}",
            confirmed.body
        );
        let secret = newest_secret(&house.warren, ANA).await;
        let done = house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert_eq!(house.get(Some(GRACE), "/c/alves-bakery/apps/acme-shop").await.status, 200, "the inviter is Admin");
        house.close().await;
    }
}

/// A refusal is read by the Admin, with its reason, and by nobody else.
#[tokio::test]
async fn an_owner_refuses_and_the_admin_reads_why() {
    let house = House::open().await;
    let page = "/c/acme/apps/acme-shop/client";
    assert_eq!(house.act(Some(GRACE), "send_request", "app=acme-shop&email=ana@client.example").await.status, 200);
    let id = house.act(Some(ADA), "proposals", "").await.body;
    let id: serde_json::Value = serde_json::from_str(&id).unwrap();
    let form = format!("request={}&reason=We+keep+it", id[0]["id"].as_str().unwrap());
    let refused = house.post(Some(ADA), page, "refuse_request", &form).await;
    assert!(refused.status == 200 && refused.body.contains("its Admin was told"), "{}", refused.body);
    let shown = house.get(Some(GRACE), page).await.body;
    assert!(shown.contains("We keep it") && shown.contains("Ask the Owners"), "{shown}");
    house.close().await;
}

/// Who holds the link of an ended request reads who sent it, and how to reach them as far as it stood in the mail.
#[tokio::test]
async fn a_link_that_is_over_says_who_sent_it() {
    let waiting = Waiting::on(Engine::Sqlite).await;
    let copied = waiting.copied().await;
    assert_eq!(waiting.house.act(Some(KEVIN), "cancel_request", &format!("request={}", waiting.own)).await.status, 200);
    for (secret, reaches) in [(&waiting.secret, true), (&copied, false)] {
        let page = waiting.house.get(NOBODY, &format!("/requests/{secret}")).await;
        assert!(page.status == 410 && page.body.contains("Kevin Flynn"), "{}", page.body);
        assert_eq!(page.body.contains(KEVIN.email), reaches, "{}", page.body);
    }
    waiting.house.close().await;
}

/// 4.2: the words of an open request are changed where it is followed, and withdrawing asks first. By plain posts.
#[tokio::test]
async fn the_sender_rewords_a_request_and_reads_before_they_withdraw_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, page) = (&waiting.house, "/apps/app-x/client");
        let shown = house.get(Some(KEVIN), page).await.body;
        assert!(shown.contains(">It is ready</textarea>") && shown.contains("value=\"Alves Bakery\""), "{shown}");
        assert!(shown.contains("/follow.js") && shown.contains("data-follow"), "it follows what the client does");
        assert!(!shown.contains("?/cancel_request"), "one press does not withdraw it");
        let form = format!("request={}&note=Now+it+is&name=Alves", waiting.own);
        let sent = house.post(Some(KEVIN), page, "edit_request", &form).await;
        assert!(sent.status == 200 && sent.body.contains("with the new message"), "{}", sent.body);
        let secret = newest_secret(&house.warren, ANA).await;
        let client = house.get(NOBODY, &format!("/requests/{secret}")).await.body;
        assert!(client.contains("Now it is") && !client.contains("It is ready"), "{client}");

        let asked = house.get(Some(KEVIN), "/apps/app-x/client?withdraw=1").await.body;
        assert!(asked.contains("Withdraw the request to ana@client.example?") && asked.contains("app-x"), "{asked}");
        assert_eq!(house.get(NOBODY, &format!("/requests/{secret}")).await.status, 200, "a look withdraws nothing");
        let form = format!("request={}", waiting.own);
        let withdrawn = house.post(Some(KEVIN), page, "cancel_request", &form).await;
        assert!(withdrawn.body.contains("The request was withdrawn. Nothing has changed."), "{}", withdrawn.body);
        let late = house.post(Some(KEVIN), page, "cancel_request", &form).await;
        assert_eq!(late.status, 410, "{}", late.body);
        waiting.house.close().await;
    }
}

/// M12 leads to the old address: it says who took the App over, and the list of what one sent leads there too.
#[tokio::test]
async fn after_a_handover_the_sender_finds_what_became_of_it() {
    for engine in Engine::all() {
        let waiting = Waiting::on(engine).await;
        let (house, secret) = (&waiting.house, &waiting.secret);
        assert_eq!(house.act(NOBODY, "accept_request", &format!("secret={secret}&{DETAILS}")).await.status, 200);
        let page = house.get(Some(KEVIN), "/apps/app-x/client").await;
        assert!(page.status == 200 && page.body.contains("ana@client.example took over app-x"), "{}", page.body);
        assert!(page.body.contains("Open Alves Bakery") && page.body.contains("/c/alves-bakery"), "{}", page.body);
        for who in [ADA, MALLORY, MARA] {
            let page = house.get(Some(who), "/apps/app-x/client").await;
            assert!(page.status == 404 && !page.body.contains("ana@"), "{}", page.body);
        }
        assert!(house.get(Some(KEVIN), "/").await.body.contains("href=\"/requests\""));
        let list = house.get(Some(KEVIN), "/requests").await.body;
        assert!(list.contains("href=\"/apps/app-x/client\"") && list.contains("Accepted"), "{list}");
        assert!(!house.get(Some(GRACE), "/requests").await.body.contains("app-x"));
        waiting.house.close().await;
    }
}

/// R65: a client is not asked to invite one, and reads what it costs where they land. A view takes no right away.
#[tokio::test]
async fn the_client_s_view_has_no_client_and_says_what_it_costs() {
    let house = House::open().await;
    let developer = house.get(Some(ADA), "/c/acme/apps/acme-shop").await.body;
    assert!(developer.contains("Invite a client") && developer.contains("/apps/acme-shop/scaling"), "{developer}");
    assert_eq!(house.act(Some(ADA), "change_view", "view=client").await.status, 200);
    for page in ["/c/acme/apps/acme-shop", "/c/acme/apps/acme-blog"] {
        let client = house.get(Some(ADA), page).await.body;
        for words in ["Invite a client", "/client\"", "/scaling\"", "SSH key"] {
            assert!(!client.contains(words), "{words} at {page}: {client}");
        }
    }
    assert_eq!(house.get(Some(ADA), "/c/acme/apps/acme-shop/client").await.status, 200, "it is still there");
    let home = house.get(Some(ADA), "/c/acme").await.body;
    assert!(home.contains("Cost this month") && home.contains("Next invoice"), "{home}");
    house.close().await;
}
