//! Forms: one mechanism with and without script.
//!
//! A form is written as its server function, an [`Act`], and fields by name:
//!
//! ```ignore
//! // api.rs: one line each. Arguments are strings, ids, i64, Role; a tick box is `#[server(default)] terms: bool`.
//! #[server(prefix = "/do", endpoint = "change_name")]
//! pub async fn change_name(first_name: String, last_name: String) -> Result<Done, Failure> {
//!     actor()?.change_name(&first_name, &last_name).await?;
//!     Ok(Done::Yes)
//! }
//!
//! // The page. The type `ChangeName` is made by `#[server]`.
//! let change = Act::<ChangeName>::new().on_done(move |_| live.touch(Topic::Person));
//! view! {
//!     <Form act=change>
//!         <TextField field=Field::FirstName autocomplete="given-name" value=me.name.first/>
//!         <TextField field=Field::LastName autocomplete="family-name" optional=true value=me.name.last/>
//!         <FormActions><Submit>"Save name"</Submit></FormActions>
//!     </Form>
//!     <Show when=move || change.done().get().is_some()><Notice kind="success">"Your name was saved."</Notice></Show>
//! }
//! ```
//!
//! * Field names are those of [`Field::name`](teamwork::rules::problem::Field::name), so flaws find their field.
//! * `Result<(), _>` sends a browser without script back to the page with nothing said; return [`Done`] (or any value)
//!   when the page has something to say, and [`leptos_axum::redirect`] when it goes on elsewhere.
//! * Many forms of one kind: `Act::<Cancel>::keyed("invitation", id)` with `<Form act compact=true>`; a failure is
//!   then one line under the form instead of a summary, and the hidden field is written by the form.
//! * Look at `act.done()`, `act.failure()` and `act.pending()`, and hear of each success in the browser by `act.on_done()`.
//! * Never put text between `<textarea>` tags: leptos 0.8 does not escape it. [`Textarea`] does.
//! * On a public page (see `public`) the very same components work; nothing takes the submit over there.

mod act;
mod choices;
mod echo;
mod fields;
mod password;
mod state;
mod summary;
mod view;
pub mod words;

use serde::{Deserialize, Serialize};

pub use act::{Act, LastEcho, PageProblem};
pub use choices::{Checkbox, Select, Textarea, Ticks, escape_textarea};
pub use echo::Echo;
pub use fields::{FieldFrame, Hidden, TextField, described_by};
pub use password::PasswordField;
pub use state::{FormState, PROOF_OF, focus_later};
pub use view::{Form, FormActions, Submit};

/// A value for an act that has none but whose page has something to say when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Done {
    Yes,
}
