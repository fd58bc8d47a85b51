//! What a page fetches: a server function whose answer is shown by [`Load`](crate::parts::Load).
//!
//! ```ignore
//! let team = remote(
//!     move || live.version(Topic::Team),                       // fetched again when this changes (add several up)
//!     move || Team { slug: slug.clone(), after: after.get() }, // the arguments; fetched again when they change
//! );
//! view! { <Load remote=team what="the team" let:team>…</Load> }
//! ```
//!
//! The answer travels as JSON up to the place that shows it, so the browser's program holds the way only once.

use std::{marker::PhantomData, pin::Pin, sync::Arc};

use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use crate::failure::Failure;

/// The JSON of an answer, on its way.
type Answer = Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>>;

/// Something fetched from the server, which is a `T` when it arrives.
pub struct Remote<T> {
    answer: Resource<Result<String, Failure>>,
    shape: PhantomData<fn() -> T>,
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Remote<T> {}

impl<T> Remote<T> {
    /// Fetches it again.
    pub fn refetch(self) {
        self.answer.refetch();
    }

    /// The answer, for [`Load`](crate::parts::Load).
    pub fn answer(self) -> Resource<Result<String, Failure>> {
        self.answer
    }
}

/// Fetches what a server function says.
pub fn remote<S>(
    version: impl Fn() -> u32 + Send + Sync + 'static,
    args: impl Fn() -> S + Send + Sync + 'static,
) -> Remote<S::Output>
where
    S: ServerFn<Error = Failure> + Serialize + DeserializeOwned + 'static,
    S::Output: Serialize + 'static,
{
    let source = Box::new(move || (version(), serde_qs::to_string(&args()).unwrap_or_default()));
    Remote { answer: fetched(source, Arc::new(call::<S>)), shape: PhantomData }
}

/// The part that is the same for all functions.
fn fetched(
    source: Box<dyn Fn() -> (u32, String) + Send + Sync>,
    call: Arc<dyn Fn(String) -> Answer + Send + Sync>,
) -> Resource<Result<String, Failure>> {
    Resource::new(source, move |(_, args)| call(args))
}

/// On the server the function is run in place.
#[cfg(feature = "ssr")]
fn call<S>(args: String) -> Answer
where
    S: ServerFn<Error = Failure> + DeserializeOwned + 'static,
    S::Output: Serialize + 'static,
{
    use teamwork::rules::problem::Problem;
    Box::pin(async move {
        let args = serde_qs::from_str::<S>(&args).map_err(|_| Problem::Malformed)?;
        let value = args.run_body().await?;
        serde_json::to_string(&value).map_err(|_| Failure::Unreachable)
    })
}

/// In the browser it is asked for.
#[cfg(not(feature = "ssr"))]
fn call<S: ServerFn>(args: String) -> Answer {
    #[cfg(feature = "hydrate")]
    return Box::pin(crate::wire::post(S::PATH, args));
    #[cfg(not(feature = "hydrate"))]
    return Box::pin(std::future::ready(Err(Failure::Unreachable)));
}
