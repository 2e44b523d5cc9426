//! Stack traces of throwables.
//!
//! `Throwable.backtrace` holds an `Object[2]`: a `long[]` with method id and bci for each frame, and an
//! `Object[]` with the methods' classes, which keeps them from being unloaded.

use gc::{Handle, ObjRef};

use super::frames;
use crate::class::method::flag;
use crate::class::{BasicType, KlassRef, MethodRef};
use crate::runtime::{alloc, out_of_memory, strings};
use crate::thread::{JResult, Scope};
use crate::vm::vm;
use crate::well_known::{Wk, f};

/// bci of a native method's frame.
const NATIVE: u16 = 0xffff;

/// In the first position of a trace: hidden frames above it were left out.
const HIDDEN_TOP: i64 = 1 << 62;

/// One frame of a trace.
#[derive(Clone, Copy, Debug)]
pub struct TraceElement {
    pub method: MethodRef,
    /// `None`: native.
    pub bci: Option<u32>,
}

impl TraceElement {
    fn encode(self) -> i64 {
        let bci = self.bci.map_or(NATIVE, |b| b as u16);
        (i64::from(self.method.id()) << 16) | i64::from(bci)
    }

    fn decode(v: i64) -> TraceElement {
        let bci = v as u16;
        // SAFETY: encoded from a method; its class is kept alive by the backtrace.
        let method = unsafe { MethodRef::from_id((v >> 16) as u32) };
        TraceElement { method, bci: if bci == NATIVE { None } else { Some(bci.into()) } }
    }

    /// As `StackTraceElement` has it: -2 native, -1 unknown.
    pub fn line(self) -> i32 {
        match self.bci {
            None => -2,
            Some(b) => self.method.line_number(b).map_or(-1, |n| n as i32),
        }
    }
}

/// The trace of the calling thread as an exception of class `k` made now would have it: without the
/// frames of filling in and of the exception's constructors. Also whether hidden frames were left out
/// at its top.
fn collect(t: &Scope<'_>, k: KlassRef) -> (Vec<TraceElement>, bool) {
    let flags = vm().options.flags();
    let max = usize::try_from(flags.max_java_stack_trace_depth).unwrap_or(0);
    let max = if max == 0 { usize::MAX } else { max };
    let mut filling = true;
    let mut constructing = true;
    let mut hidden_top = false;
    let mut out = Vec::with_capacity(max.min(64));
    for frame in frames(t) {
        let m = frame.method;
        if filling {
            if m.name == "fillInStackTrace" && k.is_subtype_of(m.holder) {
                continue;
            }
            filling = false;
        }
        if constructing {
            if m.is_constructor() && k.is_subtype_of(m.holder) {
                continue;
            }
            constructing = false;
        }
        if m.has(flag::HIDDEN) && !flags.show_hidden_frames {
            hidden_top |= out.is_empty();
            continue;
        }
        if out.len() == max {
            break;
        }
        out.push(TraceElement { method: m, bci: frame.bci });
    }
    (out, hidden_top)
}

/// `Throwable.fillInStackTrace`: records the calling thread's frames in `e`.
///
/// # Errors
/// OutOfMemoryError.
pub fn fill_in(t: &mut Scope<'_>, e: Handle<'_>) -> JResult<()> {
    if !vm().options.flags().stack_trace_in_throwable {
        return Ok(());
    }
    if out_of_memory::is_shared(e.get(t)) {
        return Ok(());
    }
    f::Throwable::backtrace.set(e.get(t), None);
    f::Throwable::depth.set(e.get(t), 0);
    let (elements, hidden_top) = collect(t, KlassRef::of(e.get(t)));
    let mut t = t.nested();
    let positions = alloc::new_prim_array(&mut t, BasicType::Long, elements.len() as i32)?;
    let classes = alloc::new_object_array(&mut t, Wk::Object.klass(), elements.len() as i32)?;
    for (i, el) in elements.iter().enumerate() {
        let mark = if i == 0 && hidden_top { HIDDEN_TOP } else { 0 };
        positions.get(&t).set_elem(i, el.encode() | mark);
        classes.get(&t).set_elem_ref(i, Some(el.method.holder.mirror(&t)));
    }
    let both = alloc::new_object_array(&mut t, Wk::Object.klass(), 2)?;
    both.get(&t).set_elem_ref(0, Some(positions.get(&t)));
    both.get(&t).set_elem_ref(1, Some(classes.get(&t)));
    f::Throwable::backtrace.set(e.get(&t), Some(both.get(&t)));
    f::Throwable::depth.set(e.get(&t), elements.len() as i32);
    Ok(())
}

/// The frames recorded in a throwable.
pub fn elements_of(e: ObjRef<'_>) -> Vec<TraceElement> {
    let Some(both) = f::Throwable::backtrace.get(e) else { return Vec::new() };
    let Some(positions) = both.elem_ref(0) else { return Vec::new() };
    (0..depth(e).min(positions.length())).map(|i| TraceElement::decode(positions.elem(i))).collect()
}

/// Number of recorded frames; there may be room for more.
fn depth(e: ObjRef<'_>) -> usize {
    f::Throwable::depth.get(e) as usize
}

/// Gives `e` an empty trace with room for `frames` frames, which [`fill_room`] can record without allocating.
///
/// # Errors
/// OutOfMemoryError.
pub fn make_room(t: &mut Scope<'_>, e: Handle<'_>, frames: usize) -> JResult<()> {
    let mut t = t.nested();
    let positions = alloc::new_prim_array(&mut t, BasicType::Long, frames as i32)?;
    let classes = alloc::new_object_array(&mut t, Wk::Object.klass(), frames as i32)?;
    let both = alloc::new_object_array(&mut t, Wk::Object.klass(), 2)?;
    both.get(&t).set_elem_ref(0, Some(positions.get(&t)));
    both.get(&t).set_elem_ref(1, Some(classes.get(&t)));
    f::Throwable::backtrace.set(e.get(&t), Some(both.get(&t)));
    Ok(())
}

/// Records the calling thread's frames in `e`, as many as [`make_room`] has left room for.
pub fn fill_room(t: &Scope<'_>, e: ObjRef<'_>) {
    let Some(both) = f::Throwable::backtrace.get(e) else { return };
    let (Some(positions), Some(classes)) = (both.elem_ref(0), both.elem_ref(1)) else { return };
    let mut depth = 0;
    for frame in frames(t).take(positions.length()) {
        let el = TraceElement { method: frame.method, bci: frame.bci };
        positions.set_elem(depth, el.encode());
        classes.set_elem_ref(depth, Some(el.method.holder.mirror(t)));
        depth += 1;
    }
    f::Throwable::depth.set(e, depth as i32);
    // so that Throwable looks for what the VM has recorded
    let unassigned = f::Throwable::unassigned_stack.get(Wk::Throwable.klass().mirror(t));
    f::Throwable::stack_trace.set(e, unassigned);
}

/// The frame that threw an exception by itself; `None` when that one is hidden or nothing was recorded.
pub fn top_of(e: ObjRef<'_>) -> Option<TraceElement> {
    let positions = f::Throwable::backtrace.get(e)?.elem_ref(0)?;
    if depth(e) == 0 {
        return None;
    }
    let first: i64 = positions.elem(0);
    if first & HIDDEN_TOP == 0 { Some(TraceElement::decode(first)) } else { None }
}

/// Fills a `StackTraceElement` in.
///
/// # Errors
/// OutOfMemoryError.
pub fn init_element(t: &mut Scope<'_>, element: Handle<'_>, el: TraceElement) -> JResult<()> {
    use f::StackTraceElement as E;
    let mut t = t.nested();
    let holder = el.method.holder;
    E::declaring_class_object.set(element.get(&t), Some(holder.mirror(&t)));
    let class = match f::Class::name.get(holder.mirror(&t)) {
        Some(n) => t.handle(n),
        None => {
            let name = strings::intern_str(&mut t, &holder.external_name())?;
            f::Class::name.set(holder.mirror(&t), Some(name.get(&t)));
            name
        }
    };
    E::declaring_class.set(element.get(&t), Some(class.get(&t)));
    if let Some(loader) = f::Class::class_loader.get(holder.mirror(&t)) {
        E::class_loader_name.set(element.get(&t), f::ClassLoader::name.get(loader));
    }
    if let Some((name, version)) = name_and_version(holder) {
        let name = strings::intern_str(&mut t, &name)?;
        E::module_name.set(element.get(&t), Some(name.get(&t)));
        if let Some(v) = version {
            let v = strings::intern_str(&mut t, &v)?;
            E::module_version.set(element.get(&t), Some(v.get(&t)));
        }
    }
    let name = strings::intern_mutf8(&mut t, el.method.name.bytes())?;
    E::method_name.set(element.get(&t), Some(name.get(&t)));
    if let Some(file) = holder.cold.source_file.get() {
        let file = strings::intern_mutf8(&mut t, file.bytes())?;
        E::file_name.set(element.get(&t), Some(file.get(&t)));
    }
    E::line_number.set(element.get(&t), el.line());
    Ok(())
}

/// The trace of a thread that is stopped (or the calling one), hidden frames included: so HotSpot shows
/// threads, other than exceptions.
pub fn of_thread(thread: &crate::thread::JavaThread, max: usize) -> Vec<TraceElement> {
    frames(thread).take(max).map(|f| TraceElement { method: f.method, bci: f.bci }).collect()
}

/// `\tat pkg.Class.method(File.java:12)` lines' inner part, as `StackTraceElement.toString` prints it for
/// classes of the application (no loader or module prefix).
pub fn describe(el: TraceElement) -> String {
    let holder = el.method.holder;
    let place = match (el.line(), holder.cold.source_file.get()) {
        (-2, _) => "Native Method".to_string(),
        (_, None) => "Unknown Source".to_string(),
        (-1, Some(f)) => f.text().into_owned(),
        (n, Some(f)) => format!("{f}:{n}"),
    };
    let module = match name_and_version(holder) {
        Some((name, Some(version))) => format!("{name}@{version}/"),
        Some((name, None)) => format!("{name}/"),
        None => String::new(),
    };
    format!("{}{}.{}({})", module, holder.external_name(), el.method.name, place)
}

/// Name and version of the named module that a class is in.
fn name_and_version(k: KlassRef) -> Option<(String, Option<String>)> {
    let m = crate::loader::modules::module_of(k);
    if m.is_named() { Some((m.text(), m.version().map(str::to_string))) } else { None }
}
