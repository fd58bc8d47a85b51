//! What Stripe's objects say, in our words. What is not understood is silence: nothing follows from it.

use serde_json::Value;
use teamwork::{
    ports::{ChargeOutcome, RefundOutcome, SetupOutcome, Silence},
    rules::{
        money::Money,
        payment::{Card, CardMonth, Decline, Kept, Mandate, SavedCard},
    },
};

/// A Checkout page in setup mode, with its SetupIntent and the card or the mandate in full.
pub fn page(page: &Value) -> Result<SetupOutcome, Silence> {
    match page["status"].as_str() {
        Some("open") => return Ok(SetupOutcome::Waits),
        Some("expired") => return Ok(ended(page)),
        Some("complete") => {}
        _ => return Err(Silence),
    }
    let intent = &page["setup_intent"];
    match intent["status"].as_str() {
        Some("succeeded") => Ok(SetupOutcome::Done(saved(intent)?)),
        Some("canceled" | "requires_payment_method") => Ok(ended(page)),
        Some(_) => Ok(SetupOutcome::Waits),
        None => Err(Silence),
    }
}

fn ended(page: &Value) -> SetupOutcome {
    SetupOutcome::Ended { customer: page["customer"].as_str().map(str::to_owned) }
}

fn saved(intent: &Value) -> Result<SavedCard, Silence> {
    let method = &intent["payment_method"];
    let kept = if method["sepa_debit"].is_object() {
        Kept::Sepa(mandate(&method["sepa_debit"], &intent["mandate"])?)
    } else {
        Kept::Card(card(&method["card"])?)
    };
    Ok(SavedCard { customer: word(&intent["customer"])?, method: word(&method["id"])?, kept })
}

fn word(value: &Value) -> Result<String, Silence> {
    value.as_str().map(str::to_owned).ok_or(Silence)
}

fn card(card: &Value) -> Result<Card, Silence> {
    let number = |name: &str| card[name].as_i64().ok_or(Silence);
    let expires = CardMonth { year: number("exp_year")?, month: number("exp_month")? };
    Ok(Card { brand: brand(&word(&card["brand"])?), last4: word(&card["last4"])?, expires })
}

/// The reference is what the payer reads on the statement; where Stripe tells none, the mandate's own name is one too.
fn mandate(account: &Value, mandate: &Value) -> Result<Mandate, Silence> {
    let reference = word(&mandate["payment_method_details"]["sepa_debit"]["reference"]);
    Ok(Mandate {
        last4: word(&account["last4"])?,
        country: word(&account["country"])?,
        bank: word(&account["bank_code"]).unwrap_or_default(),
        reference: reference.or_else(|_| word(&mandate["id"])).or_else(|_| word(mandate))?,
    })
}

/// As it stands on the card.
fn brand(key: &str) -> String {
    match key {
        "amex" => "American Express".into(),
        "diners" => "Diners Club".into(),
        "discover" => "Discover".into(),
        "jcb" => "JCB".into(),
        "mastercard" => "Mastercard".into(),
        "unionpay" => "UnionPay".into(),
        "visa" => "Visa".into(),
        _ => "Card".into(),
    }
}

/// A PaymentIntent.
pub fn intent(intent: &Value) -> Result<ChargeOutcome, Silence> {
    let reference = intent["id"].as_str().ok_or(Silence)?.to_owned();
    match intent["status"].as_str().ok_or(Silence)? {
        "succeeded" => {
            let amount = intent["amount_received"].as_i64().or_else(|| intent["amount"].as_i64()).ok_or(Silence)?;
            let currency = intent["currency"].as_str().ok_or(Silence)?.to_ascii_uppercase();
            Ok(ChargeOutcome::Paid { reference, amount: Money::new(amount, &currency) })
        }
        "processing" => Ok(ChargeOutcome::Waits),
        // Nobody sits in front of it who could agree.
        "requires_action" => Ok(ChargeOutcome::Failed { reference: Some(reference), why: Decline::NeedsPerson }),
        "requires_payment_method" | "canceled" => {
            Ok(ChargeOutcome::Failed { reference: Some(reference), why: why(&intent["last_payment_error"]) })
        }
        _ => Err(Silence),
    }
}

/// A Refund.
pub fn refund(refund: &Value) -> Result<RefundOutcome, Silence> {
    match refund["status"].as_str().ok_or(Silence)? {
        "succeeded" => Ok(RefundOutcome::Done),
        "pending" | "requires_action" => Ok(RefundOutcome::Waits),
        "failed" | "canceled" => Ok(RefundOutcome::Failed),
        _ => Err(Silence),
    }
}

/// A refund that Stripe did not make. What somebody has paid back by hand before is back; what the account has not got today
/// it may have tomorrow.
pub fn refund_refusal(body: &Value) -> Result<RefundOutcome, Silence> {
    match (body["error"]["type"].as_str(), body["error"]["code"].as_str()) {
        (_, Some("charge_already_refunded")) => Ok(RefundOutcome::Done),
        (_, Some("balance_insufficient")) => Err(Silence),
        (Some("card_error" | "invalid_request_error"), _) => Ok(RefundOutcome::Failed),
        _ => Err(Silence),
    }
}

/// A call that Stripe did not do: the bank did not agree, the card is not there any more, or Stripe takes no such charge. In
/// none of them is anything taken, and asking again changes nothing.
pub fn refusal(body: &Value) -> Result<ChargeOutcome, Silence> {
    let error = &body["error"];
    match error["type"].as_str() {
        Some("card_error" | "invalid_request_error") => {}
        _ => return Err(Silence),
    }
    let reference = error["payment_intent"]["id"].as_str().map(str::to_owned);
    Ok(ChargeOutcome::Failed { reference, why: why(error) })
}

fn why(error: &Value) -> Decline {
    let word = |name: &str| error[name].as_str().unwrap_or_default();
    match (word("code"), word("decline_code")) {
        ("authentication_required", _) | (_, "authentication_required") => Decline::NeedsPerson,
        ("expired_card", _) | (_, "expired_card") => Decline::Expired,
        ("insufficient_funds", _) | (_, "insufficient_funds") => Decline::Funds,
        // The account is closed, or its owner wants no debits: another mandate is needed.
        (
            "account_closed" | "debit_not_authorized" | "mandate_invalid" | "payment_method_bank_account_not_found",
            _,
        ) => Decline::NeedsPerson,
        _ => Decline::Declined,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_succeeded_intent_is_a_card() {
        let card = json!({"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2030});
        let intent = |status: &str| json!({"status": status, "customer": "cus_1", "payment_method": {"id": "pm_1", "card": card}});
        let complete = |status: &str| page(&json!({"status": "complete", "setup_intent": intent(status)}));
        let Ok(SetupOutcome::Done(saved)) = complete("succeeded") else { panic!("no card") };
        assert_eq!((saved.customer.as_str(), saved.method.as_str()), ("cus_1", "pm_1"));
        assert_eq!(saved.kept.to_string(), "Visa ending in 4242");
        assert_eq!(complete("requires_action"), Ok(SetupOutcome::Waits));
        assert_eq!(complete("processing"), Ok(SetupOutcome::Waits));
        assert_eq!(complete("canceled"), Ok(SetupOutcome::Ended { customer: None }));
        assert_eq!(page(&json!({"status": "open", "setup_intent": intent("succeeded")})), Ok(SetupOutcome::Waits));
        let expired = page(&json!({"status": "expired", "customer": "cus_1"}));
        assert_eq!(expired, Ok(SetupOutcome::Ended { customer: Some("cus_1".into()) }));
        assert_eq!(page(&json!({"status": "complete", "setup_intent": null})), Err(Silence));
        assert_eq!(page(&json!({})), Err(Silence));
    }

    #[test]
    fn a_mandate_is_an_account_with_a_reference() {
        let read = |mandate: Value| {
            let method =
                json!({"id": "pm_1", "sepa_debit": {"last4": "3000", "country": "DE", "bank_code": "37040044"}});
            let intent =
                json!({"status": "succeeded", "customer": "cus_1", "payment_method": method, "mandate": mandate});
            let Ok(SetupOutcome::Done(saved)) = page(&json!({"status": "complete", "setup_intent": intent})) else {
                return None;
            };
            let Kept::Sepa(mandate) = saved.kept else { panic!("no card") };
            assert_eq!(mandate.to_string(), "SEPA direct debit, IBAN ending in 3000");
            Some((mandate.place(), mandate.reference))
        };
        let details = json!({"id": "mandate_1", "payment_method_details": {"sepa_debit": {"reference": "W-77"}}});
        assert_eq!(read(details), Some(("bank 37040044 in DE".into(), "W-77".into())));
        assert_eq!(read(json!("mandate_1")).unwrap().1, "mandate_1");
        assert_eq!(read(Value::Null), None, "without a mandate nobody is debited");
    }

    #[test]
    fn what_is_not_understood_charges_nobody_and_frees_nobody() {
        assert_eq!(refusal(&json!({"error": {"type": "api_error"}})), Err(Silence));
        assert_eq!(
            refusal(&json!({"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}})),
            Err(Silence)
        );
        let small = refusal(&json!({"error": {"type": "invalid_request_error", "code": "amount_too_small"}}));
        assert_eq!(small, Ok(ChargeOutcome::Failed { reference: None, why: Decline::Declined }));
        assert_eq!(refusal(&json!("down for maintenance")), Err(Silence));
        assert_eq!(super::intent(&json!({"id": "pi_1", "status": "dreaming"})), Err(Silence));
        let declined = refusal(&json!({"error": {"type": "card_error", "code": "card_declined",
            "decline_code": "insufficient_funds", "payment_intent": {"id": "pi_1"}}}));
        assert_eq!(declined, Ok(ChargeOutcome::Failed { reference: Some("pi_1".into()), why: Decline::Funds }));
    }

    #[test]
    fn money_is_back_when_stripe_says_so() {
        let said = |status: &str| super::refund(&json!({"id": "re_1", "status": status}));
        assert_eq!(said("succeeded"), Ok(RefundOutcome::Done));
        assert_eq!(said("pending"), Ok(RefundOutcome::Waits));
        assert_eq!(said("failed"), Ok(RefundOutcome::Failed));
        assert_eq!(said("dreaming"), Err(Silence));
        let refused = |code: &str| refund_refusal(&json!({"error": {"type": "invalid_request_error", "code": code}}));
        assert_eq!(refused("charge_already_refunded"), Ok(RefundOutcome::Done));
        assert_eq!(refused("charge_disputed"), Ok(RefundOutcome::Failed));
        assert_eq!(refused("balance_insufficient"), Err(Silence));
        assert_eq!(refund_refusal(&json!({"error": {"type": "api_error"}})), Err(Silence));
    }

    #[test]
    fn the_amount_is_what_was_received() {
        let paid = super::intent(
            &json!({"id": "pi_1", "status": "succeeded", "amount": 100, "amount_received": 90, "currency": "eur"}),
        );
        assert_eq!(paid, Ok(ChargeOutcome::Paid { reference: "pi_1".into(), amount: Money::new(90, "EUR") }));
    }
}
