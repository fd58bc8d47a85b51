//! A program: it asks with a token, and reads JSON.

use axum::{
    body::Body,
    http::{Method, Request, header},
};

use crate::house::*;

/// What a program was answered.
pub struct Reply {
    pub answer: Answer,
}

impl Reply {
    /// The body; `null` when it is no JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.answer.body).unwrap_or_default()
    }

    /// The code of the problem; empty when there is none.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Everything but the number of the request.
    pub fn bare(&self) -> String {
        let mut json = self.json();
        json["request"] = serde_json::Value::Null;
        format!("{} {json}", self.answer.status)
    }
}

impl House {
    /// Asks as a program does, of the version `"1"` when it edits a member.
    pub async fn ask(&self, method: Method, path: &str, secret: Option<&str>, body: &str) -> Reply {
        self.ask_with(method, path, secret, body, &[("if-match", "\"1\"")]).await
    }

    /// The same with these headers and no others.
    pub async fn ask_with(
        &self,
        method: Method,
        path: &str,
        secret: Option<&str>,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if let Some(secret) = secret {
            request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        }
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply { answer: self.send(request.body(Body::from(body.to_owned())).unwrap()).await }
    }
}
