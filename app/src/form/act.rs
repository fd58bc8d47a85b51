//! One act of a page: a server function, the state of its form, and what came of it last.

use std::marker::PhantomData;

use leptos::{prelude::*, server_fn::ServerFn};
use serde::de::DeserializeOwned;

use super::{Echo, state::FormState};
use crate::failure::Failure;

/// A server function that a form of the page calls. Copy it into closures freely.
///
/// Without script the last outcome comes from the [`Echo`] of the posted form, with script from the last call. All that
/// does not depend on the function lives in [`FormState`], so that the browser's program holds it once.
pub struct Act<S: ServerFn> {
    /// What the fields of the form need to know.
    pub state: FormState,
    function: PhantomData<fn() -> S>,
}

impl<S: ServerFn> Clone for Act<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: ServerFn> Copy for Act<S> {}

impl<S> Act<S>
where
    S: ServerFn<Error = Failure> + 'static,
    S::Output: DeserializeOwned + 'static,
{
    /// The act of a form that stands once on its page.
    #[expect(clippy::new_without_default, reason = "an act belongs to a page; there is no default one")]
    pub fn new() -> Self {
        Self { state: FormState::new(S::PATH, None), function: PhantomData }
    }

    /// The act of one form among many of the same kind on a page, told apart by a hidden field:
    /// `Act::<CancelInvitation>::keyed("invitation", card.id)`. The form writes the hidden field itself.
    pub fn keyed(name: &'static str, value: impl ToString) -> Self {
        Self { state: FormState::new(S::PATH, Some((name, value.to_string()))), function: PhantomData }
    }

    /// The value of the last success. Each success sets it anew.
    pub fn done(self) -> Signal<Option<S::Output>>
    where
        S::Output: Send + Sync,
    {
        Signal::derive(move || self.state.answer.with(|answer| answer.as_deref().and_then(read)))
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
        self.state.succeed(None);
    }

    /// Runs in the browser after each success.
    pub fn on_done(self, then: impl Fn(S::Output) + 'static) -> Self {
        self.state.on_answer(Box::new(move |answer| {
            if let Some(value) = read(answer) {
                then(value);
            }
        }));
        self
    }
}

/// The value in an answer. An answer of another version of the house holds none.
fn read<T: DeserializeOwned>(answer: &str) -> Option<T> {
    // A function without value answers with nothing at all or with `null`.
    serde_json::from_str(if answer.is_empty() { "null" } else { answer }).ok()
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
