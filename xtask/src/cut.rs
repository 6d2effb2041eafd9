//! What is cut out of the browser's program. Leptos 0.8 makes each erased view's taking over of a page twice: at once (`hydrate`), and
//! once more as a future (`hydrate_async`) for apps that load parts of themselves late. Ours starts by `hydrate_body`, which never asks
//! for the second, but a pointer to it lies beside every view, so no linker can leave it out: about a twentieth of the program. Its
//! bodies are emptied here, and wasm-opt drops what hung on them. Leptos 0.9 has the second only with its feature `lazy`: then this goes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use walrus::{
    FunctionBuilder, FunctionId, FunctionKind, Module,
    ir::{Call, RefFunc, ReturnCall, Visitor, dfs_in_order},
};

/// The version of tachys, Leptos's renderer, with which it was seen that nothing calls them.
#[cfg(test)]
const SEEN_WITH: &str = "0.2.19";

/// What they are called.
const NEVER_CALLED: &str = "hydrate_async";

/// A shorter one, in instructions, stays: the compiler makes one function of short ones that happen to do the same, and keeps either
/// name.
const SHORT: u64 = 24;

/// Empties the functions that are never called. Returns how many.
///
/// # Errors
/// There is none: Leptos has changed, and this must be looked at anew.
pub fn cut(module: &mut Module) -> Result<usize> {
    let never_called = never_called(module);
    ensure!(
        !never_called.is_empty(),
        "no function of the browser's program is called {NEVER_CALLED}: has Leptos changed? See xtask/src/cut.rs"
    );
    for id in &never_called {
        let (parameters, results) = module.types.params_results(module.funcs.get(*id).ty());
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        let mut empty = FunctionBuilder::new(&mut module.types, &parameters, &results);
        empty.func_body().unreachable();
        module.funcs.get_mut(*id).kind = FunctionKind::Local(empty.local_func(arguments));
    }
    Ok(never_called.len())
}

/// The functions of that name, less those that something else uses, and what these call in turn.
fn never_called(module: &Module) -> BTreeSet<FunctionId> {
    let mut found: BTreeSet<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, function)| {
            let name = module.funcs.get(*id).name.as_deref();
            name.is_some_and(is_never_called) && function.size() >= SHORT
        })
        .map(|(id, _)| id)
        .collect();
    for export in module.exports.iter() {
        if let walrus::ExportItem::Function(id) = export.item {
            found.remove(&id);
        }
    }
    let calls: BTreeMap<FunctionId, BTreeSet<FunctionId>> = module
        .funcs
        .iter_local()
        .map(|(id, function)| {
            let mut called = Called::default();
            dfs_in_order(&mut called, function, function.entry_block());
            (id, called.0)
        })
        .collect();
    loop {
        let used: BTreeSet<FunctionId> = calls
            .iter()
            .filter(|(caller, _)| !found.contains(*caller))
            .flat_map(|(_, called)| called.intersection(&found))
            .copied()
            .collect();
        if used.is_empty() {
            return found;
        }
        found.retain(|id| !used.contains(id));
    }
}

/// Which functions a function names in its body.
#[derive(Default)]
struct Called(BTreeSet<FunctionId>);

impl Visitor<'_> for Called {
    fn visit_call(&mut self, call: &Call) {
        self.0.insert(call.func);
    }

    fn visit_return_call(&mut self, call: &ReturnCall) {
        self.0.insert(call.func);
    }

    fn visit_ref_func(&mut self, reference: &RefFunc) {
        self.0.insert(reference.func);
    }
}

/// Whether a function is one of that name, or a closure within one. What is generic over one is not: `drop_in_place` of its future may
/// be that of another one, too.
fn is_never_called(name: &str) -> bool {
    let mut depth = 0_usize;
    let mut path = String::new();
    for character in name.chars() {
        match character {
            '<' => depth += 1,
            // Not that of `Fn() -> T`.
            '>' if !path.ends_with('-') => depth = depth.saturating_sub(1),
            _ if depth == 0 => path.push(character),
            _ => {}
        }
    }
    // wasm-bindgen numbers those of the same name: `hydrate_async[3]`.
    path.split("::").any(|part| part.split('[').next() == Some(NEVER_CALLED))
}

#[cfg(test)]
mod tests {
    use walrus::ValType;

    use super::*;
    use crate::process::root;

    /// A function of enough instructions that calls these.
    fn function(module: &mut Module, name: &str, instructions: usize, calls: &[FunctionId]) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let argument = module.locals.add(ValType::I32);
        builder.name(name.to_owned());
        let mut body = builder.func_body();
        for _ in 0..instructions / 2 {
            body.i32_const(1).drop();
        }
        body.local_get(argument);
        for called in calls {
            body.call(*called);
        }
        builder.finish(vec![argument], &mut module.funcs)
    }

    fn size(module: &Module, id: FunctionId) -> u64 {
        module.funcs.get(id).kind.unwrap_local().size()
    }

    #[test]
    fn only_what_nothing_else_calls_is_emptied() {
        let mut module = Module::default();
        let helper = function(&mut module, "app::helper::h0", 40, &[]);
        let inner =
            function(&mut module, "<app::View as tachys::RenderHtml>::hydrate_async::{{closure}}::h1", 40, &[helper]);
        let outer = function(&mut module, "tachys::view::into_any::hydrate_async[3]", 40, &[inner]);
        let short = function(&mut module, "tachys::view::hydrate_async::h2", 4, &[]);
        // Two of the name that something else came to share.
        let under_shared = function(&mut module, "tachys::a::hydrate_async::h3", 40, &[]);
        let shared = function(&mut module, "tachys::b::hydrate_async::h4", 40, &[under_shared]);
        let exported = function(&mut module, "tachys::c::hydrate_async::h5", 40, &[]);
        let start = function(&mut module, "app::start", 40, &[shared]);
        module.exports.add("start", start);
        module.exports.add("odd", exported);
        let before = size(&module, helper);

        assert_eq!(cut(&mut module).unwrap(), 2);
        for emptied in [inner, outer] {
            assert_eq!(size(&module, emptied), 1, "only `unreachable`");
        }
        for kept in [helper, under_shared, shared, exported, start] {
            assert!(size(&module, kept) >= before);
        }
        assert!(size(&module, short) > 1);
        // What comes out is whole: it can be read again, and is valid.
        Module::from_buffer(&module.emit_wasm()).unwrap();
    }

    #[test]
    fn what_is_not_there_is_said() {
        let mut module = Module::default();
        function(&mut module, "app::start", 40, &[]);
        assert!(cut(&mut module).unwrap_err().to_string().contains(NEVER_CALLED));
    }

    #[test]
    fn a_name_is_read_as_compilers_write_it() {
        for (name, expected) in [
            (
                "tachys::view::any_view::<impl tachys::view::any_view::IntoAny for T>::into_any::hydrate_async::h3f",
                true,
            ),
            ("<tachys::view::any_view::AnyView as tachys::view::RenderHtml>::hydrate_async::{{closure}}::h3f", true),
            ("<F as leptos::View<fn() -> T>>::hydrate_async::{closure#0}[2]", true),
            ("tachys::view::into_any::hydrate_async[3]", true),
            ("core::ptr::drop_in_place<tachys::hydrate_async::{{closure}}>::h3f", false),
            ("<alloc::boxed::Box<tachys::hydrate_async::{{closure}}> as core::ops::FnOnce>::call_once", false),
            ("app::hydrate_async_not", false),
            ("tachys::hydrate::h3f", false),
            ("", false),
        ] {
            assert_eq!(is_never_called(name), expected, "{name}");
        }
    }

    #[test]
    fn it_is_looked_at_anew_with_another_version_of_the_renderer() {
        let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
        let used = crate::bindgen::locked(&lock, "tachys").unwrap();
        assert_eq!(
            used, SEEN_WITH,
            "see whether {NEVER_CALLED} is still never called (AnyView in tachys, hydrate_body in leptos), run the browser tests on the \
             delivered build, and then write the new number into xtask/src/cut.rs"
        );
    }
}
