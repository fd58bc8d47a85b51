//! Waits for what is fetched, shows it, and shows why there is nothing to show.

use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{Loading, ProblemView};
use crate::{failure::Failure, remote::Remote};

/// Shows what was fetched. Children get it as a signal and are built once.
#[component]
pub fn Load<T, F, V>(
    remote: Remote<T>,
    /// "the team".
    what: &'static str,
    children: F,
) -> impl IntoView
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
    F: Fn(Signal<T>) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let (good, failed) = (RwSignal::new(None::<T>), RwSignal::new(None::<Failure>));
    let take = Arc::new(move |answer: Result<String, Failure>| {
        let value = answer.and_then(|json| serde_json::from_str::<T>(&json).map_err(|_| Failure::Unreachable));
        match value {
            Ok(value) => {
                good.set(Some(value));
                if failed.with_untracked(Option::is_some) {
                    failed.set(None);
                }
            }
            // What was fetched a moment ago beats a server that does not answer; the dot in the top bar says so.
            Err(failure) if failure.status() >= 500 && good.with_untracked(Option::is_some) => {}
            Err(failure) => failed.set(Some(failure)),
        }
    });
    let content = Arc::new(move || {
        let value = Signal::derive(move || good.get().expect("what did not fail was fetched"));
        children(value).into_any()
    });
    frame(remote.answer(), take, failed, content, what)
}

/// The part that is the same for all values, so that the browser's program holds it once.
fn frame(
    answer: Resource<Result<String, Failure>>,
    take: Arc<dyn Fn(Result<String, Failure>) + Send + Sync>,
    failed: RwSignal<Option<Failure>>,
    content: Arc<dyn Fn() -> AnyView + Send + Sync>,
    what: &'static str,
) -> AnyView {
    let body = Suspend::new(async move {
        take(answer.await);
        Effect::new(move |ran: Option<()>| {
            let next = answer.get();
            if let (Some(()), Some(next)) = (ran, next) {
                take(next);
            }
        });
        move || match failed.get() {
            Some(failure) => view! { <ProblemView failure/> }.into_any(),
            None => content(),
        }
    });
    view! { <Transition fallback=move || view! { <Loading what/> }>{body}</Transition> }.into_any()
}
