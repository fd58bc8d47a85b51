//! Nobody reads in a page what is not theirs: not in the text, not in the data for the browser, not in another's answer.

use std::sync::Arc;

use futures::{StreamExt, stream};
use teamwork::{acts::SignUp, rules::id::RequestId};

use crate::house::*;

const PAGES: [&str; 9] = [
    "/",
    "/account",
    "/companies/new",
    "/c/acme",
    "/c/acme/team",
    "/c/acme/team/invite",
    "/c/acme/billing",
    "/c/acme/leave",
    "/c/elsewhere",
];
const LOOKS: [(&str, &str); 9] = [
    ("frame", ""),
    ("sessions", ""),
    ("my_invitations", ""),
    ("company", "slug=acme"),
    ("team", "slug=acme"),
    ("invitations", "slug=acme"),
    ("billing", "slug=acme"),
    ("departure", "slug=acme"),
    ("company", "slug=elsewhere"),
];

/// What a role may read of others: the Owners' names (row 2), the whole team (row 3), the Billing Contacts (row 37).
struct Sees {
    who: Person,
    owners: bool,
    team: bool,
    billing: bool,
}

const READERS: [Sees; 6] = [
    Sees { who: ADA, owners: true, team: true, billing: true },
    Sees { who: GRACE, owners: true, team: true, billing: false },
    Sees { who: KEVIN, owners: true, team: false, billing: false },
    Sees { who: MARA, owners: true, team: false, billing: true },
    Sees { who: IVAN, owners: false, team: false, billing: false },
    Sees { who: UMA, owners: false, team: false, billing: false },
];

#[tokio::test]
async fn a_page_and_its_data_hold_nothing_that_its_reader_may_not_see() {
    let house = House::open().await;
    let mut answers = 0;
    for reader in READERS {
        let forbidden = forbidden(&house, &reader);
        for page in PAGES {
            check(&house.get(Some(reader.who), page).await, &format!("{page} for {}", reader.who.first), &forbidden);
            answers += 1;
        }
        for (act, fields) in LOOKS {
            let what = format!("{act} {fields} for {}", reader.who.first);
            check(&house.act(Some(reader.who), act, fields).await, &what, &forbidden);
            answers += 1;
        }
    }
    println!("{answers} answers");
    house.close().await;
}

/// Fails when a word stands in an answer that may not.
fn check(answer: &Answer, what: &str, forbidden: &[String]) {
    assert!(answer.status < 500, "{what}");
    for word in forbidden {
        assert!(!answer.body.contains(word.as_str()), "{what}: {word} is in it");
    }
}

/// Everything that this reader may not read anywhere.
fn forbidden(house: &House, reader: &Sees) -> Vec<String> {
    let mut words: Vec<String> =
        ["$argon2", "password_hash", "secret_hash", "Elsewhere Ltd", MALLORY.email].map(str::to_owned).into();
    words.extend(house.cookies.values().cloned());
    words.extend(["confirm_link", "reset_link", "sign_in_link", "invitation"].map(|name| house.facts[name].clone()));
    words.extend(["invoices@elsewhere.example", "spy@new.example"].map(str::to_owned));
    if !reader.billing {
        words.extend(["invoices@acme.example", "DE987654328", "Rabbit Row"].map(str::to_owned));
    }
    if !reader.team {
        let others =
            [ADA, OLGA, GRACE, ALAN, KEVIN, DENNIS, MARA, BASIL].into_iter().filter(|other| *other != reader.who);
        words.extend(others.clone().map(|other| other.email.to_owned()));
        // The Admins are on every App, and so on Kevin's (E24, E26).
        let shares_app = |other: &Person| reader.who == KEVIN && [GRACE, ALAN].contains(other);
        let is_hidden = |other: &Person| !(reader.owners && [ADA, OLGA].contains(other) || shares_app(other));
        // Ivan is invited by Ada, so he reads her name.
        words.extend(others.filter(|other| is_hidden(other) && *other != ADA).map(Person::full));
        words.extend(["admin@new.example", "You would look after the shop"].map(str::to_owned));
    }
    words
}

#[tokio::test]
async fn an_error_page_does_not_show_what_it_guards() {
    let house = House::open().await;
    for page in ["/c/acme", "/c/acme/team", "/c/acme/team/invite", "/c/acme/billing", "/c/acme/leave"] {
        let answer = house.get(Some(MALLORY), page).await;
        assert_eq!(answer.status, 404);
        for word in ["Acme Inc", ADA.email, GRACE.email, "Lovelace", "Rabbit Row 1", "invoices@acme.example"] {
            assert!(!answer.body.contains(word), "{page}: {word}");
        }
    }
    house.close().await;
}

/// Who asks at the same time as fifteen others.
struct Marked {
    marker: String,
    slug: String,
    cookie: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_people_at_once_read_only_their_own_pages() {
    let house = Arc::new(House::open().await);
    let mut people = Vec::new();
    for number in 0..16 {
        people.push(marked(&house, number).await);
    }
    let people = Arc::new(people);
    let pages = ["/", "/account", "/c/@", "/c/@/team", "/c/@/billing", "/companies/new", "/login", "/nowhere"];
    let (broken, foreign) = stream::iter(0..2_000_usize)
        .map(|turn| {
            let (house, people) = (house.clone(), people.clone());
            // Neither people nor pages come in step.
            let (me, page) = ((turn * 7 + turn / 16) % 16, pages[(turn * 5 + turn / 3) % pages.len()]);
            tokio::spawn(async move { ask(&house, &people, me, page).await })
        })
        .buffer_unordered(48)
        .fold((0, 0), async |(broken, foreign), asked| {
            let (is_broken, markers) = asked.unwrap();
            (broken + usize::from(is_broken), foreign + markers)
        })
        .await;
    assert_eq!((broken, foreign), (0, 0), "answers that are broken, and markers of others in them");
    Arc::into_inner(house).unwrap().close().await;
}

/// Whether the answer is not what its reader should get, and how many markers of others are in it.
async fn ask(house: &House, people: &[Marked], me: usize, page: &str) -> (bool, usize) {
    let Marked { marker, slug, cookie } = &people[me];
    let request = house.in_session(axum::http::Method::GET, &page.replace('@', slug), cookie);
    let answer = house.send(request.body(axum::body::Body::empty()).unwrap()).await;
    let is_right = match page {
        "/login" => answer.status == 303,
        "/nowhere" => answer.status == 404,
        _ => answer.status == 200 && answer.body.contains(marker),
    };
    let is_foreign = |other: &&Marked| other.marker != *marker && answer.body.contains(&other.marker);
    (!is_right, people.iter().filter(is_foreign).count())
}

/// A person and a Company with a word in all their names that stands nowhere else.
async fn marked(house: &House, number: u64) -> Marked {
    let marker = format!("Zq{:06x}qZ", (number + 1) * 0x9e_3779 % 0xff_ffff);
    let slug = format!("burrow-{}", marker.to_lowercase());
    let form = SignUp {
        first_name: marker.clone(),
        last_name: String::new(),
        email: format!("{marker}@marked.example"),
        password: PASSWORD.into(),
        terms: true,
        invitation: None,
    };
    let cookie = guest(&house.warren).sign_up(form).await.unwrap().secret;
    let me = actor(&house.warren, &cookie).await;
    me.set_up_company(setup(&format!("{marker} Inc"), &slug, &format!("{marker}@bills.example"))).await.unwrap();
    Marked { marker, slug, cookie }
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own() {
    let house = House::open().await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..200 {
        let answer = house.get(NOBODY, "/login").await;
        assert!(seen.insert(answer.header("x-request-id").unwrap().parse::<RequestId>().unwrap()));
    }
    house.close().await;
}
