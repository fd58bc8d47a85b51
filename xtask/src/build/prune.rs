//! Code that no browser ever runs. The framework compiles a second way to hydrate, for programs that are loaded in parts:
//! it hangs in the table of every view, so no linker can see that nobody calls it, and it is an eighth of the whole.
//! Warren hydrates in one go. The way not taken becomes a trap, and what only it had used disappears; the journeys in the
//! browser run on the pruned program and would fall into it.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, passes};

/// Part of the mangled names of the functions that are not needed.
const UNUSED: &str = "hydrate_async";

/// Replaces the bodies that are not needed.
pub fn prune(module: &mut Module) {
    let is_unused = |name: &Option<String>| name.as_ref().is_some_and(|name| name.contains(UNUSED));
    let unused: Vec<FunctionId> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| is_unused(&module.funcs.get(*id).name)).collect();
    for id in unused {
        let FunctionKind::Local(body) = &module.funcs.get(id).kind else { continue };
        let (ty, args) = (module.types.get(body.ty()), body.args.clone());
        let (params, results) = (ty.params().to_vec(), ty.results().to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(args));
    }
    passes::gc::run(module);
}
