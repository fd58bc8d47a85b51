//! Every operation, one row each: what is called, how far a token has to reach, what its person has to be, one sentence,
//! and the one line that calls the act; behind what it gives, `| […]`, why that act alone may not be done. A row without
//! scope or needs does not compile. Each slice has a room of its own.
//!
//! What is not here belongs to a browser or to nobody yet: signing up and in, passwords and the second factor (a program
//! has no code to give), the proof that it is still you, ending all other sessions, and the answer of a client, whose page
//! opens without an account.

use std::pin::Pin;

use app::doors::Needs;
use axum::http::Method;
use teamwork::rules::{problem::Problem, token::Scope};

use super::{ask::Call, openapi::Sheet, tell::Answer, trouble::Trouble};

/// One row.
pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    pub id: &'static str,
    pub scope: Scope,
    pub needs: Needs,
    pub summary: &'static str,
    pub has_body: bool,
    /// What the act can answer beside what every operation, and every operation with such parts, can answer.
    pub refusals: fn() -> Vec<Problem>,
    query: &'static [&'static [&'static str]],
    /// Writes what it takes and gives onto its sheet of the document.
    pub describe: fn(&mut Sheet),
    pub run: fn(Call) -> Running,
}

type Running = Pin<Box<dyn Future<Output = Result<Answer, Trouble>> + Send>>;

impl Operation {
    /// The method as a type.
    pub fn method(&self) -> Method {
        self.method.parse().unwrap_or_default()
    }

    /// The codes of the refusals that stand in its row.
    pub fn codes(&self) -> impl Iterator<Item = String> {
        (self.refusals)().into_iter().map(|problem| Trouble::Problem(problem).code())
    }

    /// Whether anything in a request can be a word of its sender.
    pub fn takes_words(&self) -> bool {
        self.has_body || self.path.contains('{') || self.query.iter().any(|names| !names.is_empty())
    }

    /// Whether it knows this parameter of the query.
    pub fn takes(&self, name: &str) -> bool {
        self.query.iter().any(|names| names.contains(&name))
    }
}

macro_rules! operations {
    ($($method:ident $path:literal $id:ident $scope:ident $needs:expr, $summary:literal,
       ($me:ident $(, $arg:ident: $kind:ty)*) -> $told:ty $(| [$($refusal:expr),* $(,)?])? { $act:expr })*) => {
        /// The rows of this room.
        pub const ROWS: &[$crate::http::rest::table::Operation] = &[$($crate::http::rest::table::Operation {
            method: stringify!($method),
            path: concat!("/api/v1", $path),
            id: stringify!($id),
            scope: teamwork::rules::token::Scope::$scope,
            needs: $needs,
            summary: $summary,
            has_body: false $(|| <$kind as $crate::http::rest::ask::Asked>::BODY)*,
            query: &[$(<$kind as $crate::http::rest::ask::Asked>::QUERY),*],
            describe: |sheet| {
                $(<$kind as $crate::http::rest::ask::Asked>::describe(sheet);)*
                <$told as $crate::http::rest::tell::Told>::describe(sheet);
            },
            refusals: || vec![$($(teamwork::rules::problem::Problem::from($refusal)),*)?],
            run: |call| Box::pin(async move {
                $(let $arg = <$kind as $crate::http::rest::ask::Asked>::read(&call)?;)*
                let $me = &call.actor;
                let told: $told = $act;
                Ok($crate::http::rest::tell::Told::tell(told))
            }),
        }),*];
    };
}

mod account;
mod apps;
mod billing;
mod companies;
mod config;
mod invitations;
mod keys;
mod log;
mod members;
mod operator;
mod releases;
mod requests;
mod webhooks;

/// The rooms, in the order in which the page shows them.
const ROOMS: [&[Operation]; 13] = [
    companies::ROWS,
    members::ROWS,
    invitations::ROWS,
    apps::ROWS,
    requests::ROWS,
    config::ROWS,
    releases::ROWS,
    billing::ROWS,
    keys::ROWS,
    log::ROWS,
    account::ROWS,
    operator::ROWS,
    webhooks::ROWS,
];

/// All of them.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    ROOMS.into_iter().flatten()
}
