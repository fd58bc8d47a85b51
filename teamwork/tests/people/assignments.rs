//! Which Developer works on which Apps (rows 25, 28, R35–R37).

use teamwork::{
    letters::Letter,
    rules::{
        permission::Refusal,
        problem::{Conflict, Field, Problem, Thing, Why},
        role::Role,
    },
};

use super::{app, app_of, apps_of_kevin, assign_kevin, literal};
use crate::{
    house::{ADA, GRACE, KEVIN, MARA, each_engine},
    races::bring_in,
};

#[tokio::test(flavor = "multi_thread")]
async fn owners_and_admins_choose_the_apps_of_a_developer() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        let kevin = house.kevin().await.id();
        let card = house.ada().await.assign_apps("acme", kevin, vec![shop, shop], 1).await.unwrap();
        assert_eq!((card.apps, card.version), (1, 2));
        assert_eq!(apps_of_kevin(house).await, ["shop"]);
        let card = house.grace().await.assign_apps("acme", kevin, vec![blog], 2).await.unwrap();
        assert_eq!((card.apps, card.version), (1, 3));
        assert_eq!(apps_of_kevin(house).await, ["blog"]);
        let card = house.grace().await.assign_apps("acme", kevin, Vec::new(), 3).await.unwrap();
        assert_eq!((card.apps, card.version), (0, 4));
        assert!(apps_of_kevin(house).await.is_empty());
    })
    .await;
}

/// M23 to the person, and an entry with what came and what went.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_apps_is_mailed_and_logged() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        assign_kevin(house, &[shop]).await;
        assign_kevin(house, &[blog]).await;
        let (company, slug, by) = ("Acme Inc".to_owned(), "acme".to_owned(), ADA.full());
        let (apps, added, removed) = (vec!["blog".to_owned()], vec!["blog".to_owned()], vec!["shop".to_owned()]);
        let expected = Letter::YourAppsChanged { company, slug, by, apps, added, removed };
        assert_eq!(house.letters_to(KEVIN.email).await.last(), Some(&expected));
        let entry = house.log().await.pop().unwrap();
        assert_eq!((entry.event.as_str(), entry.role.as_str()), ("apps_assigned", "owner"));
        assert_eq!((entry.before.as_str(), entry.after.as_str()), ("shop", "blog"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_apps_again_change_nothing() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        assign_kevin(house, &[shop]).await;
        let before = house.database.dump().await;
        let kevin = house.kevin().await.id();
        assert_eq!(house.ada().await.assign_apps("acme", kevin, vec![shop], 2).await.unwrap().version, 2);
        assert_eq!(house.database.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn developers_and_billing_members_choose_nothing() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        let kevin = house.kevin().await.id();
        for who in [KEVIN, MARA] {
            let me = house.person(who).await;
            let refused = Err(Problem::Refused(Refusal::NeedsAdmin));
            assert_eq!(me.assign_apps("acme", kevin, vec![shop], 1).await.map(|_| ()), refused, "{}", who.first);
            assert_eq!(me.apps_of_member("acme", kevin).await.map(|_| ()), refused);
            assert_eq!(me.apps_to_offer("acme").await.map(|_| ()), refused);
        }
        let nothing = Err(Problem::NotFound(Thing::Company));
        let mallory = house.mallory().await;
        assert_eq!(mallory.assign_apps("acme", kevin, vec![shop], 1).await.map(|_| ()), nothing);
        assert_eq!(mallory.apps_of_member("acme", kevin).await.map(|_| ()), nothing);
        assert_eq!(mallory.apps_to_offer("acme").await.map(|_| ()), nothing);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_developers_have_assignments() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        let ada = house.ada().await;
        for who in [ADA, GRACE, MARA] {
            let user = house.person(who).await.id();
            let version = house.version_of(user).await;
            let answer = ada.assign_apps("acme", user, vec![shop], version).await;
            assert_eq!(answer.map(|_| ()), Err(Problem::NotFound(Thing::Member)), "{}", who.first);
        }
    })
    .await;
}

/// I8: an App of another Company is no App of this one, whoever asks.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_of_another_company_is_a_flaw_in_the_field() {
    each_engine(async |house| {
        let mallory = house.mallory().await;
        let slug = house.company_of(&mallory, "Elsewhere").await;
        let foreign = app_of(&mallory, "foreign", &slug).await;
        let kevin = house.kevin().await.id();
        let answer = house.ada().await.assign_apps("acme", kevin, vec![foreign], 1).await;
        assert_eq!(answer.map(|_| ()), Err(Problem::field(Field::Apps, Why::NotAnApp)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_choice_is_refused() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        let kevin = house.kevin().await.id();
        assign_kevin(house, &[shop]).await;
        let answer = house.ada().await.assign_apps("acme", kevin, Vec::new(), 1).await;
        assert_eq!(answer.map(|_| ()), Err(Problem::Conflict(Conflict::StaleMember)));
        assert_eq!(apps_of_kevin(house).await, ["shop"]);
    })
    .await;
}

/// 4.4: losing the role, or the membership, ends the assignments.
#[tokio::test(flavor = "multi_thread")]
async fn assignments_end_with_the_role_and_with_the_membership() {
    each_engine(async |house| {
        let shop = app(house, "shop").await;
        let (ada, kevin) = (house.ada().await, house.kevin().await.id());
        assign_kevin(house, &[shop]).await;
        for to in [Role::Admin, Role::Billing] {
            let version = house.version_of(kevin).await;
            ada.change_role("acme", kevin, to, version).await.unwrap();
            assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0, "{to}");
            let version = house.version_of(kevin).await;
            let card = ada.change_role_with("acme", kevin, Role::Developer, vec![shop], version).await.unwrap();
            assert_eq!(card.apps, 1);
            assert_eq!(apps_of_kevin(house).await, ["shop"]);
        }
        bring_in(house, &ada, KEVIN, Role::Owner).await;
        assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0);
        house.kevin().await.step_down("acme").await.unwrap();
        let version = house.version_of(kevin).await;
        ada.change_role_with("acme", kevin, Role::Developer, vec![shop], version).await.unwrap();
        ada.dismiss("acme", kevin).await.unwrap();
        assert_eq!(house.database.count("SELECT COUNT(*) FROM app_members").await, 0);
    })
    .await;
}

/// Row 3, S1, E24: a Developer sees the Owners, themself and who is on the same Apps. Admins are on every App (E26).
#[tokio::test(flavor = "multi_thread")]
async fn a_developer_sees_who_is_on_the_same_apps() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        let ada = house.ada().await;
        bring_in_with(house, &[blog]).await;
        let names = async || {
            let team = house.kevin().await.team("acme", None).await.unwrap();
            assert!(team.members.iter().all(|member| member.email.is_some() == (member.user == team.me)));
            team.members.into_iter().map(|member| member.name.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names().await, ["Ada", "Kevin"]);
        assign_kevin(house, &[shop]).await;
        assert_eq!(names().await, ["Ada", "Grace", "Kevin"]);
        assign_kevin(house, &[shop, blog]).await;
        assert_eq!(names().await, ["Ada", "Grace", "Kevin", "Mallory"]);
        let team = ada.team("acme", None).await.unwrap();
        let kevin = team.members.iter().find(|member| member.name == KEVIN.full()).unwrap();
        assert_eq!((team.apps, kevin.apps), (2, 2));
    })
    .await;
}

/// Everybody is on exactly one page, for who sees all and for who sees those on the same App, and nobody else is.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_team_comes_in_pages_and_loses_nobody() {
    each_engine(async |house| {
        let (shop, blog) = (app(house, "shop").await, app(house, "blog").await);
        assign_kevin(house, &[shop]).await;
        crowd(house, 1..=70, shop).await;
        crowd(house, 71..=90, blog).await;
        let (ada, kevin) = (house.ada().await, house.kevin().await);
        let (everybody, lengths) = pages(&ada).await;
        assert_eq!((everybody.len(), lengths), (94, vec![50, 44]));
        let (known, lengths) = pages(&kevin).await;
        assert_eq!((known.len(), lengths), (73, vec![50, 23]));
        let strangers =
            |name: &&String| name.strip_prefix('N').is_some_and(|number| number.parse::<u32>().unwrap() > 70);
        assert_eq!((everybody.iter().filter(strangers).count(), known.iter().filter(strangers).count()), (20, 0));
    })
    .await;
}

/// The names on all pages of the team, and how many are on each.
async fn pages(reader: &teamwork::acts::Actor) -> (std::collections::BTreeSet<String>, Vec<usize>) {
    let (mut names, mut lengths, mut after) = (std::collections::BTreeSet::new(), Vec::new(), None);
    loop {
        let page = reader.team("acme", after.as_deref()).await.unwrap();
        lengths.push(page.members.len());
        names.extend(page.members.into_iter().map(|member| member.name));
        after = page.next;
        if after.is_none() {
            assert_eq!(names.len(), lengths.iter().sum::<usize>(), "somebody was on two pages");
            return (names, lengths);
        }
    }
}

/// Developers of an App, two of each moment, past the acts: sign-ups are slow.
async fn crowd(house: &crate::house::House, numbers: std::ops::RangeInclusive<u32>, app: teamwork::rules::id::AppId) {
    let (acme, app) = ("(SELECT id FROM companies WHERE slug = 'acme')", literal(house, &app.to_string()));
    let (mut users, mut members, mut assigned) = (Vec::new(), Vec::new(), Vec::new());
    for number in numbers.clone() {
        let id = literal(house, &format!("44444444-4444-4444-8444-{number:012}"));
        users.push(format!("({id}, 'n{number}@heart.example', 'n{number}@heart.example', 'N{number}', '', 1, 1, 1)"));
        members.push(format!("({acme}, {id}, 'developer', {})", number / 2));
        assigned.push(format!("({app}, {acme}, {id}, 1)"));
    }
    for (columns, values) in [
        ("users (id, email, email_key, first_name, last_name, confirmed_at, terms_at, created_at)", users),
        ("members (company_id, user_id, role, joined_at)", members),
        ("app_members (app_id, company_id, user_id, assigned_at)", assigned),
    ] {
        house.database.run(&format!("INSERT INTO {columns} VALUES {}", values.join(", "))).await;
    }
    let count = numbers.count();
    house
        .database
        .run(&format!("UPDATE companies SET member_count = member_count + {count} WHERE slug = 'acme'"))
        .await;
}

/// Mallory joins as Developer of these Apps.
async fn bring_in_with(house: &crate::house::House, apps: &[teamwork::rules::id::AppId]) {
    let mallory = crate::house::MALLORY;
    house.ada().await.invite_with("acme", mallory.email, super::developer(apps)).await.unwrap();
    let secret = house.secret_to(mallory.email).await;
    house.mallory().await.accept_invitation(&secret).await.unwrap();
}
