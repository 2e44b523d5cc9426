//! System properties (JVM TI, "System Properties"): those of the command line, and what agents add or change while the VM
//! starts. Later on they are Java's own affair.

use std::ffi::c_char;

use parking_lot::Mutex;

use super::{Error, Out, Text, allocate_array, allocate_text, jvmti_fn};
use crate::vm::vm;

/// Where the boot loader looks behind its modules.
pub(super) const BOOT_APPEND: &str = "jdk.boot.class.path.append";

/// Properties that agents have set.
static OWN: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

fn own(key: &str) -> Option<String> {
    OWN.lock().iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
}

fn get(key: &str) -> Option<String> {
    own(key).or_else(|| vm().options.properties.get(key).map(str::to_owned))
}

fn set(key: &str, value: &str) {
    with(&mut OWN.lock(), key, value);
}

/// Replaces or adds a pair.
fn with(pairs: &mut Vec<(String, String)>, key: &str, value: &str) {
    match pairs.iter_mut().find(|(k, _)| k == key) {
        Some((_, v)) => value.clone_into(v),
        None => pairs.push((key.to_owned(), value.to_owned())),
    }
}

/// Adds an entry to a property that is a path.
pub(super) fn append_own(key: &str, entry: &str) {
    let value = match get(key).filter(|v| !v.is_empty()) {
        Some(before) => format!("{before}:{entry}"),
        None => entry.to_owned(),
    };
    set(key, &value);
}

/// Entries of the boot loader's class path behind its modules, parted by `:`.
pub fn boot_append() -> Option<String> {
    own(BOOT_APPEND).or_else(|| vm().options.boot_append().map(str::to_owned))
}

/// `pairs` with what agents have set.
pub fn with_own(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    for (key, value) in OWN.lock().iter() {
        with(&mut pairs, key, value);
    }
    pairs
}

jvmti_fn! {
    /// `GetSystemProperties`: the keys.
    fn get_system_properties(_e, count: Out<i32>, keys: Out<*mut *mut c_char>) in ON_LOAD_OR_LIVE {
        count.check()?;
        keys.check()?;
        let listed = vm().options.properties.iter().filter(|p| !p.internal);
        let pairs = with_own(listed.map(|p| (p.key.clone(), p.value.clone())).collect());
        let texts = pairs.iter().map(|(k, _)| allocate_text(k)).collect::<Result<Vec<_>, Error>>()?;
        keys.set(allocate_array(&texts)?)?;
        count.set(texts.len() as i32)
    }

    /// `GetSystemProperty`
    fn get_system_property(_e, key: Text, value: Out<*mut c_char>) in ON_LOAD_OR_LIVE {
        value.check()?;
        let found = get(&key.text()?).ok_or(Error::NotAvailable)?;
        value.set(allocate_text(&found)?)
    }

    /// `SetSystemProperty`, for what is writeable.
    fn set_system_property(_e, key: Text, value: Text) in ON_LOAD {
        let key = key.text()?;
        let known = vm().options.properties.iter().find(|p| p.key == key);
        if known.is_some_and(|p| !p.writeable) {
            return Err(Error::NotAvailable);
        }
        set(&key, &value.text()?);
        Ok(())
    }
}
