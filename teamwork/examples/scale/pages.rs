//! The pages and acts that are measured: every list there is.

use std::pin::Pin;

use super::house::House;

type Page = for<'a> fn(&'a House) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

macro_rules! pages {
    ($($name:literal => |$house:ident| $act:expr,)*) => {
        /// Each with its name.
        pub const ALL: &[(&str, Page)] = &[$(($name, |$house| Box::pin(async move { $act.await.unwrap(); }))),*];
    };
}

pages! {
    "my Companies" => |house| house.ada.my_companies(),
    "a Company" => |house| house.ada.company("acme"),
    "the team, first page" => |house| house.ada.team("acme", None),
    "the team, midway" => |house| house.ada.team("acme", Some(&house.midway)),
    "open invitations" => |house| house.ada.invitations("acme"),
    "Billing Contacts" => |house| house.ada.billing("acme"),
    "what leaving means" => |house| house.ada.departure("acme"),
    "my sessions" => |house| house.ada.sessions(),
    "renaming myself" => |house| house.ada.change_name("Ada", "Lovelace"),
}
