//! Targets `parser` and `verifier`: mutated classes of the JDK, in this process.

#[path = "../../../classfile/tests/support/exercise.rs"]
mod exercise;
#[path = "../../../classfile/tests/support/hierarchy.rs"]
mod hierarchy;

use crate::{Random, Target};
use classfile::{ClassFile, ParseOptions, printer, verify};
use hierarchy::Anything;
use jvm::loader::jimage::Image;
use jvm::os::jdk::Jdk;
use std::hint::black_box;

/// Classes of the run-time image.
struct Seeds(Vec<&'static [u8]>);

impl Seeds {
    fn open() -> Result<Seeds, String> {
        let jdk = Jdk::find_for_launcher(None).ok_or("no JDK 17 was found")?;
        let image = Image::open(&jdk.home.join("lib/modules")).map_err(|e| e.to_string())?;
        let mut paths: Vec<String> = image.paths_in("java.base").filter(|p| p.ends_with(".class")).collect();
        paths.sort();
        let small = paths.iter().filter_map(|path| match image.find("java.base", path) {
            Ok(Some(std::borrow::Cow::Borrowed(bytes))) if bytes.len() < 12_000 => Some(bytes),
            _ => None,
        });
        let seeds: Vec<_> = small.collect();
        if seeds.is_empty() {
            Err("the image has no classes that are stored plainly".into())
        } else {
            Ok(Seeds(seeds))
        }
    }

    /// A mutated class, now and then with the version of an old one.
    fn mutant(&self, random: &mut Random) -> Vec<u8> {
        let seed = self.0[random.below(self.0.len())];
        let mut bytes = seed.to_vec();
        if random.once_in(4) {
            bytes[7] = 45 + random.below(17) as u8;
        }
        match random.below(3) {
            0 => random.mutate(&mut bytes),
            1 => in_code(seed, &mut bytes, random),
            _ => in_pool(seed, &mut bytes, random),
        }
        bytes
    }
}

/// Changes what the verifier looks at, or a constant.
pub fn mutate_code(bytes: &mut [u8], random: &mut Random) {
    let seed = bytes.to_vec();
    if random.once_in(4) { in_pool(&seed, bytes, random) } else { in_code(&seed, bytes, random) }
}

/// Changes code, stack maps, handlers and limits of methods: what passes the parser.
fn in_code(seed: &[u8], bytes: &mut [u8], random: &mut Random) {
    let Ok(class) = ClassFile::parse(seed, &ParseOptions::default()) else { return };
    let offset_of = |part: &[u8]| part.as_ptr() as usize - seed.as_ptr() as usize;
    let codes: Vec<_> = class.methods.iter().filter_map(|m| m.code.as_ref()).collect();
    for _ in 0..1 + random.below(3) {
        let Some(code) = (!codes.is_empty()).then(|| codes[random.below(codes.len())]) else { return };
        match (random.below(6), code.stack_map_table) {
            (0 | 1, Some(table)) if !table.is_empty() => {
                let at = offset_of(table) + random.below(table.len());
                bytes[at] = if random.once_in(2) { random.below(10) as u8 } else { random.bits() as u8 };
            }
            (2, _) => {
                // max_stack and max_locals stand eight bytes before the code.
                let at = offset_of(code.code) - 8 + random.below(4);
                bytes[at] = random.number() as u8;
            }
            (3, _) if !code.exception_table.is_empty() => {
                let table = code.exception_table.bytes();
                let at = offset_of(table) + random.below(table.len());
                bytes[at] = bytes[at].wrapping_add(random.below(7) as u8).wrapping_sub(3);
            }
            _ => {
                let at = offset_of(code.code) + random.below(code.code.len());
                bytes[at] = if random.once_in(2) { random.below(202) as u8 } else { random.bits() as u8 };
            }
        }
    }
}

/// Changes bytes near the start, where the constant pool is.
fn in_pool(seed: &[u8], bytes: &mut [u8], random: &mut Random) {
    for _ in 0..1 + random.below(2) {
        let at = 8 + random.below((seed.len() / 2).max(16) - 8);
        if random.once_in(2) {
            bytes[at] = bytes[at].wrapping_add(random.below(5) as u8).wrapping_sub(2);
        } else {
            random.overwrite(bytes, at);
        }
    }
}

struct Parser(Seeds);

/// The target `parser`.
pub fn parser() -> Result<Box<dyn Target>, String> {
    Ok(Box::new(Parser(Seeds::open()?)))
}

impl Target for Parser {
    fn run(&mut self, random: &mut Random) -> Result<(), String> {
        let bytes = self.0.mutant(random);
        let trusted =
            ParseOptions { need_verify: false, relax_verify: true, allow_module: true, ..Default::default() };
        for options in [ParseOptions::default(), trusted] {
            match ClassFile::parse(&bytes, &options) {
                Ok(class) => {
                    exercise::exercise(&class);
                    black_box(printer::print(&class).len());
                }
                Err(e) if e.offset > bytes.len() => {
                    return Err(format!("{e}: offset {} is beyond the file", e.offset));
                }
                Err(e) => drop(black_box(e.to_string())),
            }
        }
        Ok(())
    }
}

struct Verifier(Seeds);

/// The target `verifier`.
pub fn verifier() -> Result<Box<dyn Target>, String> {
    Ok(Box::new(Verifier(Seeds::open()?)))
}

impl Target for Verifier {
    fn run(&mut self, random: &mut Random) -> Result<(), String> {
        let bytes = self.0.mutant(random);
        let Ok(class) = ClassFile::parse(&bytes, &ParseOptions::default()) else { return Ok(()) };
        for verdict in [
            verify::verify_class(&class, &mut Anything::around(&class)),
            verify::infer_types(&class, &mut Anything::around(&class)),
        ] {
            black_box(verdict.err().map(|failure| failure.to_string()));
        }
        Ok(())
    }
}
