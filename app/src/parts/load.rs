//! Waits for a resource, shows it, and shows why there is nothing to show.

use leptos::prelude::*;

use super::{Loading, ProblemView};
use crate::failure::Failure;

/// Shows what a resource fetched. Children get it as a signal and are built once.
#[component]
pub fn Load<T, F, V>(
    resource: Resource<Result<T, Failure>>,
    /// "the team".
    what: &'static str,
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(Signal<T>) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let (good, failed) = (RwSignal::new(None::<T>), RwSignal::new(None::<Failure>));
    let take = move |next: Result<T, Failure>| match next {
        Ok(value) => {
            good.set(Some(value));
            if failed.with_untracked(Option::is_some) {
                failed.set(None);
            }
        }
        // What was fetched a moment ago beats a server that does not answer now; the dot in the top bar says so.
        Err(failure) if failure.status() >= 500 && good.with_untracked(Option::is_some) => {}
        Err(failure) => failed.set(Some(failure)),
    };
    let body = Suspend::new(async move {
        take(resource.await);
        Effect::new(move |first: Option<()>| {
            let next = resource.get();
            if let (Some(()), Some(next)) = (first, next) {
                take(next);
            }
        });
        move || match failed.get() {
            Some(failure) => view! { <ProblemView failure/> }.into_any(),
            None => {
                let value = Signal::derive(move || good.get().expect("what did not fail was fetched"));
                children(value).into_any()
            }
        }
    });
    view! { <Transition fallback=move || view! { <Loading what/> }>{body}</Transition> }
}
