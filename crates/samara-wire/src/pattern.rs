//! The regular expressions of models, which are Java's, compiled when first needed.

use std::sync::OnceLock;

use regex::Regex;

/// The most memory that a compiled expression may take, bytes.
const COMPILED_MAX: usize = 1 << 20;

/// A regular expression that a text must match whole.
///
/// The engine has bounded time, and so cannot look ahead or behind. The models look ahead only at
/// a text's beginning and behind only at its end, for what must not stand there, which a second
/// expression tells as well. One that looks elsewhere is not checked; [`Pattern::is_checked`]
/// tells.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Compiled>>,
}

#[derive(Debug)]
struct Compiled {
    /// What the whole text must match.
    whole: Regex,
    /// What must not stand at its beginning or end.
    forbidden: Option<Regex>,
}

impl Pattern {
    /// An expression.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// The expression as AWS publishes it.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Whether the expression can be checked here.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        self.compiled().is_some()
    }

    /// Whether the whole text matches, or there is nothing that could be checked.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.compiled().is_none_or(|compiled| {
            compiled.whole.is_match(text)
                && !compiled.forbidden.as_ref().is_some_and(|regex| regex.is_match(text))
        })
    }

    fn compiled(&self) -> Option<&Compiled> {
        self.compiled.get_or_init(|| compile(self.text)).as_ref()
    }
}

fn compile(text: &str) -> Option<Compiled> {
    let anchored = text.strip_prefix('^').unwrap_or(text);
    if let Some((inner, rest)) = anchored.strip_prefix("(?!").and_then(split_group) {
        let forbidden = regex(&format!("^(?:{inner})"))?;
        return Some(Compiled { whole: whole(rest)?, forbidden: Some(forbidden) });
    }
    if let Some((before, inner)) = text.rsplit_once("(?<!")
        && let Some((inner, "")) = split_group(inner)
    {
        let forbidden = regex(&format!("(?:{inner})$"))?;
        return Some(Compiled { whole: whole(before)?, forbidden: Some(forbidden) });
    }
    Some(Compiled { whole: whole(text)?, forbidden: None })
}

/// What is in a group whose beginning was taken off, and what follows it.
fn split_group(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    for (place, character) in text.char_indices() {
        match character {
            // What is escaped or in brackets could mislead; no model has such a group.
            '\\' if text.get(place + 1..).is_some_and(|next| next.starts_with(['(', ')'])) => {
                return None;
            }
            '(' => depth += 1,
            ')' if depth == 0 => return Some((text.get(..place)?, text.get(place + 1..)?)),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn whole(text: &str) -> Option<Regex> {
    regex(&format!("^(?:{text})$"))
}

fn regex(text: &str) -> Option<Regex> {
    // Java writes what lies beyond 16 bits as two halves, has two names of its own, and means
    // ASCII by a word's characters and by digits.
    let text = text
        .replace("\\uD800\\uDC00-\\uDBFF\\uDFFF", "\\x{10000}-\\x{10FFFF}")
        .replace("\\ud800\\udc00-\\udbff\\udfff", "\\x{10000}-\\x{10FFFF}")
        .replace("\\p{IsAlphabetic}", "\\p{Alphabetic}")
        .replace("\\p{Punct}", "[:punct:]")
        .replace("\\w", "[0-9A-Za-z_]")
        .replace("\\d", "[0-9]");
    regex::RegexBuilder::new(&text).size_limit(COMPILED_MAX).build().ok()
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn an_expression_must_match_the_whole_text() {
        let name = Pattern::new("[a-zA-Z0-9_.-]+");
        assert!(name.matches("orders.v2"));
        assert!(!name.matches("orders v2"));
        assert!(!name.matches("orders\n"));
        let word = Pattern::new("[\\w+=,.@-]+");
        assert!(word.matches("ada@home") && !word.matches("\u{fc}"));
        assert!(!Pattern::new("a|b").matches("ab"));
    }

    /// The models' own: an alias that is no number, a name that does not end in a dot, not blank.
    #[test]
    fn what_must_not_stand_at_an_end_is_checked() {
        for (text, good, bad) in [
            ("(?!^[0-9]+$)([a-zA-Z0-9-_]+)", "live1", "12"),
            ("[0-9A-Za-z\\.\\-_]*(?<!\\.)", "a.b", "a."),
            ("^(?!\\s*$).+", " a", "  "),
        ] {
            let pattern = Pattern::new(text);
            assert!(pattern.is_checked(), "{text}");
            assert!(pattern.matches(good), "{text}");
            assert!(!pattern.matches(bad), "{text}");
        }
    }

    /// An expression that cannot be checked must not refuse everything.
    #[test]
    fn what_looks_ahead_elsewhere_is_known_to_be_unchecked() {
        let ahead = Pattern::new("a(?!-)x+");
        assert!(!ahead.is_checked());
        assert!(ahead.matches("-x"));
    }
}
