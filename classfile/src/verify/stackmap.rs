//! The StackMapTable of a method (JVMS §4.7.4), decoded into frames before the method is checked.
//!
//! The types of all frames stand in one arena; a frame is two ranges of it. A frame with the locals of the one
//! before, or fewer, shares its range. The frames come in the order of their bcis, each bci once.

use super::types::{KIND_OBJECT, KIND_UNINITIALIZED, KIND_UNINITIALIZED_THIS, VType};

/// One frame of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MapFrame {
    pub bci: u32,
    pub this_uninitialized: bool,
    locals: (u32, u32),
    stack: (u32, u32),
}

/// All frames of a method.
#[derive(Debug, Default)]
pub(crate) struct StackMaps {
    frames: Vec<MapFrame>,
    types: Vec<VType>,
}

/// What is wrong with a table.
#[derive(Debug)]
pub(crate) enum MapFault {
    /// The bytes are malformed.
    Malformed(&'static str),
    /// The contents contradict the method.
    Contradiction(&'static str),
    /// The last decoded frame is not at an instruction.
    BadOffset,
}

/// Types that the frames of one method may take: far beyond what compilers emit, and 64 MB.
const MAX_TYPES: usize = 1 << 24;

/// What decoding needs to know of the method and its class.
pub(crate) trait MapContext {
    /// The type of a CONSTANT_Class, or `None` if the index is not one.
    fn class_type(&mut self, index: u16) -> Option<VType>;
    /// Whether an instruction begins at the bci.
    fn is_instruction(&self, bci: u32) -> bool;
    /// Whether a `new` instruction begins at the bci.
    fn is_new(&self, bci: u16) -> bool;
}

struct Bytes<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bytes<'_> {
    fn u1(&mut self) -> Result<u8, MapFault> {
        let byte = self.data.get(self.at).ok_or(PAST_END)?;
        self.at += 1;
        Ok(*byte)
    }

    fn u2(&mut self) -> Result<u16, MapFault> {
        let bytes = self.data.get(self.at..self.at + 2).ok_or(PAST_END)?;
        self.at += 2;
        Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
    }
}

const PAST_END: MapFault = MapFault::Malformed("access beyond the end of attribute");
const BAD_NEW: MapFault = MapFault::Contradiction("StackMapTable format error: bad offset for Uninitialized");
const BAD_SIZE: MapFault = MapFault::Contradiction("StackMapTable format error: bad type array size");

impl StackMaps {
    pub fn frames(&self) -> &[MapFrame] {
        &self.frames
    }

    #[inline]
    pub fn locals(&self, frame: &MapFrame) -> &[VType] {
        &self.types[frame.locals.0 as usize..][..frame.locals.1 as usize]
    }

    #[inline]
    pub fn stack(&self, frame: &MapFrame) -> &[VType] {
        &self.types[frame.stack.0 as usize..][..frame.stack.1 as usize]
    }

    /// The index of the frame at a bci.
    #[inline]
    pub fn find(&self, bci: u32) -> Option<usize> {
        self.frames.binary_search_by_key(&bci, |frame| frame.bci).ok()
    }

    /// Decodes a table; on a fault [`StackMaps::frames`] ends with the frame that is at fault, if it was complete.
    pub fn decode(
        &mut self,
        table: Option<&[u8]>,
        initial_locals: &[VType],
        this_uninitialized: bool,
        limits: (u16, u16),
        context: &mut dyn MapContext,
    ) -> Result<(), MapFault> {
        self.frames.clear();
        self.types.clear();
        let Some(data) = table else { return Ok(()) };
        let mut bytes = Bytes { data, at: 0 };
        let count = bytes.u2()?;
        self.types.extend_from_slice(initial_locals);
        self.frames.reserve(usize::from(count).min(data.len()));
        let mut before =
            MapFrame { bci: 0, this_uninitialized, locals: (0, initial_locals.len() as u32), stack: (0, 0) };
        for index in 0..count {
            let mut frame =
                Decoder { bytes: &mut bytes, types: &mut self.types, limits, context, bad_new: false }
                    .frame(before)?;
            if index > 0 {
                frame.bci += before.bci + 1;
            }
            self.frames.push(frame);
            if !context.is_instruction(frame.bci) {
                return Err(MapFault::BadOffset);
            }
            before = frame;
        }
        if bytes.at != data.len() {
            return Err(MapFault::Malformed("wrong attribute size"));
        }
        Ok(())
    }
}

struct Decoder<'d, 'b> {
    bytes: &'d mut Bytes<'b>,
    types: &'d mut Vec<VType>,
    /// `max_locals`, `max_stack`.
    limits: (u16, u16),
    context: &'d mut dyn MapContext,
    /// An uninitialized type names no `new` instruction. A wrong number of types is the more serious fault.
    bad_new: bool,
}

impl Decoder<'_, '_> {
    /// Decodes one frame, whose `bci` is still the `offset_delta`.
    fn frame(mut self, before: MapFrame) -> Result<MapFrame, MapFault> {
        let tag = self.bytes.u1()?;
        let same = MapFrame { stack: (0, 0), ..before };
        match tag {
            0..64 => Ok(MapFrame { bci: tag.into(), ..same }),
            64..128 => Ok(MapFrame { bci: u32::from(tag) - 64, stack: self.one_item()?, ..same }),
            _ => {
                let bci = u32::from(self.bytes.u2()?);
                match tag {
                    247 => Ok(MapFrame { bci, stack: self.one_item()?, ..same }),
                    248..=250 => self.chop(MapFrame { bci, ..same }, 251 - tag),
                    251 => Ok(MapFrame { bci, ..same }),
                    252..=254 => self.append(MapFrame { bci, ..same }, tag - 251),
                    255 => self.full(bci),
                    _ => Err(MapFault::Malformed("reserved frame type")),
                }
            }
        }
    }

    fn one_item(&mut self) -> Result<(u32, u32), MapFault> {
        let start = self.types.len();
        self.items(1, &mut false)?;
        if self.bad_new {
            return Err(BAD_NEW);
        }
        self.range(start, self.limits.1)
    }

    fn chop(&mut self, mut frame: MapFrame, count: u8) -> Result<MapFrame, MapFault> {
        let locals = &self.types[frame.locals.0 as usize..][..frame.locals.1 as usize];
        let mut size = locals.len();
        for _ in 0..count {
            let slots =
                if locals[..size].last().is_some_and(|last| last.is_category2_upper()) { 2 } else { 1 };
            size = size.checked_sub(slots).ok_or(BAD_SIZE)?;
        }
        if size > usize::from(self.limits.0) {
            return Err(BAD_SIZE);
        }
        frame.this_uninitialized = locals[..size].contains(&VType::UNINITIALIZED_THIS);
        frame.locals.1 = size as u32;
        Ok(frame)
    }

    fn append(&mut self, mut frame: MapFrame, count: u8) -> Result<MapFrame, MapFault> {
        let (start, size) = (frame.locals.0 as usize, frame.locals.1 as usize);
        let mut from = start;
        if start + size != self.types.len() {
            // The locals are not the arena's tail, so that they cannot be extended in place.
            from = self.types.len();
            if from + size > MAX_TYPES {
                return Err(MapFault::Contradiction("StackMapTable format error: frames too large"));
            }
            self.types.extend_from_within(start..start + size);
        }
        self.items(count.into(), &mut frame.this_uninitialized)?;
        frame.locals = self.range(from, self.limits.0)?;
        Ok(frame)
    }

    fn full(&mut self, bci: u32) -> Result<MapFrame, MapFault> {
        let mut this_uninitialized = false;
        let start = self.types.len();
        let count = self.bytes.u2()?;
        self.items(count, &mut this_uninitialized)?;
        let locals = self.range(start, self.limits.0)?;
        let start = self.types.len();
        let count = self.bytes.u2()?;
        self.items(count, &mut false)?;
        let stack = self.range(start, self.limits.1)?;
        Ok(MapFrame { bci, this_uninitialized, locals, stack })
    }

    /// The range of the arena from `start` to its end, if it is not longer than the limit.
    fn range(&self, start: usize, limit: u16) -> Result<(u32, u32), MapFault> {
        let size = self.types.len() - start;
        if size > usize::from(limit) {
            return Err(BAD_SIZE);
        }
        if self.types.len() > MAX_TYPES {
            return Err(MapFault::Contradiction("StackMapTable format error: frames too large"));
        }
        if self.bad_new {
            return Err(BAD_NEW);
        }
        Ok((start as u32, size as u32))
    }

    fn items(&mut self, count: u16, has_uninitialized_this: &mut bool) -> Result<(), MapFault> {
        for _ in 0..count {
            let vtype = self.item(has_uninitialized_this)?;
            self.types.push(vtype);
            if vtype.is_category2() {
                self.types.push(vtype.upper());
            }
        }
        Ok(())
    }

    fn item(&mut self, has_uninitialized_this: &mut bool) -> Result<VType, MapFault> {
        let tag = self.bytes.u1()?;
        if let Some(vtype) = VType::from_simple_tag(tag) {
            return Ok(vtype);
        }
        match tag {
            KIND_UNINITIALIZED_THIS => {
                *has_uninitialized_this = true;
                Ok(VType::UNINITIALIZED_THIS)
            }
            KIND_OBJECT => {
                let index = self.bytes.u2()?;
                self.context.class_type(index).ok_or(MapFault::Malformed("bad class index"))
            }
            KIND_UNINITIALIZED => {
                let bci = self.bytes.u2()?;
                self.bad_new |= !self.context.is_new(bci);
                Ok(VType::uninitialized(bci))
            }
            _ => Err(MapFault::Malformed("bad verification type")),
        }
    }
}

/// The table as messages list it: one line per frame, until one is cut short. Where the table just ends, HotSpot
/// takes what follows for one more frame, and finds zeros.
pub(crate) fn print(table: &[u8], indent: &str, out: &mut String) {
    let mut bytes = Bytes { data: table, at: 0 };
    let Ok(count) = bytes.u2() else { return };
    let mut bci = -1;
    for _ in 0..count {
        out.push_str(indent);
        if out.len() > super::report::MAX_MESSAGE {
            out.push_str("...\n");
            return;
        }
        match print_frame(&mut bytes, &mut bci) {
            Ok(line) => {
                out.push_str(&line);
                out.push('\n');
            }
            Err(line) => {
                out.push_str(&line);
                return;
            }
        }
    }
}

/// One line; as an error the line of a frame that the table does not hold completely, after which nothing follows.
fn print_frame(bytes: &mut Bytes<'_>, bci: &mut i32) -> Result<String, String> {
    let Ok(tag) = bytes.u1() else { return Err(format!("same_frame(@{})", bci.wrapping_add(1))) };
    let delta = match tag {
        0..64 => Ok(u16::from(tag)),
        64..128 => Ok(u16::from(tag) - 64),
        247..=255 => bytes.u2(),
        _ => return Err(String::new()),
    };
    let Ok(delta) = delta else { return Err(String::new()) };
    *bci = bci.wrapping_add(i32::from(delta) + 1);
    let at = *bci;
    let cut = |name: &str| format!("{name}(@{at}), output truncated, Stackmap exceeds table size.");
    match tag {
        0..64 => Ok(format!("same_frame(@{at})")),
        64..128 => {
            let name = "same_locals_1_stack_item_frame";
            print_items(bytes, 1).map(|item| format!("{name}(@{at},{item})")).ok_or_else(|| cut(name))
        }
        247 => {
            let name = "same_locals_1_stack_item_extended";
            print_items(bytes, 1).map(|item| format!("{name}(@{at},{item})")).ok_or_else(|| cut(name))
        }
        251 => Ok(format!("same_frame_extended(@{at})")),
        248..=250 => Ok(format!("chop_frame(@{at},{})", 251 - tag)),
        252..=254 => {
            let items = print_items(bytes, (tag - 251).into());
            items.map(|items| format!("append_frame(@{at},{items})")).ok_or_else(|| cut("append_frame"))
        }
        _ => print_full_frame(bytes, at).ok_or_else(|| cut("full_frame")),
    }
}

fn print_full_frame(bytes: &mut Bytes<'_>, at: i32) -> Option<String> {
    let count = bytes.u2().ok()?;
    let locals = print_items(bytes, count)?;
    let count = bytes.u2().ok()?;
    let stack = print_items(bytes, count)?;
    Some(format!("full_frame(@{at},{{{locals}}},{{{stack}}})"))
}

fn print_items(bytes: &mut Bytes<'_>, count: u16) -> Option<String> {
    let mut items = Vec::new();
    for _ in 0..count {
        items.push(match bytes.u1().ok()? {
            0 => "Top".to_owned(),
            1 => "Integer".to_owned(),
            2 => "Float".to_owned(),
            3 => "Double".to_owned(),
            4 => "Long".to_owned(),
            5 => "Null".to_owned(),
            KIND_UNINITIALIZED_THIS => "UninitializedThis".to_owned(),
            KIND_OBJECT => format!("Object[#{}]", bytes.u2().ok()?),
            KIND_UNINITIALIZED => format!("Uninitialized[#{}]", bytes.u2().ok()?),
            tag => format!("BAD:{tag}"),
        });
    }
    Some(items.join(","))
}
