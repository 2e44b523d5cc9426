//! Symbols: interned modified UTF-8 strings (names and descriptors), compared by address.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::OnceLock;

use parking_lot::{Mutex, RwLock};
use rustc_hash::FxHasher;

use crate::metaspace::Arena;

#[repr(C)]
struct Data {
    length: u16,
    // the bytes follow
}

/// An interned name. Lives for ever.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Symbol(&'static Data);

const SHARDS: usize = 16;

/// A symbol looked up by its bytes.
struct ByBytes(Symbol);

impl Borrow<[u8]> for ByBytes {
    fn borrow(&self) -> &[u8] {
        self.0.bytes()
    }
}
impl PartialEq for ByBytes {
    fn eq(&self, o: &Self) -> bool {
        self.0.bytes() == o.0.bytes()
    }
}
impl Eq for ByBytes {}
impl Hash for ByBytes {
    fn hash<H: Hasher>(&self, h: &mut H) {
        self.0.bytes().hash(h);
    }
}

type Set = HashSet<ByBytes, BuildHasherDefault<FxHasher>>;

struct Table {
    shards: [RwLock<Set>; SHARDS],
    /// Where the next symbol lies, and the end of the memory there.
    memory: Mutex<(usize, usize)>,
}

/// Bytes that are taken from the system at a time.
const BLOCK: usize = 64 << 10;

impl Table {
    /// `size` bytes, 8-byte aligned, for ever.
    fn allocate(&self, size: usize) -> *mut u8 {
        let size = size.next_multiple_of(8);
        let mut m = self.memory.lock();
        if m.1 - m.0 < size {
            let block: &'static mut [u64] = Box::leak(vec![0; size.max(BLOCK) / 8].into_boxed_slice());
            let start = block.as_mut_ptr().expose_provenance();
            *m = (start, start + size.max(BLOCK));
        }
        let at = m.0;
        m.0 += size;
        std::ptr::with_exposed_provenance_mut(at)
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table { shards: Default::default(), memory: Mutex::default() })
}

impl Symbol {
    /// The symbol for `bytes` (modified UTF-8, at most 65535 bytes).
    pub fn new(bytes: &[u8]) -> Symbol {
        let t = table();
        let shard = &t.shards[shard_of(bytes)];
        if let Some(s) = shard.read().get(bytes) {
            return s.0;
        }
        let mut set = shard.write();
        if let Some(s) = set.get(bytes) {
            return s.0;
        }
        // SAFETY: fresh memory for the length and the bytes.
        let s = unsafe { Symbol::write(bytes, t.allocate(2 + bytes.len())) };
        set.insert(ByBytes(s));
        s
    }

    /// A symbol that is in no table, for a name that nobody else has: hidden classes'. It lives as long as `arena`.
    pub fn unique(bytes: &[u8], arena: &Arena) -> Symbol {
        // SAFETY: as above.
        unsafe { Symbol::write(bytes, arena.allocate(2 + bytes.len())) }
    }

    /// # Safety
    /// There must be 2 bytes more at `p` than there are in `bytes`, aligned to 2.
    unsafe fn write(bytes: &[u8], p: *mut u8) -> Symbol {
        let length = u16::try_from(bytes.len()).expect("a symbol has at most 65535 bytes");
        // SAFETY: by the caller's promise.
        unsafe {
            p.cast::<u16>().write(length);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), p.add(2), bytes.len());
            Symbol(&*p.cast::<Data>())
        }
    }

    /// The symbol for `bytes` if there is one already.
    pub fn find(bytes: &[u8]) -> Option<Symbol> {
        table().shards[shard_of(bytes)].read().get(bytes).map(|s| s.0)
    }

    pub fn bytes(self) -> &'static [u8] {
        // SAFETY: the bytes follow the length; symbols live for ever.
        unsafe {
            std::slice::from_raw_parts(std::ptr::from_ref(self.0).cast::<u8>().add(2), self.0.length.into())
        }
    }

    /// The text, with what is no UTF-8 (lone surrogates, encoded NUL) replaced.
    pub fn text(self) -> std::borrow::Cow<'static, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// The text with dots for slashes: a class's external name.
    pub fn external(self) -> String {
        self.text().replace('/', ".")
    }

    #[inline(always)]
    pub fn address(self) -> usize {
        std::ptr::from_ref(self.0) as usize
    }

    /// # Safety
    /// `a` must come from [`Symbol::address`].
    #[inline(always)]
    pub unsafe fn from_address(a: usize) -> Symbol {
        // SAFETY: by the caller's promise.
        Symbol(unsafe { &*(a as *const Data) })
    }
}

fn shard_of(bytes: &[u8]) -> usize {
    let n = bytes.len();
    if n == 0 { 0 } else { (bytes[n - 1] as usize ^ (bytes[n / 2] as usize) ^ n) % SHARDS }
}

impl PartialEq for Symbol {
    #[inline(always)]
    fn eq(&self, o: &Self) -> bool {
        std::ptr::eq(self.0, o.0)
    }
}
impl Eq for Symbol {}
impl Hash for Symbol {
    fn hash<H: Hasher>(&self, h: &mut H) {
        self.address().hash(h);
    }
}
impl PartialEq<&str> for Symbol {
    fn eq(&self, o: &&str) -> bool {
        self.bytes() == o.as_bytes()
    }
}
impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.text())
    }
}

/// A hash map keyed by things that hash well by address.
pub type FxMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<FxHasher>>;

/// A hash set of things that hash well by address.
pub type FxSet<T> = HashSet<T, BuildHasherDefault<FxHasher>>;
