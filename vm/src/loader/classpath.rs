//! Where the boot loader finds class files: patches of modules, the run-time image (or the exploded build of a JDK), and the
//! entries of `-Xbootclasspath/a:`, which form its unnamed module (JVMS 17 §5.3.1).
//!
//! Entries are looked at when they are first used; missing ones hold nothing. All methods may be called by any thread.

use super::jimage::{Image, ImageError};
use parking_lot::{Mutex, RwLock};
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// A class file or other resource that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its bytes; those of the run-time image are borrowed from the mapping.
    pub bytes: Cow<'static, [u8]>,
    /// Where it came from, as `-Xlog:class+load` says it: `jrt:/java.base`, or the path of the entry.
    pub source: String,
}

/// One place with class files.
#[derive(Debug)]
pub enum Entry {
    /// The mapped `lib/modules`.
    Jimage(&'static Image),
    /// The folder `modules` of a JDK build, with a folder for each module.
    Exploded(PathBuf),
    /// A folder of packages.
    Dir(PathBuf),
    /// A jar file; `None` after it turned out to be none.
    Jar(PathBuf, Mutex<Option<ZipArchive<BufReader<File>>>>),
}

impl Entry {
    /// The entry that a path of a class path names; `None` when nothing is there.
    pub fn of_path(path: &Path) -> Option<Entry> {
        let meta = fs::metadata(path).ok()?;
        if meta.is_dir() {
            return Some(Entry::Dir(path.to_path_buf()));
        }
        Some(Entry::Jar(path.to_path_buf(), Mutex::new(open_jar(path))))
    }

    /// The modules of a JDK: its image, or its exploded build.
    pub fn of_modules(home: &Path) -> Result<Entry, ImageError> {
        let exploded = home.join("modules");
        let image = home.join("lib/modules");
        if !image.is_file() && exploded.join("java.base").is_dir() {
            return Ok(Entry::Exploded(exploded));
        }
        Image::open(&image).map(|image| Entry::Jimage(Box::leak(Box::new(image))))
    }

    /// A resource by its path, for example `java/lang/Object.class`. Entries with modules look into the given one; the others
    /// ignore it. What is damaged in the image is an error with its reason; a damaged member of a jar is reported and taken as
    /// missing, so that later entries and loaders are asked (HotSpot's way).
    pub fn find(&self, module: Option<&str>, path: &str) -> Result<Option<Found>, String> {
        match self {
            Entry::Jimage(image) => {
                let Some(module) = module else { return Ok(None) };
                let bytes = image.find(module, path).map_err(|e| e.to_string())?;
                Ok(bytes.map(|bytes| Found { bytes, source: format!("jrt:/{module}") }))
            }
            Entry::Exploded(modules) => {
                let Some(module) = module else { return Ok(None) };
                read(&modules.join(module), path)
            }
            Entry::Dir(dir) => read(dir, path),
            Entry::Jar(jar, archive) => match archive.lock().as_mut() {
                Some(archive) => Ok(read_member(jar, archive, path).unwrap_or_else(|reason| {
                    eprintln!("{reason}");
                    None
                })),
                None => Ok(None),
            },
        }
    }
}

fn open_jar(path: &Path) -> Option<ZipArchive<BufReader<File>>> {
    File::open(path).ok().and_then(|f| ZipArchive::new(BufReader::new(f)).ok())
}

/// Whether there is a jar file.
pub fn is_jar(path: &Path) -> bool {
    open_jar(path).is_some()
}

fn read(dir: &Path, path: &str) -> Result<Option<Found>, String> {
    match fs::read(dir.join(path)) {
        Ok(bytes) => Ok(Some(Found { bytes: bytes.into(), source: dir.display().to_string() })),
        Err(_) => Ok(None),
    }
}

fn read_member(
    jar: &Path,
    archive: &mut ZipArchive<BufReader<File>>,
    path: &str,
) -> Result<Option<Found>, String> {
    let Some(index) = archive.index_for_name(path) else { return Ok(None) };
    let damaged = |e: &dyn std::fmt::Display| format!("cannot read {path} of {}: {e}", jar.display());
    let mut member = archive.by_index(index).map_err(|e| damaged(&e))?;
    // The stated size is a hint only: a damaged directory must not make us reserve gigabytes.
    let mut bytes = Vec::with_capacity(member.size().min(1 << 20) as usize);
    member.read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
    Ok(Some(Found { bytes: bytes.into(), source: jar.display().to_string() }))
}

/// The class path of the boot loader.
#[derive(Debug)]
pub struct BootClassPath {
    modules: Entry,
    patches: Vec<(String, Vec<Entry>)>,
    append: RwLock<Vec<Entry>>,
}

impl BootClassPath {
    /// The modules of a JDK with patches (module, path parted by `:`) and appended entries (parted by `:`).
    pub fn new(
        home: &Path,
        patches: &[(String, String)],
        append: Option<&str>,
    ) -> Result<BootClassPath, ImageError> {
        let entries = |path: &str| -> Vec<Entry> {
            path.split(':').filter(|p| !p.is_empty()).filter_map(|p| Entry::of_path(Path::new(p))).collect()
        };
        Ok(BootClassPath {
            modules: Entry::of_modules(home)?,
            patches: patches.iter().map(|(module, path)| (module.clone(), entries(path))).collect(),
            append: RwLock::new(append.map(entries).unwrap_or_default()),
        })
    }

    /// The mapped image, unless the JDK is an exploded build.
    pub fn image(&self) -> Option<&'static Image> {
        match self.modules {
            Entry::Jimage(image) => Some(image),
            _ => None,
        }
    }

    /// A class by its internal name: in a module (patches first), or in the appended entries when no module is given.
    pub fn find_class(&self, module: Option<&str>, name: &str) -> Result<Option<Found>, String> {
        self.find_resource(module, &format!("{name}.class"))
    }

    /// As [`BootClassPath::find_class`], by path.
    pub fn find_resource(&self, module: Option<&str>, path: &str) -> Result<Option<Found>, String> {
        let Some(module) = module else {
            return first(&self.append.read(), None, path);
        };
        for (_, entries) in self.patches.iter().filter(|(patched, _)| patched == module) {
            if let Some(found) = first(entries, None, path)? {
                return Ok(Some(found));
            }
        }
        self.modules.find(Some(module), path)
    }

    /// The module of the JDK that has a package (`java/lang`).
    pub fn package_to_module(&self, package: &str) -> Option<String> {
        match &self.modules {
            Entry::Jimage(image) => image.package_to_module(package).map(str::to_string),
            Entry::Exploded(modules) => {
                let has = |module: &PathBuf| module.join(package).is_dir();
                let dirs = fs::read_dir(modules).ok()?.flatten().map(|e| e.path());
                let mut owners: Vec<PathBuf> = dirs.filter(has).collect();
                owners.sort();
                owners.first()?.file_name()?.to_str().map(str::to_string)
            }
            Entry::Dir(_) | Entry::Jar(..) => None,
        }
    }

    /// Whether a package (`com/acme`) has a folder in an appended entry, which one tells by its class files.
    pub fn append_has_entries(&self) -> bool {
        !self.append.read().is_empty()
    }

    /// Adds a jar file at the end (JVM TI, `AddToBootstrapClassLoaderSearch`); false when it is none.
    pub fn add_jar(&self, path: &Path) -> bool {
        let Some(archive) = open_jar(path) else { return false };
        self.append.write().push(Entry::Jar(path.to_path_buf(), Mutex::new(Some(archive))));
        true
    }
}

fn first(entries: &[Entry], module: Option<&str>, path: &str) -> Result<Option<Found>, String> {
    for entry in entries {
        if let Some(found) = entry.find(module, path)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::os::jdk::Jdk;
    use std::io::Write;

    fn temp(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("excelsa-classpath-{name}-{}", std::process::id()));
        fs::create_dir_all(dir.join("p")).unwrap();
        dir
    }

    #[test]
    fn modules_patches_and_appended_entries() {
        let jdk = Jdk::find_for_launcher(None).expect("the tests need an installed JDK 17");
        let dir = temp("dirs");
        fs::write(dir.join("p/A.class"), b"patched").unwrap();
        let jar = dir.join("x.jar");
        let mut zip = zip::ZipWriter::new(File::create(&jar).unwrap());
        zip.start_file("p/B.class", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"from a jar").unwrap();
        zip.finish().unwrap();
        let not_a_jar = dir.join("y.jar");
        fs::write(&not_a_jar, b"nothing").unwrap();

        let patches = [("java.base".to_string(), dir.display().to_string())];
        let append = format!("/nonexistent:{}:{}", not_a_jar.display(), jar.display());
        let path = BootClassPath::new(&jdk.home, &patches, Some(&append)).unwrap();
        let find = |module, name: &str| path.find_class(module, name).unwrap();
        assert_eq!(find(Some("java.base"), "p/A").unwrap().bytes[..], *b"patched");
        assert_eq!(find(Some("java.base"), "java/lang/Object").unwrap().source, "jrt:/java.base");
        let from_jar = find(None, "p/B").unwrap();
        assert_eq!((&from_jar.bytes[..], from_jar.source), (&b"from a jar"[..], jar.display().to_string()));
        assert!(find(None, "p/A").is_none());
        assert!(find(None, "java/lang/Object").is_none());
        assert!(path.add_jar(&jar) && !path.add_jar(&not_a_jar) && !path.add_jar(&dir));
        assert!(is_jar(&jar) && !is_jar(&not_a_jar) && !is_jar(Path::new("/nonexistent")));
        assert_eq!(path.package_to_module("java/util").as_deref(), Some("java.base"));
        fs::remove_dir_all(&dir).unwrap();
    }
}
