//! The view of the client (R65): what it leaves out and what it adds.

use crate::house::*;

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
