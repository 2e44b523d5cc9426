//! How many objects of each class there are, and how large: `GC.class_histogram`, `jmap -histo`.

use std::fmt::Write;

use gc::{Cause, Kind};

use crate::class::KlassRef;
use crate::loader::modules;
use crate::runtime::collect;
use crate::symbol::FxMap;
use crate::thread::Scope;
use crate::thread::safepoint;
use crate::vm::vm;

/// Objects of one class.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Count {
    objects: u64,
    bytes: u64,
}

/// A class as it is shown: its name, its module in parentheses.
struct Row {
    name: String,
    module: String,
    count: Count,
}

/// The table, the largest class first. With `live` a full collection comes first; without, unreachable objects count too.
pub fn take(t: &mut Scope<'_>, live: bool) -> String {
    if live {
        collect::collect(
            t,
            gc::Request { cause: Cause::HeapInspection, kind: Kind::Full, clear_soft: false },
        );
    }
    let rows = safepoint::operation(t, "GC_HeapInspection", |_, stopped| {
        for thread in stopped.threads() {
            vm().heap.retire(&thread.ctx.tlab);
        }
        let mut counts: FxMap<u32, (KlassRef, Count)> = FxMap::default();
        // SAFETY: all threads are stopped, and their buffers have been retired.
        unsafe {
            vm().heap.for_each_object(|o| {
                let k = KlassRef::of(o);
                let (_, count) = counts.entry(k.id()).or_insert((k, Count::default()));
                count.objects += 1;
                count.bytes += o.size() as u64;
            });
        }
        // names are made while the classes cannot go away
        counts.into_values().map(|(k, count)| row(k, count)).collect()
    });
    describe(rows)
}

fn row(k: KlassRef, count: Count) -> Row {
    let module = modules::module_of(k);
    let module = match module.version() {
        _ if !module.is_named() => String::new(),
        Some(version) => format!(" ({}@{version})", module.text()),
        None => format!(" ({})", module.text()),
    };
    Row { name: k.external_name(), module, count }
}

/// Classes by size; those of the same size by name, arrays first.
fn describe(mut rows: Vec<Row>) -> String {
    rows.sort_by(|a, b| {
        let by_name = || (!a.name.starts_with('['), &a.name).cmp(&(!b.name.starts_with('['), &b.name));
        b.count.bytes.cmp(&a.count.bytes).then_with(by_name)
    });
    let mut out = String::from(
        " num     #instances         #bytes  class name (module)\n\
         -------------------------------------------------------\n",
    );
    let mut total = Count::default();
    for (i, r) in rows.iter().enumerate() {
        total.objects += r.count.objects;
        total.bytes += r.count.bytes;
        let (objects, bytes) = (r.count.objects, r.count.bytes);
        // writing to a String cannot fail
        let _ = writeln!(out, "{:4}: {objects:13}  {bytes:13}  {}{}", i + 1, r.name, r.module);
    }
    let _ = writeln!(out, "Total {:13}  {:13}", total.objects, total.bytes);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let row = |name: &str, module: &str, objects, bytes| Row {
            name: name.into(),
            module: module.into(),
            count: Count { objects, bytes },
        };
        let rows = vec![row("A", "", 1, 16), row("[B", " (java.base@17)", 3, 16), row("Z", "", 2, 48)];
        assert_eq!(
            describe(rows),
            " num     #instances         #bytes  class name (module)\n\
             -------------------------------------------------------\n   \
             1:             2             48  Z\n   \
             2:             3             16  [B (java.base@17)\n   \
             3:             1             16  A\n\
             Total             6             80\n"
        );
    }
}
