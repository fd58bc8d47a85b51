//! Anything that opens under a button. Works without script.

use leptos::prelude::*;

/// A button and its panel. Children are the panel's content.
#[component]
pub fn Popover(
    #[prop(into)] id: String,
    /// What is said of the panel.
    #[prop(into)]
    label: String,
    /// Classes of the frame: `popover--end`.
    #[prop(optional)]
    class: &'static str,
    /// Classes of the button: `button--quiet`.
    #[prop(default = "button--quiet")]
    button_class: &'static str,
    /// Classes of the panel: `menu`, `switcher`.
    panel_class: &'static str,
    /// `menu` or `dialog`.
    #[prop(default = "dialog")]
    role: &'static str,
    /// What stands on the button.
    #[prop(into)]
    button: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("popover {class}")>
            <button class=format!("popover__button button {button_class}") type="button" popovertarget=id.clone() aria-haspopup=role>
                {button.run()}
                <span class="popover__caret" aria-hidden="true"></span>
            </button>
            <div
                class=format!("popover__panel {panel_class}")
                id=id
                popover="auto"
                role=role
                aria-label=label
            >
                {children()}
            </div>
        </div>
    }
}

/// Closes a popover by its id, after something in it was chosen.
#[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only a browser opens popovers"))]
pub fn close_popover(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let found = document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(panel) = found {
            // A panel that is closed already needs no closing.
            let _ = panel.hide_popover();
        }
    }
}
