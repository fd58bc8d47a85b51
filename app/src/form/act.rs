//! One act of a page: a server function, the state of its form, and what came of it last.

use leptos::{
    prelude::*,
    server_fn::{ServerFn, client::Client},
    task::spawn_local,
};
use serde::de::DeserializeOwned;

use super::{Echo, state::FormState};
use crate::failure::Failure;

/// A server function that a page calls, by a form or by a press. Copy it into closures freely.
///
/// Without script the last outcome comes from the [`Echo`] of the posted form, with script from the last call.
pub struct Act<S: ServerFn> {
    /// What the fields of the form need to know.
    pub state: FormState,
    done: RwSignal<Option<S::Output>>,
}

impl<S: ServerFn> Clone for Act<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: ServerFn> Copy for Act<S> {}

impl<S> Act<S>
where
    S: ServerFn<Error = Failure> + Send + Sync + 'static,
    S::Output: DeserializeOwned + Clone + Send + Sync + 'static,
    S::Client: Client<Failure>,
{
    /// The act of a form that stands once on its page.
    #[expect(clippy::new_without_default, reason = "an act belongs to a page; there is no default one")]
    pub fn new() -> Self {
        Self::build(None)
    }

    /// The act of one form among many of the same kind on a page, told apart by a hidden field:
    /// `Act::<CancelInvitation>::keyed("invitation", card.id)`. The form writes the hidden field itself.
    pub fn keyed(name: &'static str, value: impl ToString) -> Self {
        Self::build(Some((name, value.to_string())))
    }

    fn build(key: Option<(&'static str, String)>) -> Self {
        let function = S::PATH.trim_start_matches("/do/");
        let echo = use_context::<LastEcho>().and_then(|last| last.0.get_value()).filter(|echo| {
            let same_key = |(name, value): &(&'static str, String)| echo.field(name) == Some(value);
            echo.function == function && key.as_ref().is_none_or(same_key)
        });
        let done = echo.as_ref().and_then(|echo| serde_json::from_str(echo.outcome.as_ref().ok()?).ok());
        Self { state: FormState::new(function, key, echo), done: RwSignal::new(done) }
    }

    /// Calls the server function with these arguments, unless a call is still under way.
    pub fn send(self, args: S) {
        if self.state.pending.get_untracked() {
            return;
        }
        self.state.pending.set(true);
        spawn_local(async move {
            let outcome = args.run_on_client().await;
            // The page may be gone by now; then nobody wants to know.
            if self.state.pending.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(value) => {
                    self.state.succeed();
                    self.done.set(Some(value));
                }
                Err(failure) => self.state.fail(failure),
            }
        });
    }

    /// The value of the last success. Each success sets it anew.
    pub fn done(self) -> Signal<Option<S::Output>> {
        self.done.into()
    }

    /// Why the last call failed.
    pub fn failure(self) -> Signal<Option<Failure>> {
        self.state.failure.into()
    }

    /// Is a call under way?
    pub fn pending(self) -> Signal<bool> {
        self.state.pending.into()
    }

    /// Forgets the last outcome: a dialog that is opened again starts afresh.
    pub fn forget(self) {
        self.state.succeed();
        self.done.set(None);
    }

    /// Runs in the browser after each success.
    pub fn on_done(self, then: impl Fn(S::Output) + 'static) -> Self {
        Effect::watch(
            move || self.done.get(),
            move |value, _, _| {
                if let Some(value) = value {
                    then(value.clone());
                }
            },
            false,
        );
        self
    }
}

/// The echo of this page load, until the person goes to another page.
#[derive(Clone, Copy)]
pub struct LastEcho(pub StoredValue<Option<Echo>>);

impl LastEcho {
    /// Makes an echo known to all forms below.
    pub fn provide(echo: Option<Echo>) -> Self {
        let last = Self(StoredValue::new(echo));
        provide_context(last);
        last
    }

    /// Did a form on this page just fail?
    pub fn has_problem(self) -> bool {
        self.0.with_value(|echo| echo.as_ref().is_some_and(|echo| echo.outcome.is_err()))
    }
}

/// Whether the page shows a form that failed: its title then begins with "Error: ".
#[derive(Clone, Copy)]
pub struct PageProblem(pub RwSignal<bool>);
