//! A dialog over the page. Its form must also exist as a page of its own, for browsers without script.

use leptos::prelude::*;

/// The dialog: head with a close button, then the children, which are one `Form` with
/// `<div class="dialog__body stack">` and `<footer class="dialog__foot">`.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    /// `dialog--small`, `dialog--wide`.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let close = {
        let id = id.clone();
        move |_| show(&id, false)
    };
    view! {
        <dialog class=format!("dialog {class}") id=id aria-labelledby=title_id>
            <header class="dialog__head">
                <h2 class="dialog__title" id=title_id.clone()>{title}</h2>
                <button class="icon-button" type="button" aria-label="Close" on:click=close>
                    <span class="icon-button__x" aria-hidden="true"></span>
                </button>
            </header>
            {children()}
        </dialog>
    }
}

/// Opens a dialog by its id, once what was just put into it is there.
pub fn open_dialog(id: &'static str) {
    request_animation_frame(move || show(id, true));
}

/// Closes a dialog by its id. The browser gives the focus back to where it came from.
pub fn close_dialog(id: &str) {
    show(id, false);
}

#[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only a browser opens dialogs"))]
fn show(id: &str, open: bool) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let found =
            document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlDialogElement>().ok());
        let Some(dialog) = found else { return };
        match (open, dialog.open()) {
            // A dialog that is not in the document cannot be shown; there is nothing to say about it.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    }
}
