//! A class hierarchy that knows every name, so that the verifier gets on whatever names a mutated class has.

use std::collections::HashMap;

use classfile::ClassFile;
use classfile::verify::{ClassHierarchy, ClassToken, MemberLookup, PendingException};

/// Every class exists and extends `Object`, but for the one under verification, which extends what it says, and
/// for names that end in `!`, which cannot be loaded. Names with an odd last byte are interfaces.
pub struct Anything {
    names: Vec<Vec<u8>>,
    tokens: HashMap<Vec<u8>, ClassToken>,
    super_class: Option<ClassToken>,
}

const OBJECT: ClassToken = ClassToken(0);
const CURRENT: ClassToken = ClassToken(1);

impl Anything {
    pub fn around(class: &ClassFile<'_>) -> Self {
        let mut hierarchy = Anything { names: Vec::new(), tokens: HashMap::new(), super_class: None };
        hierarchy.token(b"java/lang/Object");
        hierarchy.names.push(class.this_class_name().to_vec());
        if class.this_class_name() != b"java/lang/Object" {
            hierarchy.tokens.insert(class.this_class_name().to_vec(), CURRENT);
            let super_class = class.super_class_name().map(|name| hierarchy.token(name));
            hierarchy.super_class = super_class.filter(|&token| token != CURRENT);
        }
        hierarchy
    }

    fn token(&mut self, name: &[u8]) -> ClassToken {
        if let Some(&token) = self.tokens.get(name) {
            return token;
        }
        let token = ClassToken(self.names.len() as u64);
        self.names.push(name.to_vec());
        self.tokens.insert(name.to_vec(), token);
        token
    }

    fn name(&self, token: ClassToken) -> &[u8] {
        &self.names[token.0 as usize]
    }
}

impl ClassHierarchy for Anything {
    fn current(&mut self) -> ClassToken {
        if self.name(CURRENT) == self.name(OBJECT) { OBJECT } else { CURRENT }
    }

    fn load(&mut self, name: &[u8]) -> Result<ClassToken, PendingException> {
        if name.last() == Some(&b'!') { Err(PendingException) } else { Ok(self.token(name)) }
    }

    fn is_interface(&mut self, class: ClassToken) -> bool {
        class != OBJECT && class != CURRENT && self.name(class).last().is_some_and(|byte| byte % 2 == 1)
    }

    fn superclass(&mut self, class: ClassToken) -> Option<ClassToken> {
        match class {
            OBJECT => None,
            CURRENT => Some(self.super_class.unwrap_or(OBJECT)),
            _ => Some(OBJECT),
        }
    }

    fn class_name(&mut self, class: ClassToken) -> Vec<u8> {
        self.name(class).to_vec()
    }

    fn is_protected_elsewhere(&mut self, _class: ClassToken, member: MemberLookup<'_>) -> bool {
        member.name.len() % 4 == 3
    }
}
