//! A reader of HPROF heap dumps (binary format 1.0.2), written from the format's description and independently of the writer.
//!
//! It is strict: unknown records, sub-records that do not fill their segment, ids that nothing defines, and values of wrong
//! types are errors.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// A value of a field or element; references are ids.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    Object(u64),
    Boolean(bool),
    Char(u16),
    Float(f32),
    Double(f64),
    Byte(i8),
    Short(i16),
    Int(i32),
    Long(i64),
}

/// A class dump.
#[derive(Debug, Clone)]
pub struct Class {
    /// Internal name.
    pub name: String,
    pub superclass: u64,
    pub loader: u64,
    pub instance_size: u32,
    /// Name, type code and value; pseudo fields begin with `<`.
    pub statics: Vec<(String, u8, Value)>,
    /// Name and type code of the declared instance fields, in the order of their values.
    pub fields: Vec<(String, u8)>,
}

/// An object.
#[derive(Debug, Clone)]
pub enum Object {
    Instance { class: u64, data: Vec<u8> },
    ObjectArray { class: u64, elements: Vec<u64> },
    PrimitiveArray { type_code: u8, elements: Vec<Value> },
}

/// A frame of a stack trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub method: String,
    pub descriptor: String,
    pub source: Option<String>,
    pub class: String,
    pub line: i32,
}

/// A thread with its roots.
#[derive(Debug, Clone, Default)]
pub struct Thread {
    pub object: u64,
    pub trace: Vec<Frame>,
    /// Frame number and object of references in Java frames.
    pub locals: Vec<(u32, u64)>,
    pub jni_locals: Vec<(u32, u64)>,
}

/// A whole dump.
#[derive(Debug, Default)]
pub struct Dump {
    pub classes: HashMap<u64, Class>,
    pub objects: HashMap<u64, Object>,
    pub threads: BTreeMap<u32, Thread>,
    pub jni_globals: Vec<u64>,
    pub sticky_classes: HashSet<u64>,
    pub monitors: Vec<u64>,
    pub unknown_roots: Vec<u64>,
    pub segments: usize,
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], String> {
        let (head, tail) = self.0.split_at_checked(n).ok_or("the dump ends too early")?;
        self.0 = tail;
        Ok(head)
    }
    fn array<const N: usize>(&mut self) -> Result<[u8; N], String> {
        Ok(self.take(N)?.try_into().expect("N bytes"))
    }
    fn u1(&mut self) -> Result<u8, String> {
        Ok(self.array::<1>()?[0])
    }
    fn u2(&mut self) -> Result<u16, String> {
        Ok(u16::from_be_bytes(self.array()?))
    }
    fn u4(&mut self) -> Result<u32, String> {
        Ok(u32::from_be_bytes(self.array()?))
    }
    fn id(&mut self) -> Result<u64, String> {
        Ok(u64::from_be_bytes(self.array()?))
    }
    fn value(&mut self, type_code: u8) -> Result<Value, String> {
        Ok(match type_code {
            2 => Value::Object(self.id()?),
            4 => match self.u1()? {
                b @ 0..=1 => Value::Boolean(b == 1),
                b => return Err(format!("a boolean of {b}")),
            },
            5 => Value::Char(self.u2()?),
            6 => Value::Float(f32::from_bits(self.u4()?)),
            7 => Value::Double(f64::from_bits(self.id()?)),
            8 => Value::Byte(self.u1()? as i8),
            9 => Value::Short(self.u2()? as i16),
            10 => Value::Int(self.u4()? as i32),
            11 => Value::Long(self.id()? as i64),
            c => return Err(format!("unknown type {c}")),
        })
    }
}

/// What the records before the heap define, by their ids.
#[derive(Default)]
struct Tables {
    names: HashMap<u64, String>,
    class_names: HashMap<u64, String>,
    class_serials: HashMap<u32, u64>,
    frames: HashMap<u64, Frame>,
    traces: HashMap<u32, (u32, Vec<u64>)>,
}

impl Tables {
    fn name(&self, id: u64) -> Result<String, String> {
        self.names.get(&id).cloned().ok_or_else(|| format!("name {id:#x} is not defined"))
    }
}

impl Dump {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Dump, String> {
        let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut b = Bytes(&bytes);
        if b.take(19)? != b"JAVA PROFILE 1.0.2\0" || b.u4()? != 8 {
            return Err("not a dump with ids of 8 bytes".into());
        }
        let millis = b.id()?;
        if millis < 1_600_000_000_000 {
            return Err(format!("made at {millis}"));
        }
        let (mut dump, mut tables) = (Dump::default(), Tables::default());
        let mut ended = false;
        while !b.0.is_empty() {
            if ended {
                return Err("records behind the end".into());
            }
            let (tag, _time, length) = (b.u1()?, b.u4()?, b.u4()?);
            let mut body = Bytes(b.take(length as usize)?);
            match tag {
                0x01 => {
                    let id = body.id()?;
                    let text = String::from_utf8_lossy(body.take(body.0.len())?).into_owned();
                    tables.names.insert(id, text);
                }
                0x02 => {
                    let (serial, id, trace, name) = (body.u4()?, body.id()?, body.u4()?, body.id()?);
                    if serial == 0 || trace != 1 || tables.class_serials.insert(serial, id).is_some() {
                        return Err(format!("class serial {serial}, trace {trace}"));
                    }
                    tables.class_names.insert(id, tables.name(name)?);
                }
                0x04 => read_frame(&mut body, &mut tables)?,
                0x05 => {
                    let (serial, thread, count) = (body.u4()?, body.u4()?, body.u4()?);
                    let frames = (0..count).map(|_| body.id()).collect::<Result<_, _>>()?;
                    if tables.traces.insert(serial, (thread, frames)).is_some() {
                        return Err(format!("two traces {serial}"));
                    }
                }
                0x1c => {
                    dump.segments += 1;
                    while !body.0.is_empty() {
                        dump.sub_record(&mut body, &tables)?;
                    }
                }
                0x2c => ended = true,
                tag => return Err(format!("unknown record {tag:#x}")),
            }
            if !body.0.is_empty() {
                return Err(format!("record {tag:#x} is longer than its content"));
            }
        }
        if !ended {
            return Err("no end of the heap dump".into());
        }
        dump.check(&tables)?;
        Ok(dump)
    }

    fn sub_record(&mut self, b: &mut Bytes<'_>, tables: &Tables) -> Result<(), String> {
        match b.u1()? {
            0xff => self.unknown_roots.push(b.id()?),
            0x01 => {
                self.jni_globals.push(b.id()?);
                b.id()?;
            }
            tag @ 0x02..=0x03 => {
                let (object, serial, frame) = (b.id()?, b.u4()?, b.u4()?);
                let thread = self.threads.get_mut(&serial).ok_or("a local of no thread")?;
                if frame != u32::MAX && frame as usize >= thread.trace.len() {
                    return Err(format!("a local of frame {frame} of {}", thread.trace.len()));
                }
                if tag == 2 { &mut thread.jni_locals } else { &mut thread.locals }.push((frame, object));
            }
            0x05 => {
                self.sticky_classes.insert(b.id()?);
            }
            0x07 => self.monitors.push(b.id()?),
            0x08 => {
                let (object, serial, trace) = (b.id()?, b.u4()?, b.u4()?);
                let (of, frames) = tables.traces.get(&trace).ok_or("a thread without trace")?;
                if *of != serial {
                    return Err(format!("thread {serial} has the trace of {of}"));
                }
                let find = |id: &u64| tables.frames.get(id).cloned().ok_or("an unknown frame");
                let trace = frames.iter().map(find).collect::<Result<_, _>>()?;
                self.threads.insert(serial, Thread { object, trace, ..Thread::default() });
            }
            0x20 => self.class(b, tables)?,
            0x21 => {
                let (id, trace, class, size) = (b.id()?, b.u4()?, b.id()?, b.u4()?);
                let data = b.take(size as usize)?.to_vec();
                self.object(id, trace, Object::Instance { class, data })?;
            }
            0x22 => {
                let (id, trace, length, class) = (b.id()?, b.u4()?, b.u4()?, b.id()?);
                let elements = (0..length).map(|_| b.id()).collect::<Result<_, _>>()?;
                self.object(id, trace, Object::ObjectArray { class, elements })?;
            }
            0x23 => {
                let (id, trace, length, type_code) = (b.id()?, b.u4()?, b.u4()?, b.u1()?);
                let elements = (0..length).map(|_| b.value(type_code)).collect::<Result<_, _>>()?;
                self.object(id, trace, Object::PrimitiveArray { type_code, elements })?;
            }
            tag => return Err(format!("unknown sub-record {tag:#x}")),
        }
        Ok(())
    }

    fn object(&mut self, id: u64, trace: u32, object: Object) -> Result<(), String> {
        if trace != 1 || !id.is_multiple_of(8) || self.objects.insert(id, object).is_some() {
            return Err(format!("object {id:#x} with trace {trace} is wrong or there twice"));
        }
        Ok(())
    }

    fn class(&mut self, b: &mut Bytes<'_>, tables: &Tables) -> Result<(), String> {
        let (id, _trace, superclass, loader) = (b.id()?, b.u4()?, b.id()?, b.id()?);
        b.take(4 * 8)?;
        let instance_size = b.u4()?;
        if b.u2()? != 0 {
            return Err("constants, which many readers do not expect".into());
        }
        let mut statics = Vec::new();
        for _ in 0..b.u2()? {
            let (name, type_code) = (tables.name(b.id()?)?, b.u1()?);
            statics.push((name, type_code, b.value(type_code)?));
        }
        let mut fields = Vec::new();
        for _ in 0..b.u2()? {
            fields.push((tables.name(b.id()?)?, b.u1()?));
        }
        let name = tables.class_names.get(&id).cloned().ok_or("a class without LOAD_CLASS")?;
        let class = Class { name, superclass, loader, instance_size, statics, fields };
        match self.classes.insert(id, class) {
            None => Ok(()),
            Some(c) => Err(format!("{} is there twice", c.name)),
        }
    }

    /// Everything that is named must be there.
    fn check(&self, tables: &Tables) -> Result<(), String> {
        for (id, name) in &tables.class_names {
            if !self.classes.contains_key(id) {
                return Err(format!("{name} is loaded but not dumped"));
            }
        }
        for class in self.classes.values() {
            if class.superclass != 0 && !self.classes.contains_key(&class.superclass) {
                return Err(format!("{} has an unknown superclass", class.name));
            }
        }
        for (id, object) in &self.objects {
            match object {
                Object::Instance { class, data } => {
                    let class = self.classes.get(class).ok_or("an instance of no class")?;
                    if data.len() != class.instance_size as usize {
                        return Err(format!("an instance of {} has {} bytes", class.name, data.len()));
                    }
                    self.fields_of(*id)?;
                }
                Object::ObjectArray { class, .. } => {
                    let class = self.classes.get(class).ok_or("an array of no class")?;
                    if !class.name.starts_with('[') {
                        return Err(format!("an array of class {}", class.name));
                    }
                }
                Object::PrimitiveArray { .. } => {}
            }
        }
        Ok(())
    }

    /// The class called `name` (internal form).
    pub fn class_named(&self, name: &str) -> Option<(u64, &Class)> {
        self.classes.iter().find(|(_, c)| c.name == name).map(|(id, c)| (*id, c))
    }

    /// Ids of the instances of a class, subclasses' not counted, or of arrays of a class.
    pub fn instances(&self, of: u64) -> Vec<u64> {
        let is = |o: &Object| match o {
            Object::Instance { class, .. } | Object::ObjectArray { class, .. } => *class == of,
            Object::PrimitiveArray { .. } => false,
        };
        self.objects.iter().filter(|(_, o)| is(o)).map(|(id, _)| *id).collect()
    }

    /// Names and values of an instance's fields.
    pub fn fields_of(&self, id: u64) -> Result<BTreeMap<String, Value>, String> {
        let Some(Object::Instance { class, data }) = self.objects.get(&id) else {
            return Err(format!("{id:#x} is no instance"));
        };
        let mut b = Bytes(data);
        let mut values = BTreeMap::new();
        let mut next = *class;
        while next != 0 {
            let class = self.classes.get(&next).ok_or("an unknown class")?;
            for (name, type_code) in &class.fields {
                values.entry(name.clone()).or_insert(b.value(*type_code)?);
            }
            next = class.superclass;
        }
        if b.0.is_empty() { Ok(values) } else { Err("an instance is longer than its fields".into()) }
    }

    /// The text of a `java.lang.String`.
    pub fn text(&self, id: u64) -> Option<String> {
        let fields = self.fields_of(id).ok()?;
        let (Value::Object(value), Value::Byte(coder)) = (*fields.get("value")?, *fields.get("coder")?)
        else {
            return None;
        };
        let Some(Object::PrimitiveArray { elements, .. }) = self.objects.get(&value) else { return None };
        let bytes: Vec<u8> =
            elements.iter().map(|v| if let Value::Byte(b) = v { *b as u8 } else { 0 }).collect();
        if coder == 0 {
            return Some(bytes.iter().map(|b| char::from(*b)).collect());
        }
        let units: Vec<u16> = bytes.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
        Some(String::from_utf16_lossy(&units))
    }

    /// The thread whose `java.lang.Thread` has this name.
    pub fn thread_named(&self, name: &str) -> Option<&Thread> {
        let name_of = |t: &Thread| match self.fields_of(t.object).ok()?.get("name") {
            Some(Value::Object(id)) => self.text(*id),
            _ => None,
        };
        self.threads.values().find(|t| name_of(t).as_deref() == Some(name))
    }

    /// What can be reached from the roots.
    pub fn reachable(&self) -> HashSet<u64> {
        let mut work: Vec<u64> = self.unknown_roots.clone();
        work.extend(&self.jni_globals);
        work.extend(&self.sticky_classes);
        work.extend(&self.monitors);
        for t in self.threads.values() {
            work.push(t.object);
            work.extend(t.locals.iter().chain(&t.jni_locals).map(|(_, o)| *o));
        }
        let mut seen = HashSet::new();
        while let Some(id) = work.pop() {
            if id == 0 || !seen.insert(id) {
                continue;
            }
            if let Some(class) = self.classes.get(&id) {
                work.extend([class.superclass, class.loader]);
                work.extend(class.statics.iter().filter_map(|(_, _, v)| reference(v)));
            }
            match self.objects.get(&id) {
                Some(Object::Instance { class, .. }) => {
                    work.push(*class);
                    let fields = self.fields_of(id).unwrap_or_default();
                    work.extend(fields.values().filter_map(reference));
                }
                Some(Object::ObjectArray { class, elements }) => {
                    work.push(*class);
                    work.extend(elements);
                }
                Some(Object::PrimitiveArray { .. }) | None => {}
            }
        }
        seen
    }
}

fn reference(v: &Value) -> Option<u64> {
    if let Value::Object(id) = v { Some(*id) } else { None }
}

fn read_frame(body: &mut Bytes<'_>, tables: &mut Tables) -> Result<(), String> {
    let id = body.id()?;
    let (method, descriptor, source) = (body.id()?, body.id()?, body.id()?);
    let (serial, line) = (body.u4()?, body.u4()? as i32);
    let class = tables.class_serials.get(&serial).ok_or("a frame of no class")?;
    let frame = Frame {
        method: tables.name(method)?,
        descriptor: tables.name(descriptor)?,
        source: if source == 0 { None } else { Some(tables.name(source)?) },
        class: tables.class_names[class].clone(),
        line,
    };
    match tables.frames.insert(id, frame) {
        None => Ok(()),
        Some(_) => Err(format!("two frames {id}")),
    }
}
