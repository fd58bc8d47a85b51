//! Public pages: plain HTML without script, so that they open at once and work everywhere. Only what a device has to be
//! asked for, a passkey or its time zone, brings the few lines that ask it.
//!
//! A public page is an axum handler that takes a [`Visit`] and shows a view. It is a room of the server only: nothing of
//! it is in the browser's program. Forms are written as everywhere (see [`crate::form`]) and are posted by the browser.
//!
//! ```ignore
//! pub async fn confirm(visit: Visit, Path(secret): Path<String>) -> Response {
//!     if visit.succeeded("confirm_email") {
//!         return visit.page("Your address is confirmed", || view! { <p>"…"</p> });
//!     }
//!     match visit.visitor.guest().look_at_link(&secret).await {
//!         Err(problem) => visit.problem(problem),
//!         Ok(_) => visit.page("Confirm your address", move || view! {
//!             <Form act={Act::<ConfirmEmail>::new()}>
//!                 <Hidden name="secret" value=secret/>
//!                 <FormActions><Submit>"Confirm address"</Submit></FormActions>
//!             </Form>
//!         }),
//!     }
//! }
//! ```
//!
//! In `ssr.rs` it gets one line: `.route("/confirm/{secret}", get(confirm))`. Links between public pages and the pages
//! behind the sign-in carry `rel="external"`.

use axum::{
    extract::FromRequestParts,
    response::{Html, IntoResponse, Redirect, Response},
};
use http::{StatusCode, request::Parts};
use leptos::prelude::*;
use teamwork::{
    acts::Visitor,
    rules::problem::{Problem, Thing},
};

use crate::{
    failure::Failure,
    form::{Echo, LastEcho},
    layout::Brand,
    parts::{ProblemView, problem_title},
    shell::{Head, theme},
};

/// Somebody looks at a public page.
pub struct Visit {
    pub visitor: Visitor,
    /// What became of the form that was posted here.
    pub echo: Option<Echo>,
    theme: Option<&'static str>,
    query: String,
    parts: Parts,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let Some(visitor) = parts.extensions.get::<Visitor>().cloned() else {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        Ok(Self {
            visitor,
            echo: parts.extensions.get::<Echo>().cloned(),
            theme: theme(parts),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            parts: parts.clone(),
        })
    }
}

impl Visit {
    /// Is somebody signed in?
    pub fn is_signed_in(&self) -> bool {
        self.visitor.person().is_ok()
    }

    /// The secret by which this browser is known, if it comes back from the payment provider.
    pub fn claim(&self) -> Option<String> {
        crate::actor::claim_in(&self.parts.headers)
    }

    /// A value of the query, as it stands after decoding.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs.into_iter().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// Was this server function just called from here, with success?
    pub fn succeeded(&self, function: &str) -> bool {
        self.echo.as_ref().is_some_and(|echo| echo.succeeded(function))
    }

    /// Why this server function just failed.
    pub fn failed(&self, function: &str) -> Option<&Failure> {
        self.echo.as_ref().and_then(|echo| echo.failed(function))
    }

    /// The problem with which this server function just failed.
    pub fn problem_of(&self, function: &str) -> Option<Problem> {
        match self.failed(function)? {
            Failure::Problem(problem) => Some(problem.clone()),
            Failure::Unreachable => None,
        }
    }

    /// What was typed into a field of the posted form.
    pub fn typed(&self, name: &str) -> Option<String> {
        self.echo.as_ref().and_then(|echo| echo.field(name)).map(str::to_owned)
    }

    /// Shows a page with a title and a column of content.
    pub fn page<V: IntoView>(self, title: &str, content: impl FnOnce() -> V) -> Response {
        self.show(title, "public__main stack stack--wide", StatusCode::OK, move || {
            view! {
                <header class="page-head"><h1 class="page-head__title">{title}</h1></header>
                {content()}
            }
        })
    }

    /// Shows a wide page that brings its own head: the invitation with its drawing.
    pub fn wide_page<V: IntoView>(self, title: &str, content: impl FnOnce() -> V) -> Response {
        self.show(title, "public__main public__main--wide stack stack--wide", StatusCode::OK, content)
    }

    /// The same in a column.
    pub fn column_page<V: IntoView>(self, title: &str, content: impl FnOnce() -> V) -> Response {
        self.show(title, "public__main stack stack--wide", StatusCode::OK, content)
    }

    /// Shows why there is nothing to show, with the right status.
    pub fn problem(self, problem: Problem) -> Response {
        self.problem_with(problem, || ())
    }

    /// Shows a page of its own for what has ended.
    pub fn gone<V: IntoView>(self, title: &str, content: impl FnOnce() -> V) -> Response {
        self.show(title, "public__main stack stack--wide", StatusCode::GONE, content)
    }

    /// The same as [`Self::problem`], with a way forward.
    pub fn problem_with<V: IntoView>(self, problem: Problem, forward: impl FnOnce() -> V) -> Response {
        let failure = Failure::Problem(problem);
        let status = StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.show(problem_title(&failure), "public__main stack stack--wide", status, move || {
            view! { <ProblemView failure/> {forward()} }
        })
    }

    fn show<V: IntoView>(
        self,
        title: &str,
        class: &'static str,
        status: StatusCode,
        content: impl FnOnce() -> V,
    ) -> Response {
        let failed = self.echo.as_ref().is_some_and(|echo| echo.outcome.is_err());
        let title = format!("{}{title} · Warren", if failed { "Error: " } else { "" });
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_context(self.parts);
            crate::ssr::provide_nonce();
            LastEcho::provide(self.echo);
            // Nothing takes this page over, so the framework's marks between the nodes can go.
            document(title, self.theme, class, content).to_html().replace("<!>", "")
        });
        drop(owner);
        (status, Html(html)).into_response()
    }
}

fn document<V: IntoView>(
    title: String,
    theme: Option<&'static str>,
    class: &'static str,
    content: impl FnOnce() -> V,
) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <Head/>
                <title>{title}</title>
            </head>
            <body class="public">
                <a class="skip-link" href="#main">"Skip to content"</a>
                <header class="public__head"><Brand/></header>
                <main class=class id="main" tabindex="-1">{content()}</main>
                <footer class="footer footer--public"><span>"Warren"</span></footer>
            </body>
        </html>
    }
}

/// After a mail was asked for. It does not tell whether anybody has this address: the mail does.
#[component]
pub fn MailOnItsWay(
    email: String,
    /// "a link that …".
    what: &'static str,
) -> impl IntoView {
    let demo = crate::actor::warren().is_ok_and(|warren| warren.settings.demo);
    view! {
        <p>"We sent a mail to " <strong>{email}</strong> " with " {what} "."</p>
        <p class="muted">"Nothing there after a few minutes? Look among unwanted mail, or check the address and ask again."</p>
        {demo.then(|| view! { <a class="button" href="/demo/mails">"Read the demo’s mails"</a> })}
    }
}

/// Whatever address nobody has.
pub async fn not_found(visit: Visit) -> Response {
    visit.problem(Problem::NotFound(Thing::Page))
}

/// Sends somebody on.
pub fn go(path: &str) -> Response {
    Redirect::to(path).into_response()
}
