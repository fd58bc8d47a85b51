//! Lazy pages: lively ones whose code is a part of the browser's program that is fetched when they are opened.

use std::{
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};

use crate::parts::Loading;

/// Something that needs the code, on its way.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// One lazy page: a module named like its part, in which `Page` is the page and `fetch` gets its code.
macro_rules! lazy_page {
    ($part:ident, $page:ident) => {
        mod $part {
            use leptos::{
                prelude::*,
                wasm_split::{SplitLoaderError, wasm_split},
            };

            #[wasm_split($part, wasm_split_path = leptos::wasm_split, preload(fetch), fallible)]
            pub fn page() -> Result<AnyView, SplitLoaderError> {
                Ok(view! { <super::$page/> }.into_any())
            }

            #[component]
            pub fn Page() -> impl IntoView {
                $crate::lazy::show(|| Box::pin(page()), || Box::pin(fetch()))
            }
        }
    };
}

pub(crate) use lazy_page;

/// Shows the page as soon as its code is there. When the code cannot be had, because the network is gone or another
/// Warren was installed meanwhile, the browser loads the page anew.
pub fn show(page: fn() -> Coming<AnyView>, fetch: fn() -> Coming<()>) -> AnyView {
    if let Some(page) = at_once(page()) {
        return page;
    }
    let is_here = RwSignal::new(false);
    spawn_local(async move {
        if fetch().await.is_ok() {
            // Whoever has gone elsewhere no longer waits for it.
            let _ = is_here.try_set(true);
        } else if !is_here.is_disposed() {
            // When the browser refuses, the person reloads.
            let _ = window().location().reload();
        }
    });
    let page = move || is_here.get().then(|| at_once(page())).flatten();
    (move || page().unwrap_or_else(|| view! { <Loading what="the page"/> }.into_any())).into_any()
}

/// What comes without waiting.
fn at_once<T>(coming: Coming<T>) -> Option<T> {
    match pin!(coming).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(value)) => Some(value),
        _ => None,
    }
}

/// Whether an address is one of those that a path of a page describes.
pub fn fits(path: &str, address: &str) -> bool {
    let mut parts = address.trim_end_matches('/').split('/');
    path.split('/').all(|part| parts.next().is_some_and(|this| part.starts_with(':') || part == this))
        && parts.next().is_none()
}
