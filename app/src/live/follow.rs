//! How a still page follows what changes: a script of forty lines instead of the browser's program.

use leptos::prelude::*;

/// Has the parts of this page that are marked with `data-follow` and have an id follow what changes in the Company, or for
/// the person when it is empty.
#[component]
pub fn Follow(
    slug: String,
    /// What a screen reader says when it is another than before.
    news: String,
) -> impl IntoView {
    let (stream, topic) = match &*slug {
        "" => ("/live".to_owned(), "person"),
        slug => (format!("/live?company={slug}"), "apps"),
    };
    view! {
        <p class="visually-hidden" role="status" data-news=news></p>
        <script defer src="/follow.js" data-stream=stream data-topic=topic nonce=leptos::nonce::use_nonce()></script>
    }
}
