//! Reader of the run-time image `lib/modules` (the jimage format, version 1.0), mapped into memory.
//!
//! ```text
//! header      u4 magic 0xCAFEDADA, u4 version (major << 16 | minor), u4 flags, u4 resources, u4 table length n,
//!             u4 size of locations, u4 size of strings             in the byte order of the machine that made it
//! redirect    s4[n]   what to do with a hash: 0 nothing there, negative: slot -1-v, positive: hash again with that seed
//! offsets     u4[n]   slot -> offset in locations
//! locations   attributes of a resource: byte kind << 3 | (length - 1), then a big-endian value; kind 0 ends them
//! strings     modified UTF-8, zero-terminated
//! resources   the bytes themselves, found by the location's offset attribute
//! ```
//! A resource is named `/module/parent/base.extension`. Every access is checked against the mapping, so that a damaged image gives
//! an error or "not there", never a fault. An image stays mapped for good: class files borrow from it.
#![allow(unsafe_code)] // mapping a file

use memmap2::Mmap;
use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::path::Path;

const MAGIC: u32 = 0xCAFE_DADA;
const VERSION: u32 = 1 << 16;
const HEADER: usize = 28;
const HASH_SEED: u32 = 0x0100_0193;

/// What can be wrong with an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageError {
    /// The file cannot be read.
    Unreadable(String),
    /// The header is not that of an image.
    NotAnImage,
    /// The tables reach beyond the file, or a location does.
    Damaged(&'static str),
    /// The resource is stored with a decompressor that the VM does not have.
    UnsupportedCompression(String),
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            ImageError::Unreadable(why) => write!(f, "cannot map the run-time image: {why}"),
            ImageError::NotAnImage => f.write_str("not a run-time image of version 1.0"),
            ImageError::Damaged(what) => write!(f, "damaged run-time image: {what}"),
            ImageError::UnsupportedCompression(what) => {
                write!(f, "unsupported compression in run-time image: {what}")
            }
        }
    }
}

impl std::error::Error for ImageError {}

/// A mapped run-time image.
#[derive(Debug)]
pub struct Image {
    bytes: &'static [u8],
    table_length: usize,
    offsets_at: usize,
    locations_at: usize,
    strings_at: usize,
    data_at: usize,
    swapped: bool,
}

/// The attributes of a resource.
#[derive(Debug, Clone, Copy, Default)]
struct Location {
    /// By kind: end, module, parent, base, extension, offset, compressed size, size.
    attributes: [u64; 8],
}

impl Location {
    const MODULE: usize = 1;
    const PARENT: usize = 2;
    const BASE: usize = 3;
    const EXTENSION: usize = 4;
    const OFFSET: usize = 5;
    const COMPRESSED: usize = 6;
    const SIZE: usize = 7;
}

impl Image {
    /// Maps an image. The mapping is never undone.
    pub fn open(path: &Path) -> Result<Image, ImageError> {
        let unreadable = |e: std::io::Error| ImageError::Unreadable(format!("{}: {e}", path.display()));
        let file = File::open(path).map_err(unreadable)?;
        // SAFETY: an installed JDK's image is not written to while programs run from it; this is what every user of a mapped
        // image relies on.
        let map = unsafe { Mmap::map(&file) }.map_err(unreadable)?;
        let map: &'static Mmap = Box::leak(Box::new(map));
        Image::from_bytes(map)
    }

    /// An image in memory.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Image, ImageError> {
        let mut image = Image {
            bytes,
            table_length: 0,
            offsets_at: 0,
            locations_at: 0,
            strings_at: 0,
            data_at: 0,
            swapped: false,
        };
        let magic = image.u4(0).ok_or(ImageError::NotAnImage)?;
        image.swapped = magic == MAGIC.swap_bytes();
        if (magic != MAGIC && !image.swapped) || image.u4(4) != Some(VERSION) || bytes.len() < HEADER {
            return Err(ImageError::NotAnImage);
        }
        let field = |i: usize| image.u4(i * 4).map_or(0, |v| v as usize);
        let (table_length, locations, strings) = (field(4), field(5), field(6));
        image.table_length = table_length;
        image.offsets_at = HEADER + table_length * 4;
        image.locations_at = image.offsets_at + table_length * 4;
        image.strings_at = image.locations_at + locations;
        image.data_at = image.strings_at + strings;
        if image.table_length == 0 || image.data_at > bytes.len() {
            return Err(ImageError::Damaged("the tables reach beyond the file"));
        }
        Ok(image)
    }

    fn u4(&self, at: usize) -> Option<u32> {
        let bytes: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let value = u32::from_ne_bytes(bytes);
        Some(if self.swapped { value.swap_bytes() } else { value })
    }

    /// A resource of a module by its path, for example `java/lang/Object.class`. `Ok(None)` when there is none.
    pub fn find(&self, module: &str, path: &str) -> Result<Option<Cow<'static, [u8]>>, ImageError> {
        match self.locate(module, path) {
            Some(location) => self.content(&location, module, path).map(Some),
            None => Ok(None),
        }
    }

    /// The module that defines a package, in the form `java/lang`. The image lists it for every package, also where other
    /// modules have resources in a folder of that name.
    pub fn package_to_module(&self, package: &str) -> Option<&'static str> {
        let dotted = package.replace('/', ".");
        let location = self.locate("packages", &dotted)?;
        let content = self.content(&location, "packages", &dotted).ok()?;
        let word = |i: usize| -> Option<u32> {
            let bytes: [u8; 4] = content.get(i * 4..i * 4 + 4)?.try_into().ok()?;
            let value = u32::from_ne_bytes(bytes);
            Some(if self.swapped { value.swap_bytes() } else { value })
        };
        // Pairs of "the module has nothing but folders here" and the offset of its name.
        let owner = (0..content.len() / 8).find(|i| word(i * 2) == Some(0))?;
        self.string(word(owner * 2 + 1)? as usize)
    }

    /// The paths of all resources of a module, in no order.
    pub fn paths_in(&self, module: &str) -> impl Iterator<Item = String> {
        (0..self.table_length).filter_map(move |slot| {
            let location = self.location(self.u4(self.offsets_at + slot * 4)? as usize)?;
            let piece = |kind: usize| self.string(location.attributes[kind] as usize);
            let (parent, extension) = (piece(Location::PARENT)?, piece(Location::EXTENSION)?);
            let folder = if parent.is_empty() { "" } else { "/" };
            let dot = if extension.is_empty() { "" } else { "." };
            let path = format!("{parent}{folder}{}{dot}{extension}", piece(Location::BASE)?);
            (piece(Location::MODULE)? == module).then_some(path)
        })
    }

    /// The perfect hash: the redirect table leads to the slot, and the name that the slot stands for must be the one asked for.
    fn locate(&self, module: &str, path: &str) -> Option<Location> {
        let name = [b"/", module.as_bytes(), b"/", path.as_bytes()];
        let n = self.table_length as u32;
        let redirect = self.u4(HEADER + (hash(HASH_SEED, &name) % n) as usize * 4)? as i32;
        let slot = match redirect {
            0 => return None,
            v if v < 0 => (-1 - v) as u32,
            v => hash(v as u32, &name) % n,
        };
        if slot >= n {
            return None;
        }
        let location = self.location(self.u4(self.offsets_at + slot as usize * 4)? as usize)?;
        self.is_named(&location, module, path).then_some(location)
    }

    fn location(&self, offset: usize) -> Option<Location> {
        let mut rest = self.bytes.get(self.locations_at..self.strings_at)?.get(offset..)?;
        let mut location = Location::default();
        loop {
            let (&head, tail) = rest.split_first()?;
            let kind = usize::from(head >> 3);
            if kind == 0 {
                return Some(location);
            }
            let (value, tail) = tail.split_at_checked(usize::from(head & 7) + 1)?;
            *location.attributes.get_mut(kind)? =
                value.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
            rest = tail;
        }
    }

    fn string(&self, offset: usize) -> Option<&'static str> {
        let rest = self.bytes.get(self.strings_at..self.data_at)?.get(offset..)?;
        let end = rest.iter().position(|b| *b == 0)?;
        std::str::from_utf8(&rest[..end]).ok()
    }

    /// Compares `/module/parent/base.extension` piece by piece.
    fn is_named(&self, location: &Location, module: &str, path: &str) -> bool {
        let piece = |kind: usize| self.string(location.attributes[kind] as usize).unwrap_or("\0");
        let mut rest = path;
        let mut eat = |text: &str| match rest.strip_prefix(text) {
            Some(tail) => {
                rest = tail;
                true
            }
            None => false,
        };
        let parent = piece(Location::PARENT);
        let extension = piece(Location::EXTENSION);
        piece(Location::MODULE) == module
            && eat(parent)
            && (parent.is_empty() || eat("/"))
            && eat(piece(Location::BASE))
            && (extension.is_empty() || (eat(".") && eat(extension)))
            && rest.is_empty()
    }

    fn content(
        &self,
        location: &Location,
        module: &str,
        path: &str,
    ) -> Result<Cow<'static, [u8]>, ImageError> {
        let damaged = ImageError::Damaged("a resource reaches beyond the file");
        let stored = match location.attributes[Location::COMPRESSED] {
            0 => location.attributes[Location::SIZE],
            compressed => compressed,
        };
        let bytes = usize::try_from(location.attributes[Location::OFFSET])
            .ok()
            .and_then(|offset| self.bytes.get(self.data_at.checked_add(offset)?..))
            .and_then(|rest| rest.get(..usize::try_from(stored).ok()?))
            .ok_or(damaged)?;
        if location.attributes[Location::COMPRESSED] == 0 {
            return Ok(Cow::Borrowed(bytes));
        }
        self.expand(bytes, location.attributes[Location::SIZE], &format!("/{module}/{path}")).map(Cow::Owned)
    }

    /// Undoes the compressions of `jlink --compress`, the outermost first. Each layer begins with a header: u4 magic
    /// 0xCAFEFAFA, u8 stored size, u8 plain size, u4 offset of the decompressor's name, u4 of its settings, u1 last.
    fn expand(&self, stored: &[u8], size: u64, name: &str) -> Result<Vec<u8>, ImageError> {
        const LAYER_HEADER: usize = 29;
        const LAYER_MAGIC: u32 = 0xCAFE_FAFA;
        let damaged = ImageError::Damaged("a compressed resource is malformed");
        let mut bytes = stored.to_vec();
        loop {
            let word = |at: usize| {
                let raw: Option<[u8; 4]> = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
                raw.map(u32::from_ne_bytes).map(|v| if self.swapped { v.swap_bytes() } else { v })
            };
            if bytes.len() < LAYER_HEADER || word(0) != Some(LAYER_MAGIC) {
                break;
            }
            let decompressor = word(20).and_then(|at| self.string(at as usize)).unwrap_or("?");
            if decompressor != "zip" {
                return Err(ImageError::UnsupportedCompression(format!("{name} ({decompressor})")));
            }
            let raw: [u8; 8] = bytes[12..20].try_into().map_err(|_| damaged.clone())?;
            let plain_size = u64::from_ne_bytes(raw);
            let plain_size = if self.swapped { plain_size.swap_bytes() } else { plain_size };
            let plain = inflate(&bytes[LAYER_HEADER..], plain_size).ok_or_else(|| damaged.clone())?;
            bytes = plain;
        }
        if bytes.len() as u64 == size { Ok(bytes) } else { Err(damaged) }
    }
}

/// Inflates to exactly `size` bytes.
fn inflate(bytes: &[u8], size: u64) -> Option<Vec<u8>> {
    use std::io::Read;
    let mut plain = Vec::new();
    flate2::read::ZlibDecoder::new(bytes).take(size.checked_add(1)?).read_to_end(&mut plain).ok()?;
    (plain.len() as u64 == size).then_some(plain)
}

fn hash(seed: u32, pieces: &[&[u8]]) -> u32 {
    let bytes = pieces.iter().copied().flatten();
    bytes.fold(seed, |h, b| h.wrapping_mul(HASH_SEED) ^ u32::from(*b)) & 0x7FFF_FFFF
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::os::jdk::Jdk;

    fn installed() -> Image {
        let jdk = Jdk::find_for_launcher(None).expect("the tests need an installed JDK 17");
        Image::open(&jdk.home.join("lib/modules")).unwrap()
    }

    #[test]
    fn finds_classes_and_packages() {
        let image = installed();
        let object = image.find("java.base", "java/lang/Object.class").unwrap().unwrap();
        assert!(matches!(object, Cow::Borrowed(_)));
        assert_eq!(object[..4], [0xCA, 0xFE, 0xBA, 0xBE]);
        assert!(image.find("java.base", "module-info.class").unwrap().is_some());
        assert_eq!(image.find("java.base", "java/lang/Objekt.class"), Ok(None));
        assert_eq!(image.find("java.sql", "java/lang/Object.class"), Ok(None));
        assert_eq!(image.find("", ""), Ok(None));
        assert_eq!(image.package_to_module("java/lang"), Some("java.base"));
        assert_eq!(image.package_to_module("java/sql"), Some("java.sql"));
        assert_eq!(image.package_to_module("no/such"), None);
    }

    #[test]
    fn resources_inflate_to_their_size_only() {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
        let bytes = encoder.finish().unwrap();
        assert_eq!(inflate(&bytes, 1 << 20).map(|b| b.len()), Some(1 << 20));
        assert_eq!(inflate(&bytes, 100), None);
        assert_eq!(inflate(&bytes, (1 << 20) + 1), None);
        assert_eq!(inflate(&bytes, u64::MAX), None);
    }

    #[test]
    fn damaged_images_do_not_fault() {
        assert_eq!(Image::from_bytes(b"short").unwrap_err(), ImageError::NotAnImage);
        let whole = installed().bytes;
        let tables = installed().data_at;
        let cut: &'static [u8] = Box::leak(whole[..tables - 1].to_vec().into_boxed_slice());
        assert!(matches!(Image::from_bytes(cut), Err(ImageError::Damaged(_))));
        let no_data = Image::from_bytes(&whole[..tables]).unwrap();
        assert!(matches!(no_data.find("java.base", "java/lang/Object.class"), Err(ImageError::Damaged(_))));
        // Noise over the tables: any answer will do, as long as there is one.
        let mut noisy = whole[..tables].to_vec();
        let mut state = 1u32;
        for byte in noisy[HEADER..].iter_mut() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        let noisy = Image::from_bytes(Box::leak(noisy.into_boxed_slice())).unwrap();
        for i in 0..10_000 {
            let _ = noisy.find("java.base", &format!("java/lang/C{i}.class"));
            let _ = noisy.package_to_module(&format!("java/p{i}"));
        }
    }
}
