//! What the double answers to each call, once for each key.

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};

use super::{Account, Bank, Double};

type Fields = Form<BTreeMap<String, String>>;

/// Somebody whom it shall know.
pub async fn customer(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let make = |account: &mut Account| {
        let id = format!("cus_{:03}", account.keys.len());
        let customer = json!({"id": id, "object": "customer", "email": fields["email"],
            "metadata": {"setup": fields["metadata[setup]"]}});
        account.customers.insert(id, customer.clone());
        (200, customer)
    };
    double.once(&headers, make).await
}

/// Only the one search that Warren makes.
pub async fn search(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let find = |account: &mut Account| {
        let is_asked = |customer: &&Value| {
            query["query"] == format!("metadata['setup']:'{}'", customer["metadata"]["setup"].as_str().unwrap())
        };
        let found: Vec<_> = account.customers.values().filter(is_asked).collect();
        (200, json!({"object": "search_result", "data": found}))
    };
    double.once(&headers, find).await
}

/// Somebody whom it shall not know any more.
pub async fn forget(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let forget = |account: &mut Account| match account.customers.remove(&id) {
        Some(_) => (200, json!({"id": id, "object": "customer", "deleted": true})),
        None => (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing"}})),
    };
    double.once(&headers, forget).await
}

/// Money that goes back, and never more than was taken.
pub async fn refund(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let refund = |account: &mut Account| {
        let of = |one: &&Value| one["id"] == fields["payment_intent"].as_str();
        let amount: i64 = fields["amount"].parse().unwrap();
        let taken = account.intents.iter().find(of).and_then(|intent| intent["amount_received"].as_i64()).unwrap_or(0);
        let gone = |one: &Value| {
            let counts = one["payment_intent"] == fields["payment_intent"].as_str() && one["status"] != "failed";
            if counts { one["amount"].as_i64() } else { None }
        };
        let gone: i64 = account.refunds.iter().filter_map(gone).sum();
        if gone + amount > taken {
            return (400, json!({"error": {"type": "invalid_request_error", "code": "charge_already_refunded"}}));
        }
        let refund = json!({"id": format!("re_{:03}", account.refunds.len()), "object": "refund", "amount": amount,
            "payment_intent": fields["payment_intent"], "status": account.refund_status,
            "metadata": {"refund": fields["metadata[refund]"]}});
        account.refunds.push(refund.clone());
        (200, refund)
    };
    double.once(&headers, refund).await
}

/// What went back of a charge.
pub async fn refunds(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let list = |account: &mut Account| {
        let of = |refund: &&Value| refund["payment_intent"] == query["payment_intent"].as_str();
        (200, json!({"data": account.refunds.iter().filter(of).collect::<Vec<_>>()}))
    };
    double.once(&headers, list).await
}

/// What a bank took back of a charge.
pub async fn disputes(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let list = |account: &mut Account| {
        let of = |dispute: &&Value| dispute["payment_intent"] == query["payment_intent"].as_str();
        (200, json!({"data": account.disputes.iter().filter(of).collect::<Vec<_>>()}))
    };
    double.once(&headers, list).await
}

/// A page on which a card or an account is entered.
pub async fn open_session(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let url = double.url.clone();
    let open = |account: &mut Account| {
        let leads_back = fields["success_url"].starts_with("http") && fields["success_url"] != fields["cancel_url"];
        if fields["mode"] != "setup" || !leads_back {
            return (400, json!({"error": {"type": "invalid_request_error", "code": "parameter_invalid"}}));
        }
        let id = format!("cs_{:03}", account.sessions.len());
        let page = json!({"id": id, "object": "checkout.session", "status": "open", "customer": fields["customer"],
            "url": format!("{url}/pay/{id}"), "client_reference_id": fields["client_reference_id"],
            "payment_method_types": [fields["payment_method_types[]"]]});
        account.sessions.insert(id, page.clone());
        (200, page)
    };
    double.once(&headers, open).await
}

/// How such a page stands.
pub async fn session(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let look = |account: &mut Account| match account.sessions.get(&id) {
        Some(page) => (200, page.clone()),
        None => (404, json!({"error": {"type": "invalid_request_error", "code": "resource_missing"}})),
    };
    double.once(&headers, look).await
}

/// Money that is taken: at once from a card, later from an account.
pub async fn charge(State(double): State<Double>, headers: HeaderMap, Form(fields): Fields) -> Response {
    let charge = |account: &mut Account| {
        let id = format!("pi_{:03}", account.intents.len());
        let amount: i64 = fields["amount"].parse().unwrap();
        let received = if let Bank::Takes(other) = account.bank { other } else { amount };
        let intent = |status: &str| {
            json!({"id": id, "object": "payment_intent", "status": status, "amount": amount, "amount_received": received,
                "currency": fields["currency"], "customer": fields["customer"],
                "metadata": {"charge": fields["metadata[charge]"]}})
        };
        let is_debit = fields["payment_method_types[]"] == "sepa_debit";
        let (status, intent, code) = match account.bank {
            _ if is_debit => (200, intent("processing"), ""),
            Bank::Agrees | Bank::Takes(_) => (200, intent("succeeded"), ""),
            Bank::Declines => (402, intent("requires_payment_method"), "card_declined"),
            Bank::WantsThePerson => (402, intent("requires_payment_method"), "authentication_required"),
        };
        account.intents.push(intent.clone());
        match status {
            200 => (200, intent),
            _ => (status, json!({"error": {"type": "card_error", "code": code, "payment_intent": intent}})),
        }
    };
    double.once(&headers, charge).await
}

/// The charges of somebody.
pub async fn intents(
    State(double): State<Double>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let list = |account: &mut Account| {
        let of = |intent: &&Value| intent["customer"].as_str() == query.get("customer").map(String::as_str);
        (200, json!({"data": account.intents.iter().filter(of).collect::<Vec<_>>()}))
    };
    double.once(&headers, list).await
}

/// A card that it shall forget.
pub async fn detach(State(double): State<Double>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let detach = |account: &mut Account| {
        account.detached.push(id.clone());
        (200, json!({"id": id}))
    };
    double.once(&headers, detach).await
}
