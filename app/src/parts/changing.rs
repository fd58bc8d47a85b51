//! Places whose content changes, and what else happens with a change. The framework makes code for each use of its own
//! tools; of these the browser's program holds one for all.

use leptos::prelude::*;

/// Draws something anew whenever what it reads has changed, like `{move || content()}`. For pages with many such places.
pub fn changing<V: IntoView + 'static>(mut content: impl FnMut() -> V + Send + 'static) -> AnyView {
    erased(Box::new(move || content().into_any()))
}

fn erased(content: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    content.into_any()
}

/// Draws something while a condition holds. It stays the same as long as it does.
pub fn when<V: IntoView + 'static>(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    mut content: impl FnMut() -> V + Send + 'static,
) -> AnyView {
    let holds = Memo::new(move |_| holds());
    changing(move || holds.get().then(|| content().into_any()))
}

/// Does something now and whenever what it reads has changed.
pub fn on_change(run: impl FnMut() + 'static) {
    fn erased(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    erased(Box::new(run));
}

/// Does something whenever `what` has changed, but not now.
pub fn after_change(what: impl Fn() + 'static, run: impl Fn() + 'static) {
    fn erased(what: Box<dyn Fn()>, run: Box<dyn Fn()>) {
        Effect::watch(what, move |(), _, _| run(), false);
    }
    erased(Box::new(what), Box::new(run));
}
