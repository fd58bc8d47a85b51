//! Who is who. They keep their names in every test.

/// Somebody with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub first: &'static str,
    pub last: &'static str,
    pub email: &'static str,
}

/// Everybody's, and good enough for all of them.
pub const PASSWORD: &str = "a burrow with many doors";

/// Owns Acme Inc.
pub const ADA: Person = Person { first: "Ada", last: "Lovelace", email: "ada@acme.example" };
/// Its Admin.
pub const GRACE: Person = Person { first: "Grace", last: "Hopper", email: "grace@acme.example" };
/// Its Developer.
pub const KEVIN: Person = Person { first: "Kevin", last: "Flynn", email: "kevin@flynn.example" };
/// Its Billing member.
pub const MARA: Person = Person { first: "Mara", last: "Jade", email: "mara@books.example" };
/// Nobody there.
pub const MALLORY: Person = Person { first: "Mallory", last: "Archer", email: "mallory@elsewhere.example" };

impl Person {
    pub fn full(self) -> String {
        format!("{} {}", self.first, self.last)
    }
}
