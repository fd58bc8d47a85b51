//! What a form and its fields know of each other.

use leptos::prelude::*;
use teamwork::rules::problem::{Field, Problem, Why};

use super::{Echo, act::PageProblem};
use crate::failure::Failure;

/// The state of one form. Fields take it from context.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The server function: `invite`.
    pub function: &'static str,
    /// Why the last attempt failed.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether a call is under way.
    pub pending: RwSignal<bool>,
    key: StoredValue<Option<(&'static str, String)>>,
    typed: StoredValue<Vec<(String, String)>>,
    page: Option<PageProblem>,
}

impl FormState {
    pub(super) fn new(function: &'static str, key: Option<(&'static str, String)>, echo: Option<Echo>) -> Self {
        let (failure, typed) = match echo {
            Some(Echo { outcome: Err(failure), fields, .. }) => (Some(failure), fields),
            _ => (None, Vec::new()),
        };
        Self {
            function,
            failure: RwSignal::new(failure),
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
        self.key.with_value(|key| match key {
            Some((_, value)) => format!("{}-{value}-{part}", self.function),
            None => format!("{}-{part}", self.function),
        })
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

    /// Notes that the act was done.
    pub(super) fn succeed(self) {
        self.failure.set(None);
        if let Some(page) = self.page {
            page.0.set(false);
        }
    }

    /// Shows why the act failed, and moves the focus there.
    pub fn fail(self, failure: Failure) {
        let is_form_problem = matches!(failure, Failure::Problem(Problem::Invalid(_)));
        self.failure.set(Some(failure));
        if let Some(page) = self.page {
            page.0.set(is_form_problem);
        }
        focus_later(self.id("problems"));
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
