//! The HTML around every page: language, theme, style, and the script where there is one.

use http::request::Parts;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::routes::Dashboard;

/// Whether pages bring the script that reloads them when the house was built anew. Set by `xtask dev` alone.
#[derive(Clone, Copy)]
pub struct DevReload(pub bool);

/// Where a part of the browser's program is, by its name.
#[derive(Clone, Copy)]
pub struct ProgramParts(pub fn(&str) -> Option<String>);

/// Whether the browser takes a page over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// The page brings the browser's program.
    Hydrates,
    /// The page brings the browser's program and this part of it.
    HydratesWith(&'static str),
    /// The page stays as it is.
    None,
}

/// The document of a page behind the sign-in.
pub fn shell(options: LeptosOptions, script: Script, parts: ProgramParts, reload: DevReload) -> impl IntoView {
    provide_context(script);
    let program = (script != Script::None).then(|| {
        view! {
            <HydrationScripts options/>
            <link rel="modulepreload" href="/pkg/parts.js"/>
            {part(script, parts)}
        }
    });
    let theme = use_context::<Parts>().and_then(|parts| theme(&parts));
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <Head/>
                {program}
                {reload.0.then(|| view! { <script type="module" src="/pkg/reload.js" nonce=leptos::nonce::use_nonce()></script> })}
                <MetaTags/>
            </head>
            <body><Dashboard/></body>
        </html>
    }
}

/// Has the browser fetch a part at once, not when the program asks for it.
fn part(script: Script, ProgramParts(find): ProgramParts) -> impl IntoView {
    let Script::HydratesWith(name) = script else { return None };
    find(name)
        .map(|href| view! { <link rel="preload" href=href r#as="fetch" r#type="application/wasm" crossorigin=""/> })
}

/// What stands in every head.
#[component]
pub fn Head() -> impl IntoView {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <link rel="stylesheet" href="/pkg/warren.css"/>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
        <link rel="alternate icon" href="/favicon.ico" sizes="any"/>
    }
}

/// The theme this browser chose, if it is not the system's.
pub fn theme(parts: &Parts) -> Option<&'static str> {
    match cookie(parts, "theme")? {
        "light" => Some("light"),
        "dark" => Some("dark"),
        _ => None,
    }
}

fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let cookies = parts.headers.get_all(http::header::COOKIE).iter().filter_map(|header| header.to_str().ok());
    cookies
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}
