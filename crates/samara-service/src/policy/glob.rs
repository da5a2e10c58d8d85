//! Texts with `*`, `?` and `${variables}`, matched without backtracking beyond the last `*`: at
//! most the pattern's length times the text's, whatever a caller writes.

use super::facts::Facts;

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glob {
    units: Vec<Unit>,
    has_variables: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Unit {
    Byte(u8),
    One,
    Any,
    Variable { key: String, default: Option<String> },
}

/// How a pattern's text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// `${...}` stands for a value of the request.
    pub(super) variables: bool,
    /// `*` and `?` stand for any characters.
    pub(super) wildcards: bool,
}

impl Glob {
    /// Compiles a pattern; `None` when a `${` has no end or no name.
    pub(super) fn parse(text: &str, reading: Reading) -> Option<Self> {
        let mut units = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let mut taken = first.len_utf8();
            match first {
                '$' if reading.variables && rest.starts_with("${") => {
                    let end = rest.find('}')?;
                    units.push(variable(rest.get(2..end)?)?);
                    taken = end + 1;
                }
                '*' if reading.wildcards => units.push(Unit::Any),
                '?' if reading.wildcards => units.push(Unit::One),
                _ => units.extend(rest.bytes().take(taken).map(Unit::Byte)),
            }
            rest = rest.get(taken..)?;
        }
        let has_variables = units.iter().any(|unit| matches!(unit, Unit::Variable { .. }));
        Some(Self { units, has_variables })
    }

    /// Whether a text matches; never when a variable has no value. `fold` lowers the variables'
    /// values, for patterns that were compiled from lower case.
    pub(super) fn matches(&self, text: &str, facts: &Facts<'_>, fold: bool) -> bool {
        if !self.has_variables {
            return run(&self.units, text.as_bytes());
        }
        self.resolve(facts, fold).is_some_and(|units| run(&units, text.as_bytes()))
    }

    /// The same pattern with `:*` at its end, for an ARN that leaves parts out.
    pub(super) fn open_ended(&self) -> Self {
        let mut open = self.clone();
        open.units.extend([Unit::Byte(b':'), Unit::Any]);
        open
    }

    fn resolve(&self, facts: &Facts<'_>, fold: bool) -> Option<Vec<Unit>> {
        let mut units = Vec::with_capacity(self.units.len());
        for unit in &self.units {
            let Unit::Variable { key, default } = unit else {
                units.push(unit.clone());
                continue;
            };
            // A variable stands for a key with one value; AWS does not substitute several.
            let value = match facts.values(key).as_deref() {
                Some([value]) => value.clone(),
                Some(_) => return None,
                None => default.clone()?,
            };
            let value = if fold { value.to_lowercase() } else { value };
            units.extend(value.bytes().map(Unit::Byte));
        }
        Some(units)
    }
}

/// What stands between `${` and `}`: a key, perhaps with a quoted default, or an escape.
fn variable(inner: &str) -> Option<Unit> {
    match inner {
        "*" => return Some(Unit::Byte(b'*')),
        "?" => return Some(Unit::Byte(b'?')),
        "$" => return Some(Unit::Byte(b'$')),
        _ => {}
    }
    let (key, default) = match inner.split_once(',') {
        Some((key, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            (key, Some(default.to_owned()))
        }
        None => (inner, None),
    };
    let key = key.trim().to_lowercase();
    (!key.is_empty()).then_some(Unit::Variable { key, default })
}

fn run(units: &[Unit], text: &[u8]) -> bool {
    let (mut unit, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(place) {
        match units.get(unit) {
            Some(Unit::Any) => {
                star = Some((unit, place));
                unit += 1;
            }
            Some(Unit::One) => {
                place += 1;
                while text.get(place).is_some_and(|next| next & 0xc0 == 0x80) {
                    place += 1;
                }
                unit += 1;
            }
            Some(Unit::Byte(wanted)) if wanted == byte => {
                place += 1;
                unit += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    unit = at + 1;
                    place = from + 1;
                }
                None => return false,
            },
        }
    }
    units.get(unit..).is_some_and(|rest| rest.iter().all(|unit| *unit == Unit::Any))
}

/// A pattern of ARNs: each part between colons is matched for itself, save that the last one
/// given runs on to the end, and parts left out match anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ArnGlob(Vec<Glob>, Option<Glob>);

/// How many parts an ARN has; the sixth may have colons of its own.
const ARN_PARTS: usize = 6;

impl ArnGlob {
    pub(super) fn parse(text: &str, variables: bool) -> Option<Self> {
        let reading = Reading { variables, wildcards: true };
        let parts: Option<Vec<_>> = split_outside_variables(text)
            .into_iter()
            .map(|part| Glob::parse(part, reading))
            .collect();
        let parts = parts?;
        let open = (1 < parts.len() && parts.len() < ARN_PARTS)
            .then(|| parts.last().map(Glob::open_ended))
            .flatten();
        Some(Self(parts, open))
    }

    /// The same for a condition, where AWS holds each part for itself: a pattern that leaves
    /// parts out matches only when it says so by a `*` at its end.
    pub(super) fn of_condition(text: &str, variables: bool) -> Option<Self> {
        let mut glob = Self::parse(text, variables)?;
        if glob.0.len() < ARN_PARTS && !text.ends_with('*') {
            glob.0.clear();
        }
        Some(glob)
    }

    pub(super) fn matches(&self, arn: &str, facts: &Facts<'_>) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let mut texts = arn.splitn(self.0.len(), ':');
        let last = self.0.len().saturating_sub(1);
        let good = self.0.iter().enumerate().all(|(place, glob)| {
            let Some(text) = texts.next() else { return false };
            let open = self.1.as_ref().filter(|_| place == last);
            glob.matches(text, facts, false)
                || open.is_some_and(|open| open.matches(text, facts, false))
        });
        good && texts.next().is_none()
    }
}

/// Splits at colons, at most into an ARN's parts, but not within `${aws:username}`.
fn split_outside_variables(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && parts.len() + 1 < ARN_PARTS => {
                parts.push(text.get(start..place).unwrap_or_default());
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}
