//! The types of the inferring verifier, the classes behind them, and how two types merge.

use super::super::ClassToken;
use super::super::intern::NameId;
use super::{Flow, Inference, refuse};
use crate::descriptor::{BaseType, FieldType};

/// A type: in the low 5 bits the item, then 11 bits of array dimensions, then 16 bits that say which class, which
/// `new` instruction or which subroutine. The null type is an object of class 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct IType(u32);

const ITEM_MASK: u32 = 0x1f;
const DIMENSIONS_SHIFT: u32 = 5;
const EXTRA_SHIFT: u32 = 16;

/// What a type is but for its dimensions and details.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(super) enum Item {
    Bogus = 0,
    Integer = 2,
    Float = 3,
    /// The item after that of a long or double is that of its second local.
    Double = 4,
    Long = 6,
    Object = 9,
    /// What the `new` instruction of this number created.
    NewObject = 10,
    /// `this` in a constructor, before it has called another.
    InitObject = 11,
    /// The return address of the subroutine at this instruction.
    ReturnAddress = 12,
    /// The small types occur only as elements of arrays.
    Byte = 13,
    Short = 14,
    Char = 15,
    Boolean = 16,
}

impl IType {
    pub const BOGUS: IType = IType::of(Item::Bogus);
    pub const INTEGER: IType = IType::of(Item::Integer);
    pub const FLOAT: IType = IType::of(Item::Float);
    pub const DOUBLE: IType = IType::of(Item::Double);
    pub const LONG: IType = IType::of(Item::Long);
    pub const NULL: IType = IType::of(Item::Object);
    pub const INIT_OBJECT: IType = IType::of(Item::InitObject);

    pub const fn of(item: Item) -> IType {
        IType(item as u32)
    }

    pub const fn array_of(item: Item) -> IType {
        IType(item as u32 | 1 << DIMENSIONS_SHIFT)
    }

    pub fn with_extra(item: Item, extra: u16) -> IType {
        IType(item as u32 | u32::from(extra) << EXTRA_SHIFT)
    }

    #[inline]
    pub fn is(self, item: Item) -> bool {
        self.0 & ITEM_MASK == item as u32
    }

    #[inline]
    pub fn dimensions(self) -> u32 {
        (self.0 & 0xffff) >> DIMENSIONS_SHIFT
    }

    /// Class, instruction or subroutine.
    #[inline]
    pub fn extra(self) -> u16 {
        (self.0 >> EXTRA_SHIFT) as u16
    }

    /// The same element with other dimensions.
    pub fn with_dimensions(self, dimensions: u32) -> IType {
        IType(self.0 & !0xffe0 | dimensions << DIMENSIONS_SHIFT)
    }

    /// An object or array, `null` included.
    #[inline]
    pub fn is_reference(self) -> bool {
        self.is(Item::Object) || self.dimensions() > 0
    }

    /// An object but not an array, whatever its class.
    #[inline]
    pub fn is_plain(self, item: Item) -> bool {
        self.0 & 0xffff == item as u32
    }

    #[inline]
    pub fn is_wide(self) -> bool {
        self == IType::LONG || self == IType::DOUBLE
    }

    /// The second local of a long or double.
    #[inline]
    pub fn upper(self) -> IType {
        IType(self.0 + 1)
    }

    /// The component of an array; `null` of `null`.
    pub fn component(self) -> IType {
        if self == IType::NULL || self.dimensions() == 0 {
            return self;
        }
        let small = [Item::Byte, Item::Short, Item::Char, Item::Boolean];
        match self.dimensions() - 1 {
            0 if small.iter().any(|item| self.is(*item)) => IType::INTEGER,
            dimensions => self.with_dimensions(dimensions),
        }
    }

    #[inline]
    pub fn bits(self) -> u32 {
        self.0
    }

    #[inline]
    pub fn from_bits(bits: u32) -> IType {
        IType(bits)
    }
}

/// A class by name, or a loaded one. Several loaded classes may have one name.
#[derive(Debug)]
struct Entry {
    name: NameId,
    token: Option<ClassToken>,
    /// Whether the defining loader of the class under verification is known to find this one by its name.
    loadable: bool,
    /// The next entry of this name, or 0.
    next: u16,
}

/// The classes that types refer to; number 0 is none.
#[derive(Debug, Default)]
pub(super) struct ClassTable {
    entries: Vec<Entry>,
    /// By name the first entry, or 0.
    first: Vec<u16>,
}

impl ClassTable {
    fn entry(&mut self, id: u16) -> Option<&mut Entry> {
        self.entries.get_mut(usize::from(id).wrapping_sub(1))
    }

    fn first(&self, name: NameId) -> u16 {
        self.first.get(name.0 as usize).copied().unwrap_or(0)
    }

    fn add(&mut self, name: NameId, token: Option<ClassToken>, loadable: bool) -> Flow<u16> {
        let Some(id) = u16::try_from(self.entries.len() + 1).ok() else {
            return refuse("Exceeded verifier's limit of 65535 referred classes");
        };
        self.entries.push(Entry { name, token, loadable, next: 0 });
        let index = name.0 as usize;
        if self.first.len() <= index {
            self.first.resize(index + 1, 0);
        }
        // A chain has the classes in the order they came.
        let mut last = self.first[index];
        if last == 0 {
            self.first[index] = id;
        }
        while let Some(entry) = self.entry(last) {
            if entry.next == 0 {
                entry.next = id;
                break;
            }
            last = entry.next;
        }
        Ok(id)
    }
}

impl<'a> Inference<'a, '_> {
    /// The type of a class that the class file names; it is loaded only when something depends on it.
    pub fn class_named(&mut self, name: &'a [u8]) -> Flow<IType> {
        let name = self.names.intern(name);
        let mut id = self.classes.first(name);
        let mut ambiguous = false;
        while let Some(entry) = self.classes.entry(id) {
            if entry.loadable {
                return Ok(IType::with_extra(Item::Object, id));
            }
            ambiguous = true;
            id = entry.next;
        }
        if ambiguous {
            let token = self.hierarchy.load(self.names.bytes(name))?;
            return self.class_of(token, true);
        }
        Ok(IType::with_extra(Item::Object, self.classes.add(name, None, true)?))
    }

    /// The type of a loaded class.
    pub fn class_of(&mut self, token: ClassToken, loadable: bool) -> Flow<IType> {
        let name = self.hierarchy.class_name(token);
        let name = self.names.intern_owned(&name);
        let mut id = self.classes.first(name);
        while id != 0 {
            if self.token(id)? == token {
                if let Some(entry) = self.classes.entry(id) {
                    entry.loadable |= loadable;
                }
                return Ok(IType::with_extra(Item::Object, id));
            }
            id = self.classes.entry(id).map_or(0, |entry| entry.next);
        }
        Ok(IType::with_extra(Item::Object, self.classes.add(name, Some(token), loadable)?))
    }

    /// The class of this number, loaded now if need be.
    fn token(&mut self, id: u16) -> Flow<ClassToken> {
        let Some(entry) = self.classes.entry(id) else { return refuse("Internal error: no such class") };
        if let Some(token) = entry.token {
            return Ok(token);
        }
        let name = entry.name;
        let token = self.hierarchy.load(self.names.bytes(name))?;
        if let Some(entry) = self.classes.entry(id) {
            entry.token = Some(token);
        }
        Ok(token)
    }

    /// The loaded class of an object type.
    pub fn token_of(&mut self, class: IType) -> Flow<ClassToken> {
        self.token(class.extra())
    }

    /// The type of a CONSTANT_Class: a class or an array.
    pub fn class_constant(&mut self, name: &'a [u8]) -> Flow<IType> {
        if name.first() != Some(&b'[') {
            return self.class_named(name);
        }
        match FieldType::parse(name) {
            Some(field) => self.field_type(field),
            None => Ok(IType::BOGUS),
        }
    }

    /// The type of a value of a field type.
    pub fn field_type(&mut self, field: FieldType<'a>) -> Flow<IType> {
        match field {
            FieldType::Object(name) => self.class_named(name),
            FieldType::Array { dimensions, element, .. } => {
                let element = match FieldType::parse(element) {
                    Some(FieldType::Object(name)) => self.class_named(name)?,
                    Some(other) => IType::of(other.base_type().map_or(Item::Bogus, element_item)),
                    None => IType::BOGUS,
                };
                Ok(element.with_dimensions(dimensions.into()))
            }
            _ => Ok(match field.base_type() {
                Some(BaseType::Float) => IType::FLOAT,
                Some(BaseType::Double) => IType::DOUBLE,
                Some(BaseType::Long) => IType::LONG,
                _ => IType::INTEGER,
            }),
        }
    }

    /// Whether a value of type `from` may be assigned to type `to`.
    #[inline]
    pub fn is_assignable(&mut self, from: IType, to: IType) -> Flow<bool> {
        Ok(from == to || self.merge(from, to, true)? == to)
    }

    /// The least type that both are (§4.10.2.2), where interfaces count as `java.lang.Object`. For an assignment of
    /// `value` to `target` the result is `target` when that is possible; interfaces take everything.
    pub fn merge(&mut self, value: IType, target: IType, assignment: bool) -> Flow<IType> {
        if value == target {
            return Ok(value);
        }
        if !value.is_reference() || !target.is_reference() {
            return Ok(IType::BOGUS);
        }
        if value == IType::NULL {
            return Ok(target);
        }
        if target == IType::NULL {
            return Ok(value);
        }
        if target == self.object {
            return Ok(target);
        }
        if value == self.object {
            if assignment && target.is_plain(Item::Object) {
                let class = self.token_of(target)?;
                if self.hierarchy.is_interface(class) {
                    return Ok(target);
                }
            }
            return Ok(value);
        }
        if value.dimensions() > 0 || target.dimensions() > 0 {
            self.merge_arrays(value, target, assignment)
        } else {
            self.merge_classes(value, target, assignment)
        }
    }

    fn is_array_interface(&self, class: IType) -> bool {
        class == self.cloneable || class == self.serializable
    }

    /// At least one is an array; they differ, and neither is `null` or `java.lang.Object`.
    fn merge_arrays(&mut self, value: IType, target: IType, assignment: bool) -> Flow<IType> {
        for either in [target, value] {
            if self.is_array_interface(either) {
                return Ok(either);
            }
        }
        // An array of numbers is, but for that, an object.
        let object = self.object;
        let promote = |array: IType| match array.dimensions() {
            _ if array.is(Item::Object) => Some(array),
            0 => None,
            dimensions => Some(object.with_dimensions(dimensions - 1)),
        };
        let (Some(value), Some(target)) = (promote(value), promote(target)) else {
            return Ok(IType::BOGUS);
        };
        let (value_base, target_base) = (value.with_dimensions(0), target.with_dimensions(0));
        let dimensions = value.dimensions();
        if dimensions == target.dimensions() {
            // The bases are no arrays, so that this goes no deeper.
            let base = self.merge(value_base, target_base, assignment)?;
            return Ok(if base == IType::BOGUS { base } else { base.with_dimensions(dimensions) });
        }
        let (smaller, base) =
            if dimensions < target.dimensions() { (value, value_base) } else { (target, target_base) };
        if self.is_array_interface(base) {
            return Ok(smaller);
        }
        Ok(object.with_dimensions(smaller.dimensions()))
    }

    /// Both are classes; they differ, and neither is `null` or `java.lang.Object`.
    fn merge_classes(&mut self, value: IType, target: IType, assignment: bool) -> Flow<IType> {
        let target_class = self.token_of(target)?;
        if self.hierarchy.is_interface(target_class) {
            return Ok(if assignment { target } else { self.object });
        }
        let value_class = self.token_of(value)?;
        if self.hierarchy.is_interface(value_class) {
            return Ok(self.object);
        }
        if assignment {
            let is_proper_subclass =
                value_class != target_class && self.hierarchy.is_subclass(value_class, target_class);
            return Ok(if is_proper_subclass { target } else { self.object });
        }
        if value_class != target_class {
            if self.hierarchy.is_subclass(value_class, target_class) {
                return Ok(target);
            }
            if self.hierarchy.is_subclass(target_class, value_class) {
                return Ok(value);
            }
        }
        let common = self.common_superclass(value_class, target_class)?;
        self.class_of(common, false)
    }

    fn common_superclass(&mut self, a: ClassToken, b: ClassToken) -> Flow<ClassToken> {
        let depth = |inference: &mut Self, class| {
            let mut depth = 0_usize;
            let mut next = inference.hierarchy.superclass(class);
            while let Some(class) = next {
                depth += 1;
                next = inference.hierarchy.superclass(class);
            }
            depth
        };
        let (mut a, mut b) = (a, b);
        let (mut a_depth, mut b_depth) = (depth(self, a), depth(self, b));
        self.spend(a_depth + b_depth)?;
        while a != b {
            if a_depth >= b_depth {
                let Some(up) = self.hierarchy.superclass(a) else { break };
                (a, a_depth) = (up, a_depth.saturating_sub(1));
            } else {
                let Some(up) = self.hierarchy.superclass(b) else { break };
                (b, b_depth) = (up, b_depth.saturating_sub(1));
            }
        }
        Ok(a)
    }
}

/// The item of an array's innermost element.
pub(super) fn element_item(base: BaseType) -> Item {
    match base {
        BaseType::Boolean => Item::Boolean,
        BaseType::Byte => Item::Byte,
        BaseType::Char => Item::Char,
        BaseType::Short => Item::Short,
        BaseType::Int => Item::Integer,
        BaseType::Long => Item::Long,
        BaseType::Float => Item::Float,
        BaseType::Double => Item::Double,
    }
}
