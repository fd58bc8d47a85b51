//! A file as an answer: what it is, how it is called where it is kept, and its bytes.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

/// A file that somebody takes home.
pub struct File {
    pub kind: &'static str,
    /// Of letters, digits, points and hyphens.
    pub name: String,
    pub body: Body,
}

impl File {
    pub const PDF: &str = "application/pdf";
    pub const XML: &str = "application/xml";
    pub const CSV: &str = "text/csv; charset=utf-8";
    pub const ZIP: &str = "application/zip";
}

impl IntoResponse for File {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{}\"", self.name)) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        response
    }
}
