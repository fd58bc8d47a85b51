//! The browser's program: takes over the page that the server rendered.

use leptos::prelude::window;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the program is loaded. A page without its code stays as the server rendered it; its forms work.
#[wasm_bindgen]
pub async fn hydrate() {
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
    let address = window().location().pathname().unwrap_or_default();
    if app::routes::fetch_code(&address).await {
        leptos::mount::hydrate_body(app::routes::Dashboard);
    }
}
