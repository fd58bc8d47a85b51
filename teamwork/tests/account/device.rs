//! A device that keeps passkeys, as a browser asks it.

use serde_json::{Value, from_str, from_value, json, to_value};
use teamwork::rules::passkey::Ceremony;
use webauthn_authenticator_rs::{
    prelude::{Url, WebauthnAuthenticator},
    softpasskey::SoftPasskey,
};

/// One with its browser: a key for each passkey, and the page that asks.
pub struct Device {
    soft: SoftPasskey,
    origin: Url,
    /// What it calls its passkeys, oldest first.
    pub known: Vec<Value>,
    /// Whose they are.
    whose: Value,
}

impl Device {
    /// One whose browser shows a page of this house.
    pub fn new() -> Self {
        Self::at("https://warren.example")
    }

    /// A device whose browser shows a page of that origin.
    pub fn at(origin: &str) -> Self {
        let (soft, origin) = (SoftPasskey::new(true), origin.parse().unwrap());
        Self { soft, origin, known: Vec::new(), whose: Value::Null }
    }

    /// The answer to what is asked for a new passkey.
    pub fn create(&mut self, asked: &Ceremony) -> String {
        let mut options: Value = from_str(&asked.options).unwrap();
        let wanted = options["authenticatorSelection"].take();
        assert_eq!((&wanted["residentKey"], &wanted["userVerification"]), (&json!("required"), &json!("required")));
        self.whose = options["user"]["id"].clone();
        // This one only plays that it keeps whose the passkey is.
        options["authenticatorSelection"] = json!({ "requireResidentKey": false, "userVerification": "required" });
        let asked = from_value(json!({ "publicKey": options })).unwrap();
        let answer = to_value(self.soft.do_registration(self.origin.clone(), asked).unwrap()).unwrap();
        self.known.push(answer["rawId"].clone());
        answer.to_string()
    }

    /// The answer to what is asked to sign in or to confirm, by the newest passkey.
    pub fn sign(&mut self, asked: &Ceremony) -> String {
        let mut options: Value = from_str(&asked.options).unwrap();
        assert_eq!(options["userVerification"], "required");
        options["allowCredentials"] = json!([{ "type": "public-key", "id": self.known.last().unwrap() }]);
        let asked = from_value(json!({ "publicKey": options })).unwrap();
        let mut answer = to_value(self.soft.do_authentication(self.origin.clone(), asked).unwrap()).unwrap();
        answer["response"]["userHandle"] = self.whose.clone();
        answer.to_string()
    }

    /// Shows pages of another origin from now on.
    pub fn go_to(&mut self, origin: &str) {
        self.origin = origin.parse().unwrap();
    }
}
