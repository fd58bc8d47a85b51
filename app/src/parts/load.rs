//! Waits for a resource, shows it, and shows why there is nothing to show.

use std::{pin::Pin, sync::Arc};

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
    let waiting = Box::pin(async move { take(resource.await) });
    let renew = Box::new(move |is_first: bool| {
        let next = resource.get();
        if let Some(next) = next.filter(|_| !is_first) {
            take(next);
        }
    });
    let content = Arc::new(move || {
        let value = Signal::derive(move || good.get().expect("what did not fail was fetched"));
        children(value).into_any()
    });
    frame(waiting, renew, failed, content, what)
}

/// The part that is the same for all values, so that the browser's program holds it once.
fn frame(
    waiting: Pin<Box<dyn Future<Output = ()> + Send>>,
    renew: Box<dyn Fn(bool) + Send + Sync>,
    failed: RwSignal<Option<Failure>>,
    content: Arc<dyn Fn() -> AnyView + Send + Sync>,
    what: &'static str,
) -> AnyView {
    let body = Suspend::new(async move {
        waiting.await;
        Effect::new(move |ran: Option<()>| renew(ran.is_none()));
        move || match failed.get() {
            Some(failure) => view! { <ProblemView failure/> }.into_any(),
            None => content(),
        }
    });
    view! { <Transition fallback=move || view! { <Loading what/> }>{body}</Transition> }.into_any()
}
