//! Target `jimage`: small run-time images, made here, and damaged in tables, locations and compressed resources.

use crate::{Random, Target};
use jvm::loader::jimage::Image;
use std::hint::black_box;
use std::io::Write;

const MAGIC: u32 = 0xCAFE_DADA;
const LAYER_MAGIC: u32 = 0xCAFE_FAFA;
const SEED: u32 = 0x0100_0193;
const HEADER: usize = 28;

/// Module and path of the resources; `packages` lists modules of packages.
const RESOURCES: [(&str, &str); 14] = [
    ("java.base", "java/lang/Object.class"),
    ("java.base", "java/lang/String.class"),
    ("java.base", "java/util/List.class"),
    ("java.base", "module-info.class"),
    ("java.base", "jdk/internal/vm/options"),
    ("java.base", "META-INF/x.y.z"),
    ("java.sql", "java/sql/Date.class"),
    ("java.sql", "module-info.class"),
    ("java.sql", "noextension"),
    ("m", "a/b/c/d/e/f/g/Deep.class"),
    ("m", "Top.class"),
    ("m", "p/Packed.class"),
    ("packages", "java.lang"),
    ("packages", "java.sql"),
];

fn hash(seed: u32, text: &str) -> u32 {
    text.bytes().fold(seed, |h, b| h.wrapping_mul(SEED) ^ u32::from(b)) & 0x7FFF_FFFF
}

/// An image under construction.
#[derive(Default)]
struct Builder {
    strings: Vec<u8>,
    locations: Vec<u8>,
    data: Vec<u8>,
}

impl Builder {
    fn string(&mut self, text: &str) -> u64 {
        let at = self.strings.len() as u64;
        self.strings.extend(text.bytes());
        self.strings.push(0);
        at
    }

    /// Adds a resource; its location's offset.
    fn resource(&mut self, module: &str, path: &str, content: &[u8], layers: usize) -> u32 {
        let (parent, file) = path.rsplit_once('/').unwrap_or(("", path));
        let (base, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        let pieces =
            if module == "packages" { ["packages", "", path, ""] } else { [module, parent, base, extension] };
        let mut stored = content.to_vec();
        for _ in 0..layers {
            stored = self.layer(&stored);
        }
        let at = self.locations.len() as u32;
        let compressed = if layers == 0 { 0 } else { stored.len() as u64 };
        let mut attributes = [0; 8];
        for (kind, piece) in pieces.iter().enumerate() {
            attributes[kind + 1] = self.string(piece);
        }
        attributes[5..].copy_from_slice(&[self.data.len() as u64, compressed, content.len() as u64]);
        for (kind, value) in attributes.iter().enumerate().skip(1) {
            let bytes = value.to_be_bytes();
            let skip = bytes.iter().take(7).take_while(|b| **b == 0).count();
            self.locations.push((kind as u8) << 3 | (7 - skip) as u8);
            self.locations.extend(&bytes[skip..]);
        }
        self.locations.push(0);
        self.data.extend(stored);
        at
    }

    /// One compression of a resource.
    fn layer(&mut self, plain: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(plain).expect("memory");
        let packed = encoder.finish().expect("memory");
        let name = self.string("zip") as u32;
        let mut out = LAYER_MAGIC.to_ne_bytes().to_vec();
        out.extend((packed.len() as u64).to_ne_bytes());
        out.extend((plain.len() as u64).to_ne_bytes());
        out.extend([name.to_ne_bytes(), 0u32.to_ne_bytes()].concat());
        out.push(1);
        out.extend(packed);
        out
    }
}

/// A sound image; where its data begins.
fn build() -> (Vec<u8>, usize) {
    let mut b = Builder::default();
    let mut slots: Vec<(String, u32)> = Vec::new();
    for (i, (module, path)) in RESOURCES.iter().enumerate() {
        let content = if *module == "packages" {
            let owner = if path.ends_with("sql") { "java.sql" } else { "java.base" };
            let name = b.string(owner) as u32;
            [0u32.to_ne_bytes(), name.to_ne_bytes()].concat()
        } else {
            vec![i as u8; 40 + i * 13]
        };
        let at = b.resource(module, path, &content, [0, 0, 1, 2][i % 4]);
        slots.push((format!("/{module}/{path}"), at));
    }
    // Redirects: a slot of one's own where the hash is alone, else the next free one.
    let n = slots.len();
    let mut redirect = vec![0i32; n];
    let mut offsets = vec![0u32; n];
    let mut buckets: Vec<Vec<&(String, u32)>> = vec![Vec::new(); n];
    for slot in &slots {
        buckets[hash(SEED, &slot.0) as usize % n].push(slot);
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|i| std::cmp::Reverse(buckets[*i].len()));
    let mut taken = vec![false; n];
    for i in order {
        match buckets[i].as_slice() {
            [] => {}
            [(_, at)] => {
                let free = taken.iter().position(|t| !t).expect("as many slots as resources");
                taken[free] = true;
                (redirect[i], offsets[free]) = (-1 - free as i32, *at);
            }
            several => {
                let places = |seed: u32| -> Vec<usize> {
                    several.iter().map(|(name, _)| hash(seed, name) as usize % n).collect()
                };
                let fits = |seed: &u32| {
                    let p = places(*seed);
                    p.iter().enumerate().all(|(k, at)| !taken[*at] && !p[..k].contains(at))
                };
                let seed = (1..1_000_000).find(fits).expect("a seed without collisions");
                for (place, (_, at)) in places(seed).into_iter().zip(several) {
                    taken[place] = true;
                    offsets[place] = *at;
                }
                redirect[i] = seed as i32;
            }
        }
    }
    let header = [MAGIC, 1 << 16, 0, n as u32, n as u32, b.locations.len() as u32, b.strings.len() as u32];
    let mut out: Vec<u8> = header.iter().flat_map(|w| w.to_ne_bytes()).collect();
    out.extend(redirect.iter().flat_map(|w| w.to_ne_bytes()));
    out.extend(offsets.iter().flat_map(|w| w.to_ne_bytes()));
    out.extend(&b.locations);
    out.extend(&b.strings);
    let data = out.len();
    out.extend(&b.data);
    (out, data)
}

struct Images {
    sound: Vec<u8>,
    data: usize,
}

/// The target `jimage`.
pub fn open() -> Result<Box<dyn Target>, String> {
    let (sound, data) = build();
    let image = Image::from_bytes(Box::leak(sound.clone().into_boxed_slice())).map_err(|e| e.to_string())?;
    for (module, path) in RESOURCES {
        match image.find(module, path) {
            Ok(Some(_)) => {}
            other => return Err(format!("the sound image has no /{module}/{path}: {other:?}")),
        }
    }
    if image.package_to_module("java/sql") != Some("java.sql") {
        return Err("the sound image does not know its packages".into());
    }
    Ok(Box::new(Images { sound, data }))
}

impl Target for Images {
    fn run(&mut self, random: &mut Random) -> Result<(), String> {
        let mut bytes = self.sound.clone();
        match random.below(4) {
            0 => random.mutate(&mut bytes),
            // One number in header, tables, locations, strings, or in a resource.
            1 => {
                let at = random.below(HEADER / 4) * 4;
                random.overwrite(&mut bytes, at);
            }
            2 => (0..1 + random.below(4)).for_each(|_| {
                let at = HEADER + random.below(self.data - HEADER);
                random.overwrite(&mut bytes, at);
            }),
            _ => (0..1 + random.below(4)).for_each(|_| {
                let at = self.data + random.below(self.sound.len() - self.data);
                random.overwrite(&mut bytes, at);
            }),
        }
        if random.once_in(20) {
            // As a machine of the other byte order would have written the header.
            bytes.chunks_exact_mut(4).take(7).for_each(|w| w.reverse());
        }
        // Classes borrow from an image for good.
        let Ok(image) = Image::from_bytes(Box::leak(bytes.into_boxed_slice())) else { return Ok(()) };
        for (module, path) in RESOURCES {
            black_box(
                image.find(module, path).map_or_else(|e| e.to_string().len(), |f| f.map_or(0, |b| b.len())),
            );
            black_box(image.package_to_module(path));
        }
        black_box(image.paths_in("java.base").map(|p| p.len()).sum::<usize>());
        Ok(())
    }
}
