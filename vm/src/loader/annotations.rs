//! The annotations that matter to the VM (`@Hidden`, `@CallerSensitive`, ...), read from RuntimeVisibleAnnotations (JVMS §4.7.16).
//!
//! Only classes of the boot and platform loaders, and hidden classes that were given the right, may use them.

use classfile::constant_pool::ConstantPool;

use crate::class::method::flag;

/// Annotation on methods → method flag.
const METHOD: &[(&[u8], u32)] = &[
    (b"Ljdk/internal/reflect/CallerSensitive;", flag::CALLER_SENSITIVE),
    (b"Ljdk/internal/vm/annotation/Hidden;", flag::HIDDEN),
    (b"Ljava/lang/invoke/LambdaForm$Compiled;", flag::LAMBDA_FORM_COMPILED),
    (b"Ljava/lang/invoke/LambdaForm$Hidden;", flag::HIDDEN),
    (b"Ljdk/internal/vm/annotation/ForceInline;", flag::FORCE_INLINE),
    (b"Ljdk/internal/vm/annotation/DontInline;", flag::DONT_INLINE),
    (b"Ljdk/internal/vm/annotation/ReservedStackAccess;", flag::RESERVED_STACK),
    (b"Ljdk/internal/vm/annotation/IntrinsicCandidate;", flag::INTRINSIC_CANDIDATE),
    (b"Ljdk/internal/misc/ScopedMemoryAccess$Scoped;", flag::SCOPED),
];
const STABLE: &[u8] = b"Ljdk/internal/vm/annotation/Stable;";

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn u1(&mut self) -> Option<u8> {
        let (&b, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(b)
    }
    fn u2(&mut self) -> Option<u16> {
        Some(u16::from(self.u1()?) << 8 | u16::from(self.u1()?))
    }

    /// Skips an element_value; nesting is bounded, since it comes from a file.
    fn skip_value(&mut self, depth: usize) -> Option<()> {
        if depth > 64 {
            return None;
        }
        match self.u1()? {
            b'e' => {
                self.u2()?;
                self.u2()?;
            }
            b'@' => {
                self.u2()?;
                self.skip_pairs(depth + 1)?;
            }
            b'[' => {
                for _ in 0..self.u2()? {
                    self.skip_value(depth + 1)?;
                }
            }
            _ => {
                self.u2()?;
            }
        }
        Some(())
    }

    fn skip_pairs(&mut self, depth: usize) -> Option<()> {
        for _ in 0..self.u2()? {
            self.u2()?;
            self.skip_value(depth)?;
        }
        Some(())
    }

    fn each(&mut self, cp: &ConstantPool<'a>, mut f: impl FnMut(&'a [u8])) -> Option<()> {
        for _ in 0..self.u2()? {
            let ty = self.u2()?;
            f(cp.utf8(ty).unwrap_or_default());
            self.skip_pairs(0)?;
        }
        Some(())
    }
}

/// Method flags that the annotations of a method stand for.
pub fn method_flags<'a>(cp: &ConstantPool<'a>, visible: Option<&'a [u8]>) -> u32 {
    let mut flags = 0;
    let Some(bytes) = visible else { return 0 };
    // what is malformed is left alone, as reflection will report it
    let _ = Reader(bytes).each(cp, |ty| {
        flags |= METHOD.iter().find(|(name, _)| *name == ty).map_or(0, |(_, flag)| *flag);
    });
    flags
}

/// Whether a field is `@Stable`.
pub fn is_stable<'a>(cp: &ConstantPool<'a>, visible: Option<&'a [u8]>) -> bool {
    let mut stable = false;
    let Some(bytes) = visible else { return false };
    let _ = Reader(bytes).each(cp, |ty| stable |= ty == STABLE);
    stable
}
