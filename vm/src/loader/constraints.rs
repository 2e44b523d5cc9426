//! Loading constraints (JVMS §5.3.4): two loaders must mean the same class by a name wherever a method or field of a class of
//! one is overridden or used by a class of the other.
//!
//! A constraint is a name, a set of loaders, and the class that they agree on once one of them has loaded it.

use parking_lot::Mutex;

use super::data::Loader;
use super::{arrays, describe};
use crate::class::KlassRef;
use crate::symbol::{FxMap, Symbol};
use crate::thread::{JResult, Scope, Thrown};

struct Constraint {
    loaders: Vec<&'static Loader>,
    klass: Option<KlassRef>,
}

impl Constraint {
    fn has(&self, l: &Loader) -> bool {
        self.loaders.iter().any(|x| std::ptr::eq(*x, l))
    }
}

static TABLE: Mutex<Option<FxMap<Symbol, Vec<Constraint>>>> = Mutex::new(None);

/// The class that `loader` means, or is bound to mean, by `name`.
fn known(name: Symbol, loader: &Loader, constraints: &[Constraint]) -> Option<KlassRef> {
    if let Some(k) = loader.classes.read().get(&name) {
        return Some(*k);
    }
    constraints.iter().find(|c| c.has(loader)).and_then(|c| c.klass)
}

/// Demands that both loaders mean the same class by `name`; false when they do not.
fn add(name: Symbol, a: &'static Loader, b: &'static Loader) -> bool {
    let mut table = TABLE.lock();
    let list = table.get_or_insert_default().entry(name).or_default();
    let (ka, kb) = (known(name, a, list), known(name, b, list));
    if let (Some(x), Some(y)) = (ka, kb)
        && x != y
    {
        return false;
    }
    let klass = ka.or(kb);
    let at = |list: &[Constraint], l: &Loader| list.iter().position(|c| c.has(l));
    match (at(list, a), at(list, b)) {
        (None, None) => list.push(Constraint { loaders: vec![a, b], klass }),
        (Some(i), None) => {
            list[i].loaders.push(b);
            list[i].klass = klass;
        }
        (None, Some(i)) => {
            list[i].loaders.push(a);
            list[i].klass = klass;
        }
        (Some(i), Some(j)) => {
            list[i].klass = klass;
            if i != j {
                let other = list.swap_remove(j);
                let i = at(list, a).expect("still there");
                list[i].loaders.extend(other.loaders);
            }
        }
    }
    true
}

/// Forgets loaders and classes that are being unloaded.
pub(super) fn purge() {
    let mut table = TABLE.lock();
    let Some(table) = table.as_mut() else { return };
    table.retain(|_, list| {
        list.retain_mut(|c| {
            c.loaders.retain(|l| !l.data.is_dead());
            c.klass = c.klass.filter(|k| !k.data.is_dead());
            c.loaders.len() > 1
        });
        !list.is_empty()
    });
}

/// The first class name in a descriptor that the loaders do not agree on, if any; constraints for the others are recorded.
pub fn disagreement(desc: Symbol, a: &'static Loader, b: &'static Loader) -> Option<Symbol> {
    if std::ptr::eq(a, b) {
        return None;
    }
    let mut rest = desc.bytes();
    while let Some(start) = rest.iter().position(|&c| c == b'L') {
        let end = rest[start..].iter().position(|&c| c == b';').map_or(rest.len(), |e| start + e);
        let name = &rest[start + 1..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        // these can be defined by the boot and platform loaders alone, to which everybody delegates
        if name.starts_with(b"java/") {
            continue;
        }
        let name = Symbol::new(name);
        if !add(name, a, b) {
            return Some(name);
        }
    }
    None
}

/// Checks a class that `loader` is about to define or to be recorded for as initiating loader.
///
/// # Errors
/// LinkageError: duplicate definition, or a constraint is violated.
pub fn check_new(t: &mut Scope<'_>, loader: &'static Loader, k: KlassRef, defining: bool) -> JResult<()> {
    let there = loader.classes.read().get(&k.name).copied();
    if let Some(there) = there {
        if defining || there != k {
            return Err(duplicate(t, loader, k));
        }
        return Ok(());
    }
    let existing = {
        let mut table = TABLE.lock();
        let list = table.get_or_insert_default().get_mut(&k.name);
        match list.and_then(|l| l.iter_mut().find(|c| c.has(loader))) {
            None => return Ok(()),
            Some(c) => match c.klass {
                Some(other) if other != k => other,
                _ => {
                    c.klass = Some(k);
                    return Ok(());
                }
            },
        }
    };
    let mut text = format!(
        "loader constraint violation: loader {} wants to load {} {}.",
        describe::loader_name(t, loader),
        describe::kind(k),
        k.external_name()
    );
    if std::ptr::eq(existing.loader, loader) {
        text.push_str(&format!(" ({})", describe::in_module_of_loader(t, k, false, true)));
    } else {
        text.push_str(&format!(
            " A different {} with the same name was previously loaded by {}. ({})",
            describe::kind(existing),
            describe::loader_name(t, existing.loader),
            describe::in_module_of_loader(t, existing, false, true)
        ));
    }
    Err(t.throw_new("java/lang/LinkageError", &text))
}

/// "loader ... attempted duplicate class definition for ...".
pub(super) fn duplicate(t: &mut Scope<'_>, loader: &'static Loader, k: KlassRef) -> Thrown {
    let text = format!(
        "loader {} attempted duplicate {} definition for {}. ({})",
        describe::loader_name(t, loader),
        describe::kind(k),
        k.external_name(),
        describe::in_module_of_loader(t, k, false, true)
    );
    t.throw_new("java/lang/LinkageError", &text)
}

/// The class that `loader` means by `name` (arrays: by the element's name) so far: loaded, or bound by a constraint. Made without
/// loading anything; used by `ClassLoader.findLoadedClass` and the like.
///
/// # Errors
/// OutOfMemoryError.
pub fn find_loaded(t: &mut Scope<'_>, name: Symbol, loader: &'static Loader) -> JResult<Option<KlassRef>> {
    let b = name.bytes();
    let dimensions = b.iter().take_while(|&&c| c == b'[').count();
    if dimensions == 0 {
        return Ok(loader.classes.read().get(&name).copied());
    }
    let element = match &b[dimensions..] {
        [b'L', element @ .., b';'] => {
            let element = Symbol::find(element);
            element.and_then(|e| loader.classes.read().get(&e).copied())
        }
        [c] => {
            let ty = crate::class::BasicType::from_descriptor(*c).filter(|ty| ty.is_primitive());
            return match ty {
                Some(ty) => arrays::nested(t, arrays::primitive(ty), dimensions - 1).map(Some),
                None => Ok(None),
            };
        }
        _ => None,
    };
    match element {
        Some(e) => arrays::nested(t, e, dimensions).map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_join() {
        let _ = crate::metaspace::initialize(64 << 20);
        let l: [&'static Loader; 3] = [(); 3].map(|()| &*Box::leak(Box::default()));
        let name = Symbol::new(b"p/Constrained");
        assert!(add(name, l[0], l[1]));
        assert!(add(name, l[1], l[2]));
        let table = TABLE.lock();
        let list = &table.as_ref().unwrap()[&name];
        assert_eq!((list.len(), list[0].loaders.len()), (1, 3));
    }
}
