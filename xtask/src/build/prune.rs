//! Code that no browser ever runs. The framework compiles a second way to hydrate, for programs that are loaded in parts:
//! it hangs in the table of every view, so no linker can see that nobody calls it, and it is an eighth of the whole.
//! Warren hydrates in one go. The way not taken becomes a trap, and what only it had used disappears.
//!
//! The optimiser may have made one function of two that are alike, under the name of either. So a function becomes a trap
//! only when it is too large to be alike by chance, stands in one table of the data and no other, and is called by none
//! but its own kind.

use std::collections::{HashMap, HashSet};

use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module,
    ir::{Call, Value, Visitor, dfs_in_order},
    passes,
};

/// Part of the mangled names of the functions that are not needed.
const UNUSED: &str = "hydrate_async";
/// So many instructions are no accident.
const LARGE: u64 = 40;

/// Replaces the bodies that are not needed.
pub fn prune(module: &mut Module) {
    for id in unused(module) {
        let FunctionKind::Local(body) = &module.funcs.get(id).kind else { continue };
        let (ty, args) = (module.types.get(body.ty()), body.args.clone());
        let (params, results) = (ty.params().to_vec(), ty.results().to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(args));
    }
    passes::gc::run(module);
}

fn unused(module: &Module) -> HashSet<FunctionId> {
    let (slots, uses) = (slots(module), uses(module));
    let stands_once = |id: &FunctionId| slots.get(id).is_none_or(|slot| uses.get(slot) == Some(&1));
    let is_named = |id: FunctionId| module.funcs.get(id).name.as_ref().is_some_and(|name| name.contains(UNUSED));
    let large = module.funcs.iter_local().filter(|(_, body)| body.size() >= LARGE).map(|(id, _)| id);
    let mut unused: HashSet<_> = large.filter(|id| is_named(*id) && stands_once(id)).collect();
    loop {
        let before = unused.len();
        for (id, body) in module.funcs.iter_local() {
            if !unused.contains(&id) && !is_named(id) {
                for callee in callees(body) {
                    unused.remove(&callee);
                }
            }
        }
        if unused.len() == before {
            return unused;
        }
    }
}

/// Where each function stands in the table of functions.
fn slots(module: &Module) -> HashMap<FunctionId, u32> {
    let mut slots = HashMap::new();
    for element in module.elements.iter() {
        let (ElementKind::Active { offset: ConstExpr::Value(Value::I32(first)), .. }, ElementItems::Functions(ids)) =
            (&element.kind, &element.items)
        else {
            continue;
        };
        slots.extend(ids.iter().copied().zip(first.cast_unsigned()..));
    }
    slots
}

/// How often each number stands in the data: a number of a function stands where its address was taken.
fn uses(module: &Module) -> HashMap<u32, u32> {
    let mut uses = HashMap::new();
    for data in module.data.iter() {
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(first)), .. } = data.kind else { continue };
        let skip = usize::try_from((4 - first.rem_euclid(4)) % 4).unwrap_or_default();
        for word in data.value.get(skip..).unwrap_or_default().chunks_exact(4) {
            *uses.entry(u32::from_le_bytes([word[0], word[1], word[2], word[3]])).or_default() += 1;
        }
    }
    uses
}

fn callees(body: &LocalFunction) -> Vec<FunctionId> {
    struct Callees(Vec<FunctionId>);
    impl<'a> Visitor<'a> for Callees {
        fn visit_call(&mut self, call: &Call) {
            self.0.push(call.func);
        }
    }
    let mut callees = Callees(Vec::new());
    dfs_in_order(&mut callees, body, body.entry_block());
    callees.0
}
