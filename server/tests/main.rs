//! The suite of the doors: everything goes through the whole router, as a browser or an attacker would send it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop, and may tell what it measured")]

mod house;
#[tokio::test]
async fn smoke() {
    use house::*;
    let house = House::open().await;
    let mut eye = house.eye().await;
    println!("{} rows", eye.digest().await.len());
    for path in ["/", "/login", "/account", "/c/acme", "/c/acme/team", "/c/acme/billing", "/c/nowhere", "/healthz"] {
        for who in [NOBODY, Some(ADA), Some(KEVIN), Some(MALLORY)] {
            let t = std::time::Instant::now();
            let a = house.get(who, path).await;
            println!("{path} {:?} {} {:?} {} {:?}", who.map(|w| w.first), a.status, a.location(), a.body.len(), t.elapsed());
        }
    }
    println!("{:#?}", server::http::doors::gaps());
    println!("{:#?}", server::http::doors::leftovers());
    house.close().await;
}
