//! The regular expressions of models, which are Java's, compiled when first needed.

use std::sync::OnceLock;

use regex::Regex;

/// The most memory that a compiled expression may take, bytes.
const COMPILED_MAX: usize = 1 << 20;

/// A regular expression that a text must match whole.
///
/// Expressions that look ahead or behind, which no engine of bounded time has, are not checked;
/// [`Pattern::is_checked`] tells, and a service that relies on one checks it itself.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
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
        self.compiled().is_none_or(|regex| regex.is_match(text))
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(self.text)).as_ref()
    }
}

fn compile(text: &str) -> Option<Regex> {
    // Java writes what lies beyond 16 bits as two halves, and has two names of its own.
    let text = text
        .replace("\\uD800\\uDC00-\\uDBFF\\uDFFF", "\\x{10000}-\\x{10FFFF}")
        .replace("\\ud800\\udc00-\\udbff\\udfff", "\\x{10000}-\\x{10FFFF}")
        .replace("\\p{IsAlphabetic}", "\\p{Alphabetic}")
        .replace("\\p{Punct}", "[:punct:]");
    regex::RegexBuilder::new(&format!("^(?:{text})$"))
        .size_limit(COMPILED_MAX)
        .dot_matches_new_line(false)
        .build()
        .ok()
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
        assert!(!Pattern::new("a|b").matches("ab"));
    }

    /// An expression that cannot be checked must not refuse everything.
    #[test]
    fn what_looks_ahead_is_known_to_be_unchecked() {
        let ahead = Pattern::new("(?!-)x+");
        assert!(!ahead.is_checked());
        assert!(ahead.matches("-x"));
    }
}
