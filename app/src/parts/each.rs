//! Lists whose rows stay the same rows while the list changes.

use leptos::prelude::*;

/// A row that is not drawn yet, under its key.
type Row = (String, Box<dyn FnOnce() -> AnyView + Send>);

/// Draws each item once. It is drawn anew when its key changes.
#[component]
pub fn Each<T, I, K, F, V>(
    /// The items, as they are now.
    each: I,
    /// What tells one item from another.
    key: K,
    children: F,
) -> impl IntoView
where
    T: Send + 'static,
    I: Fn() -> Vec<T> + Send + 'static,
    K: Fn(&T) -> String + Send + 'static,
    F: Fn(T) -> V + Clone + Send + 'static,
    V: IntoView + 'static,
{
    let row = move |item| -> Row {
        let (key, children) = (key(&item), children.clone());
        (key, Box::new(move || children(item).into_any()))
    };
    list(Box::new(move || each().into_iter().map(&row).collect()))
}

/// The part that is the same for all items, so that the browser's program holds it once.
fn list(rows: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <For each=rows key=|(key, _)| key.clone() let((_, draw))>{draw()}</For> }.into_any()
}
