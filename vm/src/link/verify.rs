//! Verification of a class before it is linked (JVMS §5.4.1): which classes are verified, and what the verifier may ask about
//! others.

use classfile::verify::{
    ClassHierarchy, ClassToken, FailureKind, MemberLookup, PendingException, verify_class,
};
use classfile::{ClassFile, ParseOptions};

use super::lookup;
use crate::class::KlassRef;
use crate::class::klass::flag;
use crate::class::method::access;
use crate::loader::{boot, load};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};
use crate::well_known::Wk;

/// Verifies `k` unless it is exempt or has been verified.
///
/// # Errors
/// VerifyError, ClassFormatError, what loading other classes throws.
pub fn verify(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    if k.has_flag(flag::VERIFIED) {
        return Ok(());
    }
    if !is_eligible(k) {
        k.set_flag(flag::VERIFIED);
        return Ok(());
    }
    crate::log!(info, [class, init], "Start class verification for: {}", k.external_name());
    let bytes = k.cold.bytes.get();
    let options =
        ParseOptions { need_verify: false, hidden: true, enable_preview: true, ..ParseOptions::default() };
    let cf = match ClassFile::parse(bytes, &options) {
        Ok(cf) => cf,
        Err(e) => return Err(t.throw_new(e.kind.class_name(), &e.message)),
    };
    let verdict = verify_class(&cf, &mut Hierarchy { t: &mut *t, k });
    crate::log!(info, [class, init], "End class verification for: {}", k.external_name());
    let Err(failure) = verdict else {
        k.set_flag(flag::VERIFIED);
        return Ok(());
    };
    match failure.kind {
        FailureKind::VerifyError => Err(t.throw_new("java/lang/VerifyError", &failure.message)),
        FailureKind::ClassFormatError => Err(t.throw_new("java/lang/ClassFormatError", &failure.message)),
        FailureKind::Pending => {
            t.check_pending()?;
            Err(t.throw_new("java/lang/VerifyError", &failure.message))
        }
    }
}

/// HotSpot's rules: the classes of the boot loader are trusted by default, generated accessors of core reflection always.
fn is_eligible(k: KlassRef) -> bool {
    let settings = boot::settings();
    let wanted = if k.loader.is_boot() { settings.verify_local } else { settings.verify_remote };
    wanted
        && ![Wk::Object, Wk::Class, Wk::String, Wk::Throwable].iter().any(|w| w.try_klass() == Some(k))
        && !Wk::MagicAccessorImpl.try_klass().is_some_and(|m| k.is_subclass_of(m))
}

struct Hierarchy<'t, 's> {
    t: &'t mut Scope<'s>,
    k: KlassRef,
}

fn token(k: KlassRef) -> ClassToken {
    ClassToken(k.id().into())
}

fn klass(token: ClassToken) -> KlassRef {
    // SAFETY: tokens are made by `token` alone.
    unsafe { KlassRef::from_id(token.0 as u32) }
}

impl ClassHierarchy for Hierarchy<'_, '_> {
    fn current(&mut self) -> ClassToken {
        token(self.k)
    }

    fn hidden_name(&mut self) -> Option<Vec<u8>> {
        self.k.is_hidden().then(|| self.k.name.bytes().to_vec())
    }

    fn load(&mut self, name: &[u8]) -> Result<ClassToken, PendingException> {
        if name == self.k.name.bytes() {
            return Ok(token(self.k));
        }
        let found = load::resolve_class(self.t, Symbol::new(name), self.k.loader);
        found.map(token).map_err(|_thrown| PendingException)
    }

    fn is_interface(&mut self, class: ClassToken) -> bool {
        klass(class).is_interface()
    }

    fn superclass(&mut self, class: ClassToken) -> Option<ClassToken> {
        klass(class).superclass.get().map(token)
    }

    fn class_name(&mut self, class: ClassToken) -> Vec<u8> {
        klass(class).name.bytes().to_vec()
    }

    fn is_subclass(&mut self, class: ClassToken, ancestor: ClassToken) -> bool {
        klass(class).is_subclass_of(klass(ancestor))
    }

    fn is_protected_elsewhere(&mut self, class: ClassToken, member: MemberLookup<'_>) -> bool {
        let (Some(name), Some(desc)) = (Symbol::find(member.name), Symbol::find(member.descriptor)) else {
            return false;
        };
        let found = if member.is_method {
            lookup::in_classes(klass(class), name, desc).map(|m| (u32::from(m.access()), m.holder))
        } else {
            lookup::lookup_field(klass(class), name, desc).map(|f| (u32::from(f.access), f.holder))
        };
        found.is_some_and(|(flags, holder)| flags & access::PROTECTED != 0 && !holder.same_package(self.k))
    }
}
