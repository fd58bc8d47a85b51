//! The way from the page to the server functions. One piece of code for all of them.

use gloo_net::http::Request;
use leptos::server_fn::redirect::{REDIRECT_HEADER, call_redirect_hook};
use send_wrapper::SendWrapper;

use crate::failure::Failure;

/// Posts what was typed to `/do/{function}`; the JSON of the value comes back. Goes where the answer says.
pub fn post(path: &'static str, typed: String) -> impl Future<Output = Result<String, Failure>> + Send {
    // A browser has one thread, so what cannot leave it need not.
    SendWrapper::new(send(path, typed))
}

async fn send(path: &str, typed: String) -> Result<String, Failure> {
    let unreachable = |_| Failure::Unreachable;
    let request = Request::post(path)
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(typed);
    let response = request.map_err(unreachable)?.send().await.map_err(unreachable)?;
    let text = response.text().await.map_err(unreachable)?;
    if !response.ok() {
        return Err(serde_json::from_str(&text).unwrap_or(Failure::Unreachable));
    }
    let headers = response.headers();
    if let Some(location) = headers.get("location").filter(|_| headers.get(REDIRECT_HEADER).is_some()) {
        call_redirect_hook(&location);
    }
    Ok(text)
}
