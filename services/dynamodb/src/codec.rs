//! Items as bytes, compact and in one form: what the store keeps.
//!
//! An item is a number of attributes, then each one's name and value; a value is a tag and what
//! the tag says. Lengths are base-128, numbers as [`Number::write_ordered`] writes them. The tags
//! are kept on disk: one is never given another meaning. Reading checks everything, since bytes
//! from a disk are from outside; what does not read is damage, never a panic.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::number::Number;
use crate::value::{DEPTH_MAX, Item, Value};

/// The form of what follows; another form has another number.
const FORM: u8 = 1;

mod tag {
    pub(super) const S: u8 = 1;
    pub(super) const N: u8 = 2;
    pub(super) const B: u8 = 3;
    pub(super) const SS: u8 = 4;
    pub(super) const NS: u8 = 5;
    pub(super) const BS: u8 = 6;
    pub(super) const M: u8 = 7;
    pub(super) const L: u8 = 8;
    pub(super) const NULL: u8 = 9;
    pub(super) const FALSE: u8 = 10;
    pub(super) const TRUE: u8 = 11;
}

/// A stored item does not read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stored item does not have the form of an item")]
pub struct Damaged;

/// An item as bytes.
#[must_use]
pub fn encode(item: &Item) -> Bytes {
    let mut bytes = Vec::with_capacity(128);
    bytes.push(FORM);
    write_map(&mut bytes, item);
    bytes.into()
}

/// An item of bytes.
///
/// # Errors
/// When they are not what [`encode`] writes.
pub fn decode(bytes: &Bytes) -> Result<Item, Damaged> {
    let mut reader = Reader { all: bytes, at: 0 };
    if reader.byte()? != FORM {
        return Err(Damaged);
    }
    let item = reader.map(0)?;
    if reader.at == bytes.len() { Ok(item) } else { Err(Damaged) }
}

fn write_length(bytes: &mut Vec<u8>, length: usize) {
    let mut rest = length;
    while 0x80 <= rest {
        bytes.push(0x80 | low_bits(rest));
        rest >>= 7;
    }
    bytes.push(low_bits(rest));
}

fn low_bits(length: usize) -> u8 {
    let [low, ..] = length.to_le_bytes();
    low & 0x7f
}

fn write_bytes(bytes: &mut Vec<u8>, part: &[u8]) {
    write_length(bytes, part.len());
    bytes.extend_from_slice(part);
}

fn write_map(bytes: &mut Vec<u8>, map: &BTreeMap<String, Value>) {
    write_length(bytes, map.len());
    for (name, value) in map {
        write_bytes(bytes, name.as_bytes());
        write_value(bytes, value);
    }
}

fn write_value(bytes: &mut Vec<u8>, value: &Value) {
    match value {
        Value::S(text) => {
            bytes.push(tag::S);
            write_bytes(bytes, text.as_bytes());
        }
        Value::N(number) => {
            bytes.push(tag::N);
            number.write_ordered(bytes);
        }
        Value::B(part) => {
            bytes.push(tag::B);
            write_bytes(bytes, part);
        }
        Value::Ss(set) => {
            bytes.push(tag::SS);
            write_length(bytes, set.len());
            for text in set {
                write_bytes(bytes, text.as_bytes());
            }
        }
        Value::Ns(set) => {
            bytes.push(tag::NS);
            write_length(bytes, set.len());
            for number in set {
                number.write_ordered(bytes);
            }
        }
        Value::Bs(set) => {
            bytes.push(tag::BS);
            write_length(bytes, set.len());
            for part in set {
                write_bytes(bytes, part);
            }
        }
        Value::M(map) => {
            bytes.push(tag::M);
            write_map(bytes, map);
        }
        Value::L(list) => {
            bytes.push(tag::L);
            write_length(bytes, list.len());
            for value in list {
                write_value(bytes, value);
            }
        }
        Value::Null => bytes.push(tag::NULL),
        Value::Bool(false) => bytes.push(tag::FALSE),
        Value::Bool(true) => bytes.push(tag::TRUE),
    }
}

struct Reader<'a> {
    all: &'a Bytes,
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, Damaged> {
        let byte = self.all.get(self.at).copied().ok_or(Damaged)?;
        self.at += 1;
        Ok(byte)
    }

    fn length(&mut self) -> Result<usize, Damaged> {
        let mut length = 0usize;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            length |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(length);
            }
        }
        Err(Damaged)
    }

    fn bytes(&mut self) -> Result<std::ops::Range<usize>, Damaged> {
        let length = self.length()?;
        let part = self.at..self.at + length;
        self.at = part.end;
        if part.end <= self.all.len() { Ok(part) } else { Err(Damaged) }
    }

    fn text(&mut self) -> Result<String, Damaged> {
        let part = self.bytes()?;
        let text = std::str::from_utf8(self.all.get(part).ok_or(Damaged)?);
        text.map(str::to_owned).map_err(|_| Damaged)
    }

    fn number(&mut self) -> Result<Number, Damaged> {
        let rest = self.all.get(self.at..).ok_or(Damaged)?;
        let (number, after) = Number::read_ordered(rest).ok_or(Damaged)?;
        self.at = self.all.len() - after.len();
        Ok(number)
    }

    fn many<T, C: FromIterator<T>>(
        &mut self,
        read: impl Fn(&mut Self) -> Result<T, Damaged>,
    ) -> Result<C, Damaged> {
        let count = self.length()?;
        (0..count).map(|_| read(self)).collect()
    }

    fn map(&mut self, depth: usize) -> Result<BTreeMap<String, Value>, Damaged> {
        self.many(|reader| Ok((reader.text()?, reader.value(depth)?)))
    }

    fn value(&mut self, depth: usize) -> Result<Value, Damaged> {
        if DEPTH_MAX < depth {
            return Err(Damaged);
        }
        Ok(match self.byte()? {
            tag::S => Value::S(self.text()?),
            tag::N => Value::N(self.number()?),
            tag::B => {
                let part = self.bytes()?;
                Value::B(self.all.slice(part))
            }
            tag::SS => Value::Ss(self.many(Self::text)?),
            tag::NS => Value::Ns(self.many(Self::number)?),
            tag::BS => Value::Bs(self.many(|reader| {
                let part = reader.bytes()?;
                Ok(reader.all.slice(part))
            })?),
            tag::M => Value::M(self.map(depth + 1)?),
            tag::L => Value::L(self.many(|reader| reader.value(depth + 1))?),
            tag::NULL => Value::Null,
            tag::FALSE => Value::Bool(false),
            tag::TRUE => Value::Bool(true),
            _ => return Err(Damaged),
        })
    }
}
