//! `java.lang.StackWalker`: `JVM_CallStackWalk` and `JVM_MoreStackWalk`.
//!
//! A walk begins with `callStackWalk`, which fills the first batch of frames into the caller's buffer
//! and runs `doStackWalk` in Java; that asks for more batches with `fetchStackFrames`. Between the two
//! the walk's position lies on the native stack of the first call. Java code holds its address as
//! *anchor*; element 0 of the buffer holds the walking thread. Both are checked before the position is used.

use std::cell::RefCell;

use gc::{Handle, NarrowRef};

use super::jvm::jvm_export;
use super::lib::method_handle_natives::set_method;
use crate::class::method::flag;
use crate::class::{KlassKind, KlassRef};
use crate::interp::slot_types::{self, SlotType};
use crate::link::members;
use crate::runtime::{alloc, java_call};
use crate::stack::{Frames, JavaFrame, frames};
use crate::thread::{JResult, Scope, Value};
use crate::well_known::{Wk, f};

const INTERNAL: &str = "java/lang/InternalError";

/// Bits of a walk's mode (`StackStreamFactory`).
mod mode {
    pub const FILL_CLASS_REFS_ONLY: i64 = 0x2;
    pub const GET_CALLER_CLASS: i64 = 0x4;
    pub const SHOW_HIDDEN_FRAMES: i64 = 0x20;
    pub const FILL_LIVE_STACK_FRAMES: i64 = 0x100;
}

/// `LiveStackFrameInfo.MODE_INTERPRETED`.
const MODE_INTERPRETED: i32 = 1;
/// `LiveStackFrameInfo.MODE_COMPILED`.
const MODE_COMPILED: i32 = 2;

/// Element of the buffer that holds the thread while a walk is open.
const MAGIC: usize = 0;

/// A walk's position.
struct Stream<'a> {
    current: Option<JavaFrame<'a>>,
    rest: Frames<'a>,
}

impl Stream<'_> {
    fn advance(&mut self) {
        self.current = self.rest.next();
    }
}

thread_local! {
    /// The open walks of the calling thread.
    static OPEN: RefCell<Vec<*mut Stream<'static>>> = const { RefCell::new(Vec::new()) };
}

/// Whether a class's frames belong to the stack walking machinery.
fn is_walker(k: KlassRef) -> bool {
    let machinery = Wk::StackStreamAbstract.klass();
    k == Wk::StackWalker.klass() || k == machinery || k.superclass.get() == Some(machinery)
}

/// Fills frames into `buffer[start..]`, at most `count`, beginning with the current one. The last one
/// filled in stays the current one. Returns the index behind it.
fn fill(
    t: &mut Scope<'_>,
    stream: &mut Stream<'_>,
    mode: i64,
    count: i32,
    start: i32,
    buffer: Handle<'_>,
) -> JResult<i32> {
    let by_class = mode & mode::FILL_CLASS_REFS_ONLY != 0;
    let caller_class = mode & mode::GET_CALLER_CLASS != 0;
    let skip_hidden = mode & mode::SHOW_HIDDEN_FRAMES == 0 || caller_class;
    let mut end = start;
    while let Some(frame) = stream.current {
        let m = frame.method;
        if skip_hidden && m.has(flag::HIDDEN) {
            stream.advance();
            continue;
        }
        if by_class && caller_class && end == start && m.has(flag::CALLER_SENSITIVE) {
            let text = format!(
                "StackWalker::getCallerClass called from @CallerSensitive '{}' method",
                m.external_name()
            );
            return Err(t.throw_new("java/lang/UnsupportedOperationException", &text));
        }
        let mut n = t.nested();
        if by_class {
            buffer.get(&n).set_elem_ref(end as usize, Some(m.holder.mirror(&n)));
        } else {
            let Some(info) = buffer.get(&n).elem_ref(end as usize) else { return Err(n.throw_npe()) };
            let info = n.handle(info);
            fill_info(&mut n, info, frame)?;
            if mode & mode::FILL_LIVE_STACK_FRAMES != 0 {
                fill_live(&mut n, info, frame)?;
            }
        }
        end += 1;
        if end - start >= count {
            break;
        }
        stream.advance();
    }
    Ok(end)
}

/// Method and position of a frame into a `StackFrameInfo`.
fn fill_info(t: &mut Scope<'_>, info: Handle<'_>, frame: JavaFrame<'_>) -> JResult<()> {
    let m = frame.method;
    let Some(name) = f::StackFrameInfo::member_name.get(info.get(t)) else { return Err(t.throw_npe()) };
    let name = t.handle(name);
    set_method(t, name, members::dispatched(m), m.holder)?;
    f::StackFrameInfo::bci.set(info.get(t), frame.bci.unwrap_or(0) as i32);
    Ok(())
}

// ---- live frames ------------------------------------------------------------------------------------

/// Local variables, operands and monitor of a frame into a `LiveStackFrameInfo`.
fn fill_live(t: &mut Scope<'_>, info: Handle<'_>, frame: JavaFrame<'_>) -> JResult<()> {
    use f::LiveStackFrameInfo as Live;
    let Some(bci) = frame.bci else { return Ok(()) };
    let types = slot_types::before(frame.method, bci);
    if !types.locals.is_empty() {
        let bits = |i: usize, is_reference: bool| frame.local(i, is_reference);
        let locals = values(t, &types.locals, &bits)?;
        Live::locals.set(info.get(t), Some(locals.get(t)));
    }
    if !types.stack.is_empty() {
        let bits = |i: usize, is_reference: bool| frame.operand(i, is_reference);
        let operands = values(t, &types.stack, &bits)?;
        Live::operands.set(info.get(t), Some(operands.get(t)));
    }
    if let Some(lock) = frame.locked() {
        // SAFETY: the frame's lock is a root, read now.
        let owner = unsafe { t.handle_from(lock) };
        let monitors = alloc::new_object_array(t, Wk::Object.klass(), 1)?;
        monitors.get(t).set_elem_ref(0, owner.map(|o| o.get(t)));
        Live::monitors.set(info.get(t), Some(monitors.get(t)));
    }
    Live::mode.set(info.get(t), if frame.is_compiled() { MODE_COMPILED } else { MODE_INTERPRETED });
    Ok(())
}

/// What a frame has in a slot, which holds a reference or not; `None`: nothing any more.
type Bits<'a> = &'a dyn Fn(usize, bool) -> Option<u64>;

/// Slots as objects: references as they are, what is unknown or dead as 0, and others as `PrimitiveSlot`s of 64 bits.
fn values<'s>(t: &mut Scope<'s>, types: &[SlotType], bits: Bits<'_>) -> JResult<Handle<'s>> {
    let array = alloc::new_object_array(t, Wk::Object.klass(), types.len() as i32)?;
    for (i, ty) in types.iter().enumerate() {
        let mut n = t.nested();
        let found = bits(i, *ty == SlotType::Reference);
        let value = match (ty, found) {
            // SAFETY: the analysis says that the slot holds a reference; frames are roots.
            (SlotType::Reference, Some(v)) => unsafe { n.handle_from(NarrowRef(v as u32)) },
            (other, found) => {
                let v = if *other == SlotType::Unknown { 0 } else { found.unwrap_or(0) as i64 };
                java_call::call_static_named(
                    &mut n,
                    Wk::LiveStackFrameInfo.klass(),
                    "asPrimitive",
                    "(J)Ljava/lang/LiveStackFrame$PrimitiveSlot;",
                    &[Value::Long(v)],
                )?
                .object()
            }
        };
        array.get(&n).set_elem_ref(i, value.map(|v| v.get(&n)));
    }
    Ok(array)
}

// ---- the walk ---------------------------------------------------------------------------------------

fn has_room(t: &mut Scope<'_>, buffer: Handle<'_>, start: i32, count: i32) -> JResult<()> {
    let limit = i64::from(start) + i64::from(count);
    let is_array = KlassRef::of(buffer.get(t)).kind == KlassKind::ObjArray;
    if !is_array || start < 1 || limit > buffer.get(t).length() as i64 {
        return Err(t.throw_new("java/lang/IllegalArgumentException", "not enough space in buffers"));
    }
    Ok(())
}

/// Whether the buffer's first element is the calling thread.
fn is_open(t: &Scope<'_>, buffer: Handle<'_>) -> bool {
    buffer.get(t).elem_ref(MAGIC).is_some_and(|o| o.narrow() == t.object.get())
}

fn walk<'s>(
    t: &mut Scope<'s>,
    stream_object: Handle<'_>,
    mode: i64,
    skip: i32,
    count: i32,
    start: i32,
    buffer: Handle<'_>,
) -> JResult<Option<Handle<'s>>> {
    has_room(t, buffer, start, count)?;
    let mut rest = frames(t.thread());
    let mut stream = Stream { current: rest.next(), rest };
    while stream.current.is_some_and(|f| is_walker(f.method.holder)) {
        stream.advance();
    }
    for _ in 0..skip {
        stream.advance();
    }
    let mut end = start;
    if stream.current.is_some() {
        end = fill(t, &mut stream, mode, count, start, buffer)?;
        if end == start {
            return Err(t.throw_new(INTERNAL, "stack walk: decode failed"));
        }
    }
    // SAFETY: the thread's own object, a root.
    let own = unsafe { t.handle_from(t.object.get()) };
    buffer.get(t).set_elem_ref(MAGIC, own.map(|o| o.get(t)));
    let address = (&raw mut stream).cast::<Stream<'static>>();
    OPEN.with_borrow_mut(|open| open.push(address));
    let result = java_call::call_virtual_named(
        t,
        stream_object,
        "doStackWalk",
        "(JIIII)Ljava/lang/Object;",
        &[
            Value::Long(address as i64),
            Value::Int(skip),
            Value::Int(count),
            Value::Int(start),
            Value::Int(end),
        ],
    );
    OPEN.with_borrow_mut(|open| open.retain(|&a| a != address));
    let intact = is_open(t, buffer);
    buffer.get(t).set_elem_ref(MAGIC, None);
    let result = result?.object();
    if !intact {
        return Err(t.throw_new(INTERNAL, "doStackWalk: corrupted buffers on exit"));
    }
    Ok(result)
}

fn more(
    t: &mut Scope<'_>,
    mode: i64,
    anchor: i64,
    count: i32,
    start: i32,
    buffer: Handle<'_>,
) -> JResult<i32> {
    has_room(t, buffer, start, count.max(0))?;
    let open = OPEN.with_borrow(|open| open.iter().copied().find(|&a| a as i64 == anchor));
    let Some(stream) = open.filter(|_| is_open(t, buffer)) else {
        return Err(t.throw_new(INTERNAL, "doStackWalk: corrupted buffers"));
    };
    if count <= 0 {
        return Ok(start);
    }
    // SAFETY: the stream lies in an activation of `walk` of this thread, which waits for Java code
    // that has called here; nothing else uses it meanwhile.
    let stream = unsafe { &mut *stream };
    if stream.current.is_none() {
        return Ok(start);
    }
    stream.advance();
    if stream.current.is_none() {
        return Ok(start);
    }
    let end = fill(t, stream, mode, count, start, buffer)?;
    if end == start {
        return Err(t.throw_new(INTERNAL, "doStackWalk: later decode failed"));
    }
    Ok(end)
}

jvm_export! {
    /// `StackStreamFactory.AbstractStackWalker.callStackWalk`.
    fn JVM_CallStackWalk(
        t, stream: Handle<'_>, mode: i64, skip: i32, count: i32, start: i32, buffer: Handle<'_>
    ) -> object {
        walk(t, stream, mode, skip, count, start, buffer)
    }

    /// `StackStreamFactory.AbstractStackWalker.fetchStackFrames`.
    fn JVM_MoreStackWalk(
        t, _stream: Handle<'_>, mode: i64, anchor: i64, count: i32, start: i32, buffer: Handle<'_>
    ) -> i32, else 0; {
        more(t, mode, anchor, count, start, buffer)
    }
}
