//! A class hierarchy answered from class files in memory, for tests of the verifier.
#![allow(dead_code)] // Each test uses its part.

pub mod asm;

use classfile::access_flags::{FieldAccessFlags, MethodAccessFlags};
use classfile::verify::{ClassHierarchy, ClassToken, MemberLookup, PendingException};
use classfile::{ClassFile, ParseOptions};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A member that may be protected.
struct Member {
    is_method: bool,
    name: Vec<u8>,
    descriptor: Vec<u8>,
    is_protected: bool,
}

/// A known class.
struct Class {
    name: Vec<u8>,
    super_name: Option<Vec<u8>>,
    is_interface: bool,
    members: Vec<Member>,
}

/// All known classes.
#[derive(Default)]
pub struct World {
    classes: Vec<Class>,
    by_name: HashMap<Vec<u8>, usize>,
}

impl World {
    /// Adds a class; an earlier one of the same name stays.
    pub fn add(&mut self, cf: &ClassFile<'_>) {
        let name = cf.this_class_name().to_vec();
        let fields = cf.fields.iter().map(|field| Member {
            is_method: false,
            name: field.name.to_vec(),
            descriptor: field.descriptor.to_vec(),
            is_protected: field.access_flags.contains(FieldAccessFlags::PROTECTED),
        });
        let methods = cf.methods.iter().map(|method| Member {
            is_method: true,
            name: method.name.to_vec(),
            descriptor: method.descriptor.to_vec(),
            is_protected: method.access_flags.contains(MethodAccessFlags::PROTECTED),
        });
        let class = Class {
            super_name: cf.super_class_name().map(<[u8]>::to_vec),
            is_interface: cf.is_interface(),
            members: fields.chain(methods).collect(),
            name: name.clone(),
        };
        self.by_name.entry(name).or_insert(self.classes.len());
        self.classes.push(class);
    }

    /// Makes a class the root, whatever superclass its class file names.
    pub fn end_at(&mut self, name: &[u8]) {
        self.classes[self.by_name[name]].super_name = None;
    }

    /// The hierarchy as a class of this name sees it.
    pub fn view<'w>(&'w self, current: &[u8]) -> View<'w> {
        View { world: self, own: None, current: self.by_name[current], loads: 0 }
    }

    /// The hierarchy as a changed class of this name sees it, which alone `own` has. `None` if its superclasses are
    /// not all known, as they would be for a loaded class.
    pub fn view_of<'w>(&'w self, own: &'w World, name: &[u8]) -> Option<View<'w>> {
        let class = own.classes.first()?;
        let mut next = class.super_name.as_deref();
        while let Some(name) = next {
            let super_class = *self.by_name.get(name)?;
            if class.name == name {
                return None;
            }
            next = self.classes[super_class].super_name.as_deref();
        }
        Some(View { world: self, own: Some(class), current: *self.by_name.get(name)?, loads: 0 })
    }
}

/// The hierarchy as one class sees it.
pub struct View<'w> {
    world: &'w World,
    /// The class under verification, when the world's of that name is another.
    own: Option<&'w Class>,
    current: usize,
    /// How many classes the verifier asked for.
    pub loads: usize,
}

impl View<'_> {
    fn class(&self, token: ClassToken) -> &Class {
        match self.own {
            Some(own) if token.0 as usize == self.current => own,
            _ => &self.world.classes[token.0 as usize],
        }
    }
}

fn package(name: &[u8]) -> &[u8] {
    name.iter().rposition(|byte| *byte == b'/').map_or(b"", |end| &name[..end])
}

impl ClassHierarchy for View<'_> {
    fn current(&mut self) -> ClassToken {
        ClassToken(self.current as u64)
    }

    fn load(&mut self, name: &[u8]) -> Result<ClassToken, PendingException> {
        self.loads += 1;
        self.world.by_name.get(name).map(|index| ClassToken(*index as u64)).ok_or(PendingException)
    }

    fn is_interface(&mut self, class: ClassToken) -> bool {
        self.class(class).is_interface
    }

    fn superclass(&mut self, class: ClassToken) -> Option<ClassToken> {
        let name = self.class(class).super_name.as_ref()?;
        self.world.by_name.get(name).map(|index| ClassToken(*index as u64))
    }

    fn class_name(&mut self, class: ClassToken) -> Vec<u8> {
        self.class(class).name.clone()
    }

    fn is_protected_elsewhere(&mut self, class: ClassToken, member: MemberLookup<'_>) -> bool {
        let mut next = Some(class);
        while let Some(class) = next {
            let declaring = self.class(class);
            let found = declaring.members.iter().find(|known| {
                known.is_method == member.is_method
                    && known.name == member.name
                    && known.descriptor == member.descriptor
            });
            if let Some(found) = found {
                let here = package(&self.class(ClassToken(self.current as u64)).name);
                return found.is_protected && package(&declaring.name) != here;
            }
            next = self.superclass(class);
        }
        false
    }
}

/// The installed JDK, by `JAVA_HOME` or in the usual folder.
pub fn jdk() -> Option<PathBuf> {
    let home = std::env::var_os("JAVA_HOME").map(PathBuf::from);
    let usual = std::fs::read_dir("/usr/lib/jvm").into_iter().flatten().flatten().map(|entry| entry.path());
    home.into_iter()
        .chain(usual)
        .find(|home| home.join("lib/modules").is_file() && home.join("bin/jimage").is_file())
}

/// Extracts the classes of modules of the JDK into a folder, one folder per module.
pub fn extract_modules(jdk: &Path, modules: &[&str], dir: &Path) {
    for module in modules {
        let status = std::process::Command::new(jdk.join("bin/jimage"))
            .arg("extract")
            .arg("--dir")
            .arg(dir)
            .args(["--include", &format!("regex:/{module}/.*\\.class")])
            .arg(jdk.join("lib/modules"))
            .status()
            .expect("jimage runs");
        assert!(status.success(), "jimage extract failed");
    }
}

/// Reads all class files below a folder, in the order of their paths.
pub fn read_classes(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of classes").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "class")
                && path.file_name().is_some_and(|name| name != "module-info.class")
            {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a class file")).collect()
}

/// A folder of this process for temporary files.
pub fn temporary(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("excelsa-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a temporary folder");
    dir
}

/// Parses a class that was asked for by this name.
pub fn parse_named<'a>(name: &str, bytes: &'a [u8]) -> Result<ClassFile<'a>, classfile::ClassFileError> {
    ClassFile::parse(bytes, &ParseOptions { expected_name: Some(name.as_bytes()), ..ParseOptions::default() })
}

/// Parses with the options of an ordinary class to be verified.
pub fn parse(bytes: &[u8]) -> Result<ClassFile<'_>, classfile::ClassFileError> {
    ClassFile::parse(bytes, &ParseOptions::default())
}

/// The verdicts of `java` on class files: for each file "ok", or the phase and the error, and its message.
/// `tests/verify/Verdicts.java` says how they are asked for.
pub fn java_verdicts(jdk: &Path, folder: &Path, class_folders: &[PathBuf]) -> HashMap<String, String> {
    let out = folder.join("verdicts");
    let status = std::process::Command::new(jdk.join("bin/java"))
        .args(["-Xmx1g", "-XX:+UseSerialGC", "-XX:-UsePerfData"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/Verdicts.java"))
        .arg(folder)
        .args(class_folders)
        .arg(&out)
        .status()
        .expect("java runs");
    assert!(status.success(), "java failed");
    let text = String::from_utf8(std::fs::read(out).expect("verdicts")).expect("UTF-8");
    let verdicts = text.split_terminator("\n\u{1}\n").map(|verdict| {
        let (file, rest) = verdict.split_once('\n').expect("a file name");
        (file.to_owned(), rest.to_owned())
    });
    verdicts.collect()
}
