//! Resolution of constant pool entries (JVMS §5.4.3), with access checks (§5.4.4) and loading
//! constraints. Errors of classes, constants and call sites are remembered and thrown again; failed field and method references
//! are looked up anew, as HotSpot does.

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode;
use parking_lot::Mutex;

pub use super::lookup::{lookup_field, lookup_interface_method, lookup_method, select_method};
use super::{access, errors, init, members};
use crate::class::{ConstantPool, Field, KlassRef, LinkedCall, LinkedKind, MethodRef, Tag};
use crate::loader::data::RefSlot;
use crate::loader::{arrays, describe, load};
use crate::runtime::{method_handles, strings};
use crate::symbol::FxMap;
use crate::thread::{JResult, Scope, Thrown};
use crate::well_known::Wk;

/// The invoking instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvokeKind {
    Static,
    Special,
    Virtual,
    Interface,
}

/// What an invoke instruction calls.
#[derive(Clone, Copy, Debug)]
pub enum ResolvedCall {
    /// Exactly this method: static, special, private, final.
    Direct(MethodRef),
    /// Through the receiver's vtable, at this index. The method may be an interface's that a class has inherited.
    Virtual(MethodRef, u32),
    /// Through the receiver's itable: interface `holder`, index `vtable_index`.
    Interface(MethodRef),
    /// Signature-polymorphic call: this static adapter, with the appendix as its last argument.
    Handle { adapter: MethodRef, appendix: Option<RefSlot> },
}

/// A linked invokedynamic instruction.
#[derive(Clone, Copy, Debug)]
pub struct CallSite {
    pub adapter: MethodRef,
    pub appendix: Option<RefSlot>,
}

/// Resolves a Class entry of `holder`'s pool.
///
/// # Errors
/// NoClassDefFoundError, IllegalAccessError, what loading throws.
pub fn class_at(t: &mut Scope<'_>, holder: KlassRef, index: u16) -> JResult<KlassRef> {
    let cp = holder.constants();
    if let Some(k) = cp.resolved_class(index) {
        return Ok(k);
    }
    if let Some(e) = cp.error(index) {
        return Err(errors::throw_again(t, &e));
    }
    match resolve_class(t, holder, cp, index) {
        Ok(k) => {
            holder.data.link(k.data);
            cp.set_resolved_class(index, k);
            crate::log!(debug, [class, resolve], "{} {}", holder.external_name(), k.external_name());
            Ok(k)
        }
        Err(thrown) => Err(remember(t, cp, index, thrown)),
    }
}

fn resolve_class(t: &mut Scope<'_>, holder: KlassRef, cp: &ConstantPool, index: u16) -> JResult<KlassRef> {
    let k = load::resolve_class(t, cp.name_of(index), holder.loader)?;
    check_class_access(t, holder, k)?;
    Ok(k)
}

/// Access to a class that a symbolic reference names (§5.4.3.1).
///
/// # Errors
/// IllegalAccessError.
pub fn check_class_access(t: &mut Scope<'_>, from: KlassRef, to: KlassRef) -> JResult<()> {
    let Err(why) = access::check_class(from, to) else { return Ok(()) };
    let base = to.element().unwrap_or(to);
    let text = access::module_message(t, from, to, why).unwrap_or_else(|| {
        format!(
            "failed to access class {} from class {} ({})",
            base.external_name(),
            from.external_name(),
            describe::both(t, base, from)
        )
    });
    Err(t.throw_new("java/lang/IllegalAccessError", &text))
}

/// Remembers a linkage error for the entry, and throws it.
fn remember(t: &mut Scope<'_>, cp: &ConstantPool, index: u16, thrown: Thrown) -> Thrown {
    let n = t.nested();
    let e = n.catch(thrown);
    if let Some(mut error) = errors::to_remember(&n, e) {
        error.message.get_or_insert_with(|| entry_text(cp, index));
        cp.set_error(index, error);
    }
    n.throw(e)
}

/// What stands for the message of an error that has none when it is thrown again.
fn entry_text(cp: &ConstantPool, index: u16) -> String {
    let name = match cp.tag(index) {
        Tag::MethodHandle => cp.member_name_and_type(cp.method_handle(index).1).0,
        Tag::Dynamic => cp.member_name_and_type(index).0,
        _ => cp.name_of(index),
    };
    name.text().into_owned()
}

/// Resolves a Fieldref of `method`'s class for get/put/getstatic/putstatic in `method`, with all
/// checks of those instructions (static or not, final). Initialises the class for static ones.
///
/// # Errors
/// NoSuchFieldError, IllegalAccessError, IncompatibleClassChangeError, initialisation's.
pub fn field_at(
    t: &mut Scope<'_>,
    method: MethodRef,
    index: u16,
    is_static: bool,
    is_put: bool,
) -> JResult<&'static Field> {
    let holder = method.holder;
    let cp = holder.constants();
    let (class_index, _) = cp.member_ref(index);
    let resolved = class_at(t, holder, class_index)?;
    let (name, desc) = cp.member_name_and_type(index);
    let field = members::field(t, holder, resolved, name, desc)?;
    members::check_field_use(t, method, resolved, field, is_static, is_put)?;
    if is_static {
        init::ensure_initialized(t, field.holder)?;
    }
    members::check_field_constraints(t, holder, field)?;
    cp.set_resolved_field(index, field);
    Ok(field)
}

/// Resolves the classes, strings, fields and calls that a method refers to as far as that runs no Java code, and forgets what
/// goes wrong: for compilations of what has never run.
pub fn resolve_ahead(t: &mut Scope<'_>, method: MethodRef) {
    let code = method.cold.bytecode;
    let mut bci = 0;
    while let Ok(i) = Instruction::decode(code, bci) {
        let mut n = t.nested();
        if let Err(thrown) = resolve_instruction(&mut n, method, &i) {
            n.catch(thrown);
        }
        bci = i.next_bci() as usize;
        if bci >= code.len() {
            break;
        }
    }
}

/// Makes the string constants of a method that is going to be compiled, and forgets what goes wrong: what it is left to do when
/// memory has run out then works without more of it.
pub fn strings_ahead(t: &mut Scope<'_>, method: MethodRef) {
    let code = method.cold.bytecode;
    let cp = method.holder.constants();
    let mut bci = 0;
    while bci < code.len() {
        let Ok(i) = Instruction::decode(code, bci) else { return };
        if let (Opcode::Ldc | Opcode::LdcW, Operands::Constant(index)) = (i.opcode, &i.operands)
            && cp.tag(*index) == Tag::String
            && cp.resolved(*index) == 0
        {
            let mut n = t.nested();
            if let Err(thrown) = constant_at(&mut n, method.holder, *index) {
                n.catch(thrown);
                return;
            }
        }
        bci = i.next_bci() as usize;
    }
}

fn resolve_instruction(t: &mut Scope<'_>, method: MethodRef, i: &Instruction<'_>) -> JResult<()> {
    let holder = method.holder;
    let cp = holder.constants();
    let index = match i.operands {
        Operands::Constant(n) => n,
        Operands::InvokeInterface { index, .. } | Operands::MultiANewArray { index, .. } => index,
        _ => return Ok(()),
    };
    let kind = match i.opcode {
        Opcode::Invokestatic => InvokeKind::Static,
        Opcode::Invokespecial => InvokeKind::Special,
        Opcode::Invokevirtual => InvokeKind::Virtual,
        Opcode::Invokeinterface => InvokeKind::Interface,
        _ => {
            match cp.tag(index) {
                Tag::Class => {
                    let k = class_at(t, holder, index)?;
                    if i.opcode == Opcode::Anewarray {
                        arrays::array_klass(t, k)?;
                    }
                }
                Tag::String => {
                    constant_at(t, holder, index)?;
                }
                Tag::Fieldref => {
                    let resolved = class_at(t, holder, cp.member_ref(index).0)?;
                    let (name, desc) = cp.member_name_and_type(index);
                    let field = members::field(t, holder, resolved, name, desc)?;
                    members::check_field_constraints(t, holder, field)?;
                    cp.set_resolved_field(index, field);
                }
                _ => {}
            }
            return Ok(());
        }
    };
    // method handles are linked by Java code
    let resolved = class_at(t, holder, cp.member_ref(index).0)?;
    if Some(resolved) != Wk::MethodHandle.try_klass() && Some(resolved) != Wk::VarHandle.try_klass() {
        call_at(t, method, index, kind)?;
    }
    Ok(())
}

/// Resolves a Methodref or InterfaceMethodref of `method`'s class for an invoke instruction in it.
/// Initialises the class for static calls.
///
/// A call through an interface of a method that `Object` declares is [`ResolvedCall::Virtual`]. The interpreter checks what depends on the receiver: that it
/// implements the interface of an `invokeinterface` of a private method, and that in interfaces the receiver of an
/// `invokespecial` (but of `<init>`) is a subtype of the calling one.
///
/// # Errors
/// NoSuchMethodError, IllegalAccessError, IncompatibleClassChangeError, AbstractMethodError,
/// linkage errors, initialisation's.
pub fn method_at(
    t: &mut Scope<'_>,
    method: MethodRef,
    index: u16,
    kind: InvokeKind,
) -> JResult<ResolvedCall> {
    let call = call_at(t, method, index, kind)?;
    if kind == InvokeKind::Static
        && let ResolvedCall::Direct(m) = call
    {
        init::ensure_initialized(t, m.holder)?;
    }
    Ok(call)
}

/// Resolves a call, and remembers what it calls for compilers.
fn call_at(t: &mut Scope<'_>, method: MethodRef, index: u16, kind: InvokeKind) -> JResult<ResolvedCall> {
    let holder = method.holder;
    let cp = holder.constants();
    if kind == InvokeKind::Virtual
        && let Some(LinkedCall { method: adapter, appendix }) = cp.linked_call(index, LinkedKind::Handle)
    {
        return Ok(ResolvedCall::Handle { adapter, appendix });
    }
    let (class_index, _) = cp.member_ref(index);
    let resolved = class_at(t, holder, class_index)?;
    let (name, desc) = cp.member_name_and_type(index);
    let is_interface_ref = cp.tag(index) == Tag::InterfaceMethodref;
    let reference = members::Reference {
        from: Some(holder),
        resolved,
        name,
        desc,
        is_interface_ref: Some(is_interface_ref),
        check_loaders: true,
    };
    let call = members::resolve_call(t, &reference, kind)?;
    if let ResolvedCall::Direct(m) | ResolvedCall::Virtual(m, _) | ResolvedCall::Interface(m) = call
        && m.name == name
    {
        if kind == InvokeKind::Special {
            cp.set_linked_call(index, LinkedKind::Special, LinkedCall { method: m, appendix: None });
        } else {
            cp.set_resolved_method(index, m);
        }
    }
    if let ResolvedCall::Handle { adapter: method, appendix } = call {
        let linked = cp.set_linked_call(index, LinkedKind::Handle, LinkedCall { method, appendix });
        return Ok(ResolvedCall::Handle { adapter: linked.method, appendix: linked.appendix });
    }
    Ok(call)
}

/// Resolves a String, MethodHandle, MethodType or Dynamic entry (not Class: see [`class_at`]). The
/// slot of a Dynamic entry of primitive type holds its box; a null constant has a slot holding null.
///
/// # Errors
/// Linkage errors, BootstrapMethodError.
pub fn constant_at(t: &mut Scope<'_>, holder: KlassRef, index: u16) -> JResult<RefSlot> {
    let cp = holder.constants();
    let there = cp.resolved(index);
    if there != 0 {
        return Ok(RefSlot(there as u32));
    }
    if let Some(e) = cp.error(index) {
        return Err(errors::throw_again(t, &e));
    }
    let made = {
        let mut n = t.nested();
        make_constant(&mut n, holder, index)
    };
    match made {
        Ok(slot) => Ok(RefSlot(cp.set_resolved(index, slot.0.into()) as u32)),
        Err(thrown) => Err(remember(t, cp, index, thrown)),
    }
}

fn make_constant(t: &mut Scope<'_>, holder: KlassRef, index: u16) -> JResult<RefSlot> {
    let cp = holder.constants();
    let value = match cp.tag(index) {
        Tag::String => Some(strings::intern_mutf8(t, cp.utf8(cp.info(index) as u16))?),
        Tag::MethodHandle => Some(method_handles::method_handle_constant(t, holder, index)?),
        Tag::MethodType => Some(method_handles::method_type(t, cp.name_of(index), holder)?),
        Tag::Dynamic => method_handles::dynamic_constant(t, holder, index)?,
        tag => {
            let text =
                format!("constant pool entry {index} of {} is no loadable constant: {tag:?}", holder.name);
            return Err(t.throw_new("java/lang/ClassFormatError", &text));
        }
    };
    Ok(holder.data.new_slot(value.map(|v| v.get(t))))
}

/// What became of an invokedynamic instruction.
type Linked = Result<CallSite, crate::class::constant_pool::ResolutionError>;

/// By address of the method and bytecode index.
static CALL_SITES: Mutex<Option<FxMap<(usize, u32), Linked>>> = Mutex::new(None);

/// Forgets the call sites of methods that are being unloaded.
pub fn purge_call_sites() {
    if let Some(sites) = CALL_SITES.lock().as_mut() {
        sites.retain(|&(method, _), _| {
            // SAFETY: keys are addresses of methods, which have not been freed yet.
            let m = unsafe { &*(method as *const crate::class::Method) };
            !m.holder.data.is_dead()
        });
    }
}

/// The call site of the invokedynamic instruction at `bci` of `method`, if it has been linked.
pub fn linked_call_site(method: MethodRef, bci: u32) -> Option<CallSite> {
    let key = (std::ptr::from_ref(method.0) as usize, bci);
    CALL_SITES.lock().as_ref()?.get(&key)?.as_ref().ok().copied()
}

/// Links the invokedynamic instruction at `bci` of `method` (each instruction has its own call site).
///
/// # Errors
/// BootstrapMethodError, linkage errors.
pub fn call_site_at(t: &mut Scope<'_>, method: MethodRef, bci: u32, index: u16) -> JResult<CallSite> {
    let key = (std::ptr::from_ref(method.0) as usize, bci);
    let there = CALL_SITES.lock().get_or_insert_default().get(&key).cloned();
    match there {
        Some(Ok(site)) => return Ok(site),
        Some(Err(e)) => return Err(errors::throw_again(t, &e)),
        None => {}
    }
    let linked = match method_handles::link_call_site(t, method, bci, index) {
        Ok(site) => Ok(site),
        Err(thrown) => {
            let n = t.nested();
            let e = n.catch(thrown);
            let Some(mut error) = errors::to_remember(&n, e) else { return Err(n.throw(e)) };
            // HotSpot keeps the causes of failed constants, but not those of failed call sites
            error.cause = None;
            CALL_SITES.lock().get_or_insert_default().entry(key).or_insert(Err(error));
            return Err(n.throw(e));
        }
    };
    // the first thread's call site is everybody's
    let first = CALL_SITES.lock().get_or_insert_default().entry(key).or_insert(linked).clone();
    first.map_err(|e| errors::throw_again(t, &e))
}
