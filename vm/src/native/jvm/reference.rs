//! `java.lang.ref`.

use gc::Handle;

use super::jvm_export;
use crate::native::entry::Env;
use crate::runtime::references;
use crate::thread::Scope;
use crate::well_known::f;

/// Whether `reference` refers to `object`. Does not keep the referent alive.
fn refers_to(t: &Scope<'_>, reference: Handle<'_>, object: Option<Handle<'_>>) -> bool {
    f::Reference::referent.get(reference.get(t)) == object.map(|o| o.get(t))
}

/// `Reference.waitForReferencePendingList`. Waits in native code, so that no safepoint waits for it.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_WaitForReferencePendingList(_env: Env) {
    references::wait_pending();
}

jvm_export! {
    /// `Reference.getAndClearReferencePendingList`
    fn JVM_GetAndClearReferencePendingList(t) -> object {
        Ok(references::take_pending(t))
    }

    /// `Reference.hasReferencePendingList`
    fn JVM_HasReferencePendingList(_t) -> u8, else 0; {
        Ok(references::has_pending().into())
    }

    /// `Reference.refersTo0`
    fn JVM_ReferenceRefersTo(t, reference: Handle<'_>, object: Option<Handle<'_>>) -> u8, else 0; {
        Ok(refers_to(t, reference, object).into())
    }

    /// `PhantomReference.refersTo0`
    fn JVM_PhantomReferenceRefersTo(t, reference: Handle<'_>, object: Option<Handle<'_>>) -> u8, else 0; {
        Ok(refers_to(t, reference, object).into())
    }

    /// `Reference.clear0`
    fn JVM_ReferenceClear(t, reference: Handle<'_>) -> (), else (); {
        f::Reference::referent.set(reference.get(t), None);
        Ok(())
    }
}
