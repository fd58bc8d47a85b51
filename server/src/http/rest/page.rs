//! `/api`: the operations for people, out of the same table. No script.

use std::fmt::Write;

use axum::response::Html;
use teamwork::rules::token::Scope;

use super::table::operations;
use crate::html::{escape, page as frame};

/// The page.
pub async fn page() -> Html<String> {
    let mut body = String::from(
        "<main class=\"public__main public__main--wide stack stack--wide\"><header class=\"page-head\">\
         <h1 class=\"page-head__title\">The API of Warren</h1></header>\
         <p>Everything under <code>/api/v1</code> takes and gives JSON, and is opened by a personal access token in the header \
         <code>Authorization: Bearer wrn_…</code>. <a href=\"/account/tokens\">Make one in your account</a>, or read the \
         <a href=\"/api/v1/openapi.json\">OpenAPI document</a>.</p><h2>Scopes</h2><dl>",
    );
    // Writing into a String cannot fail.
    for scope in Scope::ALL {
        let _ = write!(body, "<dt><code>{}</code></dt><dd>{}</dd>", scope.key(), escape(scope.sentence()));
    }
    body.push_str(
        "</dl><h2>Operations</h2><div class=\"table-frame\" tabindex=\"0\" role=\"region\" aria-label=\"Operations\">\
         <table class=\"table\"><thead><tr><th scope=\"col\">Operation</th><th scope=\"col\">Scope</th>\
         <th scope=\"col\">What it does</th></tr></thead><tbody>",
    );
    for operation in operations() {
        let _ = write!(
            body,
            "<tr><td><code>{} {}</code></td><td><code>{}</code></td><td>{}</td></tr>",
            operation.method,
            escape(operation.path),
            operation.scope.key(),
            escape(operation.summary)
        );
    }
    body.push_str("</tbody></table></div></main>");
    Html(frame("The API of Warren", &body))
}
