//! A class hierarchy answered from class files in memory, for tests of the verifier.

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

    /// The hierarchy as a class of this name sees it.
    pub fn view<'w>(&'w self, current: &[u8]) -> View<'w> {
        View { world: self, current: self.by_name[current], loads: 0 }
    }
}

/// The hierarchy as one class sees it.
pub struct View<'w> {
    world: &'w World,
    current: usize,
    /// How many classes the verifier asked for.
    pub loads: usize,
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
        self.world.classes[class.0 as usize].is_interface
    }

    fn superclass(&mut self, class: ClassToken) -> Option<ClassToken> {
        let name = self.world.classes[class.0 as usize].super_name.as_ref()?;
        self.world.by_name.get(name).map(|index| ClassToken(*index as u64))
    }

    fn class_name(&mut self, class: ClassToken) -> Vec<u8> {
        self.world.classes[class.0 as usize].name.clone()
    }

    fn is_protected_elsewhere(&mut self, class: ClassToken, member: MemberLookup<'_>) -> bool {
        let mut next = Some(class);
        while let Some(class) = next {
            let declaring = &self.world.classes[class.0 as usize];
            let found = declaring.members.iter().find(|known| {
                known.is_method == member.is_method
                    && known.name == member.name
                    && known.descriptor == member.descriptor
            });
            if let Some(found) = found {
                let here = package(&self.world.classes[self.current].name);
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

/// Extracts the classes of a module of the JDK and reads them all.
pub fn module_classes(jdk: &Path, module: &str) -> Vec<Vec<u8>> {
    let dir = std::env::temp_dir().join(format!("excelsa-verify-{}-{module}", std::process::id()));
    let status = std::process::Command::new(jdk.join("bin/jimage"))
        .arg("extract")
        .arg("--dir")
        .arg(&dir)
        .args(["--include", &format!("regex:/{module}/.*\\.class")])
        .arg(jdk.join("lib/modules"))
        .status()
        .expect("jimage runs");
    assert!(status.success(), "jimage extract failed");
    let mut classes = Vec::new();
    let mut folders = vec![dir.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("extracted folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "module-info.class") {
                classes.push(std::fs::read(path).expect("extracted class"));
            }
        }
    }
    std::fs::remove_dir_all(dir).expect("temporary folder goes");
    classes
}

/// Parses with the options of an ordinary class to be verified.
pub fn parse(bytes: &[u8]) -> Result<ClassFile<'_>, classfile::ClassFileError> {
    ClassFile::parse(bytes, &ParseOptions::default())
}
