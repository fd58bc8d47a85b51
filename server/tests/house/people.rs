//! Who is who. They keep their names in every test.

/// Somebody with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    pub first: &'static str,
    pub last: &'static str,
    pub email: &'static str,
}

const fn person(first: &'static str, last: &'static str, email: &'static str) -> Person {
    Person { first, last, email }
}

/// Everybody's, and good enough for all of them.
pub const PASSWORD: &str = "a burrow with many doors";

/// Owns Acme Inc together with Olga, and Solo Inc alone.
pub const ADA: Person = person("Ada", "Lovelace", "ada@acme.example");
pub const OLGA: Person = person("Olga", "Ladyzhenskaya", "olga@acme.example");
/// Its Admins.
pub const GRACE: Person = person("Grace", "Hopper", "grace@acme.example");
pub const ALAN: Person = person("Alan", "Turing", "alan@acme.example");
/// Its Developers.
pub const KEVIN: Person = person("Kevin", "Flynn", "kevin@flynn.example");
pub const DENNIS: Person = person("Dennis", "Ritchie", "dennis@bell.example");
/// Its Billing members.
pub const MARA: Person = person("Mara", "Jade", "mara@books.example");
pub const BASIL: Person = person("Basil", "Hume", "basil@books.example");
/// Invited there as a Developer.
pub const IVAN: Person = person("Ivan", "Sutherland", "ivan@sketch.example");
/// Nobody there; owns Elsewhere Ltd.
pub const MALLORY: Person = person("Mallory", "Archer", "mallory@elsewhere.example");
/// Has not confirmed her address.
pub const UMA: Person = person("Uma", "Thurman", "uma@nowhere.example");

/// All of them, in the order in which they sign up.
pub const EVERYBODY: [Person; 11] = [ADA, OLGA, GRACE, ALAN, KEVIN, DENNIS, MARA, BASIL, IVAN, MALLORY, UMA];

impl Person {
    /// First and last name, as pages show it.
    pub fn full(self) -> String {
        format!("{} {}", self.first, self.last)
    }
}
