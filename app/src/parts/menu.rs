//! Moving through a menu with the arrow keys, as people who use the keyboard expect of one.

use leptos::ev::KeyboardEvent;

/// Up, down, first, last: moves the focus among the items of the menu that hears the key.
#[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only a browser has keys"))]
pub fn arrows(event: KeyboardEvent) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        use web_sys::{Element, HtmlElement};

        let menu = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let item = leptos::prelude::document().active_element();
        let (Some(menu), Some(item)) = (menu, item) else { return };
        let (first, last) = (menu.first_element_child(), menu.last_element_child());
        let wanted = match event.key().as_str() {
            "ArrowDown" => item.next_element_sibling().or(first),
            "ArrowUp" => item.previous_element_sibling().or(last),
            "Home" => first,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(wanted) = wanted.and_then(|wanted| wanted.dyn_into::<HtmlElement>().ok()) {
            // An item that cannot be focused is skipped with the next key.
            let _ = wanted.focus();
        }
    }
}
