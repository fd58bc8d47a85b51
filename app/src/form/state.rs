//! What a form and its fields know of each other.

use leptos::prelude::*;
use teamwork::rules::problem::{Field, Problem, Why};

use super::{
    Echo,
    act::{LastEcho, PageProblem},
};
use crate::failure::Failure;

/// The hidden field by which a form is told from the others of its page that was sent to have a proof mailed first.
pub const PROOF_OF: &str = "proof_of";

/// The state of one form. Fields take it from context.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The path of the server function: `/do/invite`.
    #[cfg(feature = "hydrate")]
    path: &'static str,
    /// The server function: `invite`.
    pub function: &'static str,
    /// Why the last attempt failed.
    pub failure: RwSignal<Option<Failure>>,
    /// The JSON of the value of the last success.
    pub answer: RwSignal<Option<String>>,
    /// Whether a call is under way.
    pub pending: RwSignal<bool>,
    key: StoredValue<Option<(&'static str, String)>>,
    typed: StoredValue<Vec<(String, String)>>,
    page: Option<PageProblem>,
}

impl FormState {
    /// `path` is the server function's: `/do/invite`.
    pub(super) fn new(path: &'static str, key: Option<(&'static str, String)>) -> Self {
        let function = path.trim_start_matches("/do/");
        let is_ours = |echo: &Echo| {
            let same_key = |(name, value): &(&'static str, String)| echo.field(name) == Some(value);
            echo.function == function && key.as_ref().is_none_or(same_key)
        };
        let proof_of = id_of(function, key.as_ref(), PROOF_OF);
        let asks_for_proof = |echo: &Echo| echo.field(PROOF_OF) == Some(&proof_of) && echo.function != function;
        let echo = use_context::<LastEcho>().and_then(|last| last.0.get_value());
        let (failure, answer, typed) = match echo.filter(|echo| is_ours(echo) || asks_for_proof(echo)) {
            // The form was sent elsewhere first, and is still to be sent.
            Some(echo) if asks_for_proof(&echo) => (echo.outcome.err(), None, echo.fields),
            Some(Echo { outcome: Err(failure), fields, .. }) => (Some(failure), None, fields),
            Some(Echo { outcome: Ok(answer), .. }) => (None, Some(answer), Vec::new()),
            None => (None, None, Vec::new()),
        };
        Self {
            #[cfg(feature = "hydrate")]
            path,
            function,
            failure: RwSignal::new(failure),
            answer: RwSignal::new(answer),
            pending: RwSignal::new(false),
            key: StoredValue::new(key),
            typed: StoredValue::new(typed),
            page: use_context(),
        }
    }

    /// The hidden field that tells this form from others of its kind.
    pub fn key(self) -> Option<(&'static str, String)> {
        self.key.get_value()
    }

    /// An id for a part of this form, unique on the page.
    pub fn id(self, part: &str) -> String {
        self.key.with_value(|key| id_of(self.function, key.as_ref(), part))
    }

    /// What was typed into a field before the page was shown again.
    pub fn typed(self, name: &str) -> Option<String> {
        self.typed.with_value(|typed| typed.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }

    /// Was the form posted without script and failed? Then also unticked boxes mean something.
    pub fn was_typed(self) -> bool {
        self.typed.with_value(|typed| !typed.is_empty())
    }

    /// What is wrong with a field.
    pub fn why(self, field: Field) -> Signal<Option<Why>> {
        Signal::derive(move || self.failure.with(|failure| failure.as_ref().and_then(|failure| failure.flaw(field))))
    }

    /// Calls the server function with what was typed, unless a call is still under way.
    #[cfg(feature = "hydrate")]
    pub(super) fn send(self, typed: String) {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        leptos::task::spawn_local(async move {
            let outcome = crate::wire::post(self.path, typed).await;
            // The page may be gone by now; then nobody wants to know.
            if self.pending.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(answer) => self.succeed(Some(answer)),
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Runs in the browser after each success, with the JSON of the value.
    pub(super) fn on_answer(self, then: Box<dyn Fn(&str)>) {
        let look = move |answer: &Option<String>, _: Option<&Option<String>>, _: Option<()>| {
            if let Some(answer) = answer {
                then(answer);
            }
        };
        Effect::watch(move || self.answer.get(), look, false);
    }

    /// Notes that the act was done, or, without an answer, that nothing was tried yet.
    pub(super) fn succeed(self, answer: Option<String>) {
        self.failure.set(None);
        self.answer.set(answer);
        if let Some(page) = self.page {
            page.0.set(false);
        }
    }

    /// Shows why the act failed, and moves the focus there. One form among many shows it beside its control, where the
    /// focus is already.
    pub fn fail(self, failure: Failure) {
        let is_form_problem = matches!(failure, Failure::Problem(Problem::Invalid(_)));
        self.failure.set(Some(failure));
        if let Some(page) = self.page {
            page.0.set(is_form_problem);
        }
        if self.key.with_value(Option::is_none) {
            focus_later(self.id("problems"));
        }
    }
}

fn id_of(function: &str, key: Option<&(&'static str, String)>, part: &str) -> String {
    match key {
        Some((_, value)) => format!("{function}-{value}-{part}"),
        None => format!("{function}-{part}"),
    }
}

/// Moves the focus to an element, once it is there.
#[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only a browser has a focus"))]
pub fn focus_later(id: String) {
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || {
        use wasm_bindgen::JsCast;
        let element = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element {
            // An element without focus method is no reason to fail.
            let _ = element.focus();
        }
    });
}
