//! The OpenAPI 3.1 document, made from the table and the types, once.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use teamwork::rules::token::Scope;

use super::{
    once,
    refusals::{Refusals, Shared},
    table::{Operation, operations},
    tell::etag_header,
    trouble::{Document, Trouble},
};

/// What one operation takes and gives.
pub struct Sheet<'a> {
    method: &'static str,
    schemas: &'a mut SchemaGenerator,
    parameters: Vec<Value>,
    body: Option<Value>,
    responses: Map<String, Value>,
    refusals: Refusals,
}

impl Sheet<'_> {
    /// A reference to the schema of a type.
    pub fn schema<T: JsonSchema>(&mut self) -> Value {
        self.schemas.subschema_for::<T>().to_value()
    }

    /// Adds a parameter.
    pub fn parameter(&mut self, parameter: Value) {
        self.parameters.push(parameter);
    }

    /// Sets the body.
    pub fn body(&mut self, schema: Value, example: Value) {
        let content = json!({ "application/json": { "schema": schema, "example": example } });
        self.body = Some(json!({ "required": true, "content": content }));
    }

    /// Adds the answer of success.
    pub fn response(&mut self, status: u16, description: &str, schema: Option<Value>, tagged: bool) {
        let mut response = json!({ "description": description });
        if let Some(schema) = schema {
            response["content"] = json!({ "application/json": { "schema": schema } });
        }
        if tagged {
            response["headers"] = etag_header();
        }
        self.responses.insert(status.to_string(), response);
    }

    /// Adds the answer that is a file of this kind.
    pub fn file(&mut self, description: &str, kind: &str) {
        let content = json!({ kind: {} });
        self.responses.insert("200".to_owned(), json!({ "description": description, "content": content }));
    }

    /// Adds the answer to who has the present state already; only looks are asked so.
    pub fn unchanged(&mut self) {
        if self.method == "GET" {
            let response = json!({ "description": "You have it already.", "headers": etag_header() });
            self.responses.insert("304".into(), response);
        }
    }

    /// Adds why it may not be done.
    pub fn refuses(&mut self, trouble: impl Into<Trouble>) {
        self.refusals.add(&trouble.into());
    }
}

static TEXT: LazyLock<String> = LazyLock::new(|| make().to_string());

/// `GET /api/v1/openapi.json`.
pub async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str()).into_response()
}

/// The whole document.
pub fn make() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut schemas = settings.into_generator();
    schemas.subschema_for::<Document>();
    let mut shared = Shared::default();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let path = operation.path.strip_prefix(super::PREFIX).unwrap_or(operation.path);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[operation.method.to_ascii_lowercase()] = describe(operation, &mut schemas, &mut shared);
    }
    let scopes: String = Scope::ALL.map(|scope| format!("\n* `{}`: {}", scope.key(), scope.sentence())).concat();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Warren",
            "version": "1",
            "description": format!("Every act of Warren for programs. Sign in with a personal access token.\n\nScopes:{scopes}"),
        },
        "servers": [{ "url": super::PREFIX }],
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": "A personal access token." } },
            "responses": shared.responses,
            "examples": shared.examples,
        },
    })
}

fn describe(operation: &Operation, schemas: &mut SchemaGenerator, shared: &mut Shared) -> Value {
    let (responses, refusals) = (Map::new(), Refusals::default());
    let method = operation.method;
    let mut sheet = Sheet { method, schemas, parameters: Vec::new(), body: None, responses, refusals };
    (operation.describe)(&mut sheet);
    if operation.method == "POST" {
        once::describe(&mut sheet);
    }
    sheet.refusals.add_common(operation);
    (operation.refusals)().into_iter().for_each(|problem| sheet.refuses(problem));
    sheet.responses.extend(sheet.refusals.describe(shared));
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "security": [{ "token": [operation.scope.key()] }],
        "responses": sheet.responses,
    });
    if !sheet.parameters.is_empty() {
        described["parameters"] = Value::Array(sheet.parameters);
    }
    if let Some(body) = sheet.body {
        described["requestBody"] = body;
    }
    described
}
