//! A pull reader of JSON text.

use std::borrow::Cow;

/// How deep lists and maps may nest. A DynamoDB item has at most 32 levels, each of three; AWS's
/// own parser stops at 1,000. Bounded because descent is recursion.
pub(crate) const DEPTH_MAX: u16 = 200;

/// The text is not JSON, or nests deeper than [`DEPTH_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken;

/// What a value is, by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Null,
    True,
    False,
    Number,
    String,
    List,
    Map,
}

/// A place in a text.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u16,
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    /// What comes next.
    pub(crate) fn start(&mut self) -> Result<Start, Broken> {
        match self.skip_space() {
            Some(b'"') => Ok(Start::String),
            Some(b'{') => Ok(Start::Map),
            Some(b'[') => Ok(Start::List),
            Some(b'n') => Ok(Start::Null),
            Some(b't') => Ok(Start::True),
            Some(b'f') => Ok(Start::False),
            Some(b'-' | b'0'..=b'9') => Ok(Start::Number),
            _ => Err(Broken),
        }
    }

    /// Passes over `null`, `true` or `false`.
    pub(crate) fn word(&mut self, start: Start) -> Result<(), Broken> {
        let word = match start {
            Start::Null => "null",
            Start::True => "true",
            Start::False => "false",
            _ => return Err(Broken),
        };
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Broken)
        }
    }

    /// Reads a number, as its text.
    pub(crate) fn number(&mut self) -> Result<&'a str, Broken> {
        let begin = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        self.text.get(begin..self.at).ok_or(Broken)
    }

    fn digits(&mut self) -> Result<(), Broken> {
        let begin = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if begin < self.at { Ok(()) } else { Err(Broken) }
    }

    /// Reads a text.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Broken> {
        self.at += 1;
        let plain = self.plain()?;
        if self.byte() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(Broken),
            }
            text.push_str(self.plain()?);
        }
    }

    /// The characters up to a quote, a backslash or what may not stand in a text.
    fn plain(&mut self) -> Result<&'a str, Broken> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(Broken)?;
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        let length = rest.iter().position(special).ok_or(Broken)?;
        let plain = self.text.get(self.at..self.at + length).ok_or(Broken)?;
        self.at += length;
        Ok(plain)
    }

    fn escape(&mut self) -> Result<char, Broken> {
        self.at += 1;
        let byte = self.byte().ok_or(Broken)?;
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(Broken),
        })
    }

    /// A `\u` escape, or a pair of them. Half a pair is refused: no text can hold it.
    fn unicode(&mut self) -> Result<char, Broken> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).ok_or(Broken);
        }
        if self.text.get(self.at..self.at + 2) != Some("\\u") {
            return Err(Broken);
        }
        self.at += 2;
        let second = self.hex()?;
        if !(0xdc00..0xe000).contains(&second) {
            return Err(Broken);
        }
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)).ok_or(Broken)
    }

    fn hex(&mut self) -> Result<u32, Broken> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Broken)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Broken);
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Broken)
    }

    /// Steps into the list or map that comes next.
    pub(crate) fn enter(&mut self) -> Result<(), Broken> {
        if DEPTH_MAX <= self.depth {
            return Err(Broken);
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Whether a list has another item; steps out at its end.
    pub(crate) fn next_item(&mut self, first: &mut bool) -> Result<bool, Broken> {
        self.next_part(first, b']')
    }

    /// A map's next key; steps out at its end.
    pub(crate) fn next_key(&mut self, first: &mut bool) -> Result<Option<Cow<'a, str>>, Broken> {
        if !self.next_part(first, b'}')? {
            return Ok(None);
        }
        if self.skip_space() != Some(b'"') {
            return Err(Broken);
        }
        let key = self.string()?;
        if self.skip_space() != Some(b':') {
            return Err(Broken);
        }
        self.at += 1;
        Ok(Some(key))
    }

    fn next_part(&mut self, first: &mut bool, close: u8) -> Result<bool, Broken> {
        let next = self.skip_space().ok_or(Broken)?;
        if next == close {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::replace(first, false) {
            if next != b',' {
                return Err(Broken);
            }
            self.at += 1;
            if self.skip_space() == Some(close) {
                return Err(Broken);
            }
        }
        Ok(true)
    }

    /// Passes over a value, which must be JSON all the same.
    pub(crate) fn skip(&mut self) -> Result<(), Broken> {
        let start = self.start()?;
        let mut first = true;
        match start {
            Start::String => self.string().map(drop),
            Start::Number => self.number().map(drop),
            Start::List => {
                self.enter()?;
                while self.next_item(&mut first)? {
                    self.skip()?;
                }
                Ok(())
            }
            Start::Map => {
                self.enter()?;
                while self.next_key(&mut first)?.is_some() {
                    self.skip()?;
                }
                Ok(())
            }
            word => self.word(word),
        }
    }

    /// Whether nothing but space is left.
    pub(crate) fn ended(&mut self) -> bool {
        self.skip_space().is_none()
    }
}
