//! Code that no browser ever runs. The framework compiles a second way to hydrate, which waits for parts of the program
//! while it walks the page: it hangs in the table of every view, so no linker can see that nobody calls it, and it is a
//! sixth of the whole. Warren fetches the part first and hydrates in one go. The way not taken becomes a trap, and what
//! only it had used disappears.
//!
//! The optimiser may have made one function of two that are alike, under the name of either. So a function becomes a trap
//! only when it is too large to be alike by chance, its address stands in one place and no other, and it is called by
//! none but its own kind.

use std::collections::HashSet;

use wasmparser::FunctionBody;

use super::relocated::Program;
use crate::outcome::Outcome;

/// Parts of the mangled names of the functions that are not needed. The second hydrates what a template made, not the
/// server; Warren has no templates.
const UNUSED: [&str; 2] = ["hydrate_async", "hydrate_from_template"];

/// So many instructions are no accident.
const LARGE: usize = 40;

/// Replaces the bodies that are not needed. What only they had used falls out when the program is split.
pub fn prune(program: &[u8]) -> Outcome<Vec<u8>> {
    let program = Program::read(program)?;
    program.with_traps(&unused(&program))
}

fn unused(program: &Program) -> HashSet<usize> {
    let stands_once = |function: &usize| program.addresses.get(function).is_none_or(|places| *places == 1);
    let is_named = |function: &usize| {
        program.names.get(function).is_some_and(|name| UNUSED.iter().any(|part| name.contains(part)))
    };
    let candidates =
        program.bodies().filter(|(function, body)| is_named(function) && stands_once(function) && is_large(body));
    let mut unused: HashSet<_> = candidates.map(|(function, _)| function).collect();
    loop {
        let before = unused.len();
        for (caller, called) in &program.calls {
            if !unused.contains(caller) && !is_named(caller) {
                unused.remove(called);
            }
        }
        if unused.len() == before {
            return unused;
        }
    }
}

fn is_large(body: &FunctionBody) -> bool {
    body.get_operators_reader().is_ok_and(|operators| operators.into_iter().count() >= LARGE)
}
