//! The texts of `Fn::Sub`: what is literal in them and what is a variable.

/// A piece of a text with variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Stands for itself.
    Literal(&'a str),
    /// `${Name}`, `${Resource.Attribute}`.
    Variable(&'a str),
}

/// Takes a text apart; `${!Name}` is the literal `${Name}`.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, tail)) = after.split_once('}') else { break };
        parts.push(Part::Literal(before));
        match name.strip_prefix('!') {
            Some(literal) => {
                parts.extend([Part::Literal("${"), Part::Literal(literal), Part::Literal("}")]);
            }
            None => parts.push(Part::Variable(name.trim())),
        }
        rest = tail;
    }
    parts.push(Part::Literal(rest));
    parts.retain(|part| *part != Part::Literal(""));
    parts
}
