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
    table::{Operation, operations},
    tell::etag_header,
    trouble::Document,
};

/// What one operation takes and gives.
pub struct Sheet<'a> {
    schemas: &'a mut SchemaGenerator,
    parameters: Vec<Value>,
    body: Option<Value>,
    responses: Map<String, Value>,
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
}

static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", make()));

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
    let problem = schemas.subschema_for::<Document>().to_value();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let path = operation.path.strip_prefix(super::PREFIX).unwrap_or(operation.path);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[operation.method.to_ascii_lowercase()] = describe(operation, &mut schemas);
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
            "responses": { "Problem": {
                "description": "Why it was not done. `code` is stable.",
                "content": { "application/problem+json": { "schema": problem, "example": example() } },
            } },
        },
    })
}

fn describe(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut sheet = Sheet { schemas, parameters: Vec::new(), body: None, responses: Map::new() };
    (operation.describe)(&mut sheet);
    if operation.method == "POST" {
        sheet.parameter(json!({
            "name": "Idempotency-Key", "in": "header",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
            "description": "The same request under the same key is done once and answered the same, for 24 hours.",
        }));
    }
    for range in ["4XX", "5XX"] {
        sheet.responses.insert(range.into(), json!({ "$ref": "#/components/responses/Problem" }));
    }
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

fn example() -> Value {
    json!({
        "type": "about:blank", "title": "Forbidden", "status": 403, "code": "needs_owner",
        "detail": "Only an Owner can do this. Ask an Owner of the Company.",
        "flaws": [], "request": "01938f3e-5c00-7000-8000-000000000009",
    })
}
