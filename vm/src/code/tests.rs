//! Installing, finding, running and freeing code, without a virtual machine.

use jit::code::{CompiledCode, Relocation, RelocationKind, RelocationTarget, Site, SiteResult};
use jit::shape::Shape;

use super::*;
use crate::arch;

/// Shapes of their own for each test, which share the cache.
fn key(descriptor: &str) -> AdapterKey {
    AdapterKey::Call(Shape::of(descriptor.as_bytes(), false))
}

/// `extern "C" fn(a: i32, b: i32) -> i32 { a + b }`
const ADD: &[u8] = if cfg!(target_arch = "x86_64") {
    &[0x89, 0xf8, 0x01, 0xf0, 0xc3]
} else {
    &[0x20, 0x00, 0x00, 0x0b, 0xc0, 0x03, 0x5f, 0xd6]
};

fn call(address: usize, a: i32, b: i32) -> i32 {
    // SAFETY: the tests install functions of this type.
    let f: extern "C" fn(i32, i32) -> i32 = unsafe { std::mem::transmute(address) };
    f(a, b)
}

fn free(blob: &'static Blob) {
    CACHE.lock().as_mut().unwrap().adapters.retain(|_, b| !std::ptr::eq(*b, blob));
    sweep::free_if(|b| std::ptr::eq(b, blob));
}

#[test]
fn installed_code_is_found_and_runs() {
    let site = |pc, bci| Site {
        pc,
        scope: 0,
        bci,
        depth: 0,
        result: SiteResult::Void,
        saves_all: false,
        refs: 0,
        landing: 0,
    };
    let size = ADD.len() as u32;
    let code = CompiledCode {
        bytes: ADD.to_vec(),
        sites: vec![site(2, 7), site(size, 9)],
        ref_bits: vec![5],
        state_words: 3,
        ..Default::default()
    };
    let blob = install_adapter(code.clone(), key("(IIJ)I")).unwrap();
    assert_eq!(call(blob.entry(), 40, 2), 42);
    assert_eq!(blob.start % 32, 0);
    // a return address at the very end is the blob's
    for pc in [blob.start, blob.start + 2, blob.end()] {
        assert!(find(pc).is_some_and(|b| std::ptr::eq(b, blob)));
    }
    assert_eq!(blob.site(blob.start + 2).map(|s| s.bci), Some(7));
    assert_eq!(blob.site(blob.end()).map(|s| s.bci), Some(9));
    assert!(blob.site(blob.start).is_none() && blob.site(blob.start - 1).is_none());
    assert_eq!(blob.refs(blob.site(blob.end()).unwrap()), [5]);
    assert!(blob.code.bytes.is_empty());
    assert!(std::ptr::eq(install_adapter(code, key("(IIJ)I")).unwrap(), blob), "one of each kind");
    assert!(
        find(0).is_none()
            && find(bounds().1).is_none()
            && find(installed_code_is_found_and_runs as *const () as usize).is_none()
    );
}

#[test]
fn freed_code_is_not_found_and_its_place_is_used_again() {
    let code = CompiledCode { bytes: vec![0x90; 5000], ..Default::default() };
    let first = install_adapter(code.clone(), key("(JIJ)J")).unwrap();
    let (start, used) = (first.start, first.footprint());
    assert!(used > 5000 && used < 5000 + 200);
    free(first);
    assert!(find(start).is_none() && find(start + 4999).is_none());
    // SAFETY: a part of the code cache.
    let seen = unsafe { *(start as *const [u8; 4]) };
    assert!(seen == arch::TRAP || find(start).is_some(), "another test may have taken it");
    let second = install_adapter(code, key("(JJJ)J")).unwrap();
    assert!(find(second.start).is_some());
    free(second);
}

#[test]
fn full_is_an_answer() {
    let code = CompiledCode { bytes: vec![0x90; 64 << 20], ..Default::default() };
    assert_eq!(install_adapter(code, key("(DDD)V")).err(), Some(Full { wanted: 64 << 20 }));
}

#[test]
fn addresses_are_filled_in() {
    let relocation = |offset, kind, target, addend| Relocation { offset, kind, target, addend };
    let code = CompiledCode {
        bytes: vec![0; 32],
        relocations: vec![
            relocation(0, RelocationKind::Absolute, RelocationTarget::Code(20), 3),
            relocation(16, RelocationKind::Relative32, RelocationTarget::Code(4), -4),
            relocation(24, RelocationKind::Arm64Call, RelocationTarget::Code(4), 0),
        ],
        ..Default::default()
    };
    let blob = install_adapter(code, key("(FFF)V")).unwrap();
    // SAFETY: the code of the blob.
    let seen = unsafe { *(blob.start as *const [u8; 28]) };
    let word = |at: usize| u64::from_le_bytes(seen[at..at + 8].try_into().unwrap());
    let half = |at: usize| u32::from_le_bytes(seen[at..at + 4].try_into().unwrap());
    assert_eq!(word(0), blob.start as u64 + 23);
    assert_eq!(half(16) as i32, 4 - 4 - 16);
    assert_eq!(half(24), (-5i32 as u32) & ((1 << 26) - 1));
    free(blob);
}

extern "C" fn far_away(a: i32, b: i32) -> i32 {
    a * b
}

#[test]
fn far_jumps_go_there() {
    let bytes = arch::far_jump(far_away as *const () as u64).to_vec();
    let blob = install_adapter(CompiledCode { bytes, ..Default::default() }, key("(DFD)V")).unwrap();
    assert_eq!(call(blob.entry(), 6, 7), 42);
}

#[test]
fn lookups_while_code_comes_and_goes() {
    let permanent =
        install_adapter(CompiledCode { bytes: ADD.to_vec(), ..Default::default() }, key("(JFJ)I")).unwrap();
    std::thread::scope(|s| {
        for n in 0..2 {
            s.spawn(move || {
                let name = ["(FIIIF)V", "(FIIID)V"][n];
                for i in 0..500 {
                    let code = CompiledCode { bytes: ADD.repeat(1 + i % 60), ..Default::default() };
                    let blob = install_adapter(code, key(name)).unwrap();
                    assert!(std::ptr::eq(find(blob.start + 1).unwrap(), blob));
                    assert_eq!(call(blob.entry(), i as i32, 1), i as i32 + 1);
                    free(blob);
                }
            });
        }
        for _ in 0..20_000 {
            assert!(std::ptr::eq(find(permanent.start + 3).unwrap(), permanent));
        }
    });
    assert_eq!(usage().used % 128, 0);
}
