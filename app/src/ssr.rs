//! The pages as one axum router. The view tree is compiled here, once.

use std::slice;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use http::request::Parts;
use leptos::{nonce::Nonce as LeptosNonce, prelude::*};
use teamwork::acts::Visitor;

use crate::{
    actor::Nonce,
    clients, factor, invitations, invoices, notifications,
    public::not_found,
    routes::{LAZY, LIVELY, STILL},
    session,
    shell::{DevReload, ProgramParts, Script, shell},
};

/// The public pages: path and handler, one line a page.
macro_rules! public_pages {
    ($($path:literal => $page:path,)*) => {
        const PUBLIC: &[&str] = &[$($path),*];

        fn public() -> Router {
            Router::new()$(.route($path, get($page)))*
        }
    };
}

public_pages! {
    "/signup" => session::sign_up::page,
    "/login" => session::sign_in::page,
    "/login/code" => factor::code::page,
    "/login/link" => session::link::ask,
    "/login/link/{secret}" => session::link::open,
    "/reset" => session::reset::ask,
    "/reset/{secret}" => session::reset::open,
    "/confirm/{secret}" => session::confirm::open,
    "/proof" => session::proof::ask,
    "/proof/{secret}" => session::proof::open,
    "/invitations/{secret}" => invitations::accept::page,
    "/requests/paying" => clients::paying::page,
    "/requests/{secret}" => clients::page::page,
    "/invoices/{secret}" => invoices::page::page,
    "/unsubscribe/{secret}" => notifications::unsubscribe::page,
}

/// All pages. `options` say where the browser's program is: `/pkg/warren.js`.
pub fn pages(options: LeptosOptions, parts: ProgramParts) -> Router {
    let reload = DevReload(std::env::var_os("WARREN_DEV_RELOAD").is_some());
    let mut private = Router::new();
    let lazy = LAZY.iter().map(|(path, part)| (slice::from_ref(path), Script::HydratesWith(part)));
    for (paths, script) in [(LIVELY, Script::Hydrates), (STILL, Script::None)].into_iter().chain(lazy) {
        let options = options.clone();
        let render = leptos_axum::render_app_async_with_context(provide_nonce, move || {
            shell(options.clone(), script, parts, reload)
        });
        for path in as_axum(paths) {
            private = private.route(&path, get(render.clone()));
        }
    }
    public().merge(private.layer(from_fn(sign_in_first))).fallback(not_found)
}

/// The paths of all pages, as axum writes them.
pub fn page_paths() -> Vec<String> {
    let lazy = LAZY.iter().flat_map(|(path, _)| as_axum(slice::from_ref(path)));
    PUBLIC.iter().map(|path| (*path).to_owned()).chain(as_axum(LIVELY)).chain(lazy).chain(as_axum(STILL)).collect()
}

/// `/c/:slug/team` is `/c/{slug}/team` for axum.
fn as_axum(paths: &'static [&'static str]) -> impl Iterator<Item = String> {
    paths.iter().map(|path| {
        let parts =
            path.split('/').map(|part| part.strip_prefix(':').map_or(part.to_owned(), |name| format!("{{{name}}}")));
        parts.collect::<Vec<_>>().join("/")
    })
}

/// Has the framework sign its scripts with the number that is in the CSP header.
pub(crate) fn provide_nonce() {
    let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Nonce>().cloned());
    if let Some(Nonce(value)) = nonce {
        provide_context(LeptosNonce::from_value(value));
    }
}

/// Nobody comes behind the sign-in without it; afterwards they are where they wanted to go.
async fn sign_in_first(request: Request, next: Next) -> Response {
    let is_signed_in = request.extensions().get::<Visitor>().is_some_and(|visitor| visitor.person().is_ok());
    if is_signed_in {
        return next.run(request).await;
    }
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let login = match target {
        "/" => "/login".to_owned(),
        _ => format!("/login?next={}", url::form_urlencoded::byte_serialize(target.as_bytes()).collect::<String>()),
    };
    Redirect::to(&login).into_response()
}
