//! YAML text to a document with places, as CloudFormation reads YAML.
//!
//! `saphyr-parser` gives events with marks; this module makes the tree. Scalars follow YAML 1.1 as
//! far as CloudFormation does (`yes` and `on` are Booleans), with three exceptions, each because
//! the other reading is never what a template means: dates stay texts (`Version: 2012-10-17`), so
//! do digits with a leading zero (an account id), and so do base-60 numbers (`12:30`).
//!
//! Anchors and merge keys are expanded here. What a document may become is bounded by
//! [`NODES_MAX`], so that a few lines of nested aliases cannot fill the memory.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};
use serde_json::Number;

use crate::error::{Mark, Problem, nearest};
use crate::node::{Entry, Node, Value};

/// How many values a document may have after its aliases are expanded.
pub(crate) const NODES_MAX: usize = 300_000;

/// How much text counts as another value.
const TEXT_BYTES_PER_NODE: usize = 64;

/// How deep values may be nested; CloudFormation's own templates stay far below.
pub(crate) const DEPTH_MAX: usize = 100;

/// The functions that have a short form.
const SHORT_TAGS: [&str; 20] = [
    "And",
    "Base64",
    "Cidr",
    "Condition",
    "Equals",
    "FindInMap",
    "ForEach",
    "GetAZs",
    "GetAtt",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "Ref",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
];

/// Reads one YAML document.
pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    let mut reader = Reader {
        text,
        events: Parser::new_from_str(text),
        anchors: HashMap::new(),
        nodes: 0,
        depth: 0,
    };
    reader.document()
}

type Events<'a> = Parser<'a, StrInput<'a>>;

struct Reader<'a> {
    text: &'a str,
    events: Events<'a>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Node, Problem> {
        let root = loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd, span) => {
                    return Err(Problem::at(mark(span), "Template format error: it is empty"));
                }
                (event, span) => break self.value(event, span)?,
            }
        };
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(root),
                (Event::DocumentStart(_), span) => {
                    return Err(Problem::at(
                        mark(span),
                        "Template format error: a second document begins here",
                    )
                    .hint("A template is one document: remove the `---`."));
                }
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Problem> {
        match self.events.next_event() {
            Some(Ok(pair)) => Ok(pair),
            Some(Err(error)) => Err(self.malformed(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// A document that YAML itself refuses: the parser's reason, and what stands on that line.
    fn malformed(&self, error: &ScanError) -> Problem {
        let mark = place(*error.marker());
        let line = usize::try_from(mark.line).unwrap_or_default();
        let found = self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let indent: String = found.chars().take_while(|c| c.is_whitespace()).collect();
        let problem = Problem::at(mark, "Template format error: YAML not well-formed.");
        if indent.contains('\t') {
            return problem.hint("A tab indents this line: use spaces.");
        }
        let shown = |text: &str| text.trim().chars().take(60).collect::<String>();
        let keyless = ["simple key expect", "did not find expected key"];
        if keyless.iter().any(|words| error.info().contains(words))
            && let Some((mark, text)) = self.without_colon(line)
        {
            let hint = format!("`{}` has no `:` behind its key.", shown(text));
            return Problem { mark: Some(mark), ..problem }.hint(hint);
        }
        if error.info().contains("unknown anchor") {
            let hint =
                format!("`{}` names an anchor (`&name`) that is not before it.", shown(found));
            return problem.hint(hint);
        }
        problem.hint(format!(
            "The parser says: {}; it found `{}`. Check the indentation of this line and the one \
             before, and quote a text that has `: `, `#`, `{{` or `[` in it.",
            error.info(),
            shown(found)
        ))
    }

    /// The last line with text before this one, if it has no colon.
    fn without_colon(&self, line: usize) -> Option<(Mark, &str)> {
        let before = self.text.lines().enumerate().take(line.saturating_sub(1));
        let (index, text) = before
            .filter(|(_, text)| !text.trim().is_empty() && !text.trim_start().starts_with('#'))
            .last()
            .filter(|(_, text)| !text.contains(':'))?;
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let column = text.len() - text.trim_start().len() + 1;
        Some((Mark { line, column: u32::try_from(column).unwrap_or(u32::MAX) }, text))
    }

    fn value(&mut self, event: Event<'a>, span: Span) -> Result<Node, Problem> {
        let before = self.nodes;
        let text = match &event {
            Event::Scalar(text, ..) => text.len(),
            _ => 0,
        };
        self.count(1 + text / TEXT_BYTES_PER_NODE, mark(span))?;
        let (node, anchor) = match event {
            Event::Alias(id) => return self.alias(id, mark(span)),
            Event::Scalar(text, style, anchor, tag) => {
                (scalar(&text, style, tag.as_deref(), mark(span))?, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                let list = self.nested(mark(span), Self::sequence)?;
                (tagged(list, tag.as_deref())?, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                let map = self.nested(mark(span), Self::mapping)?;
                (tagged(map, tag.as_deref())?, anchor)
            }
            _ => return Err(Problem::at(mark(span), "Template format error: a value is missing")),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), self.nodes - before));
        }
        Ok(node)
    }

    fn count(&mut self, nodes: usize, mark: Mark) -> Result<(), Problem> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= NODES_MAX {
            return Ok(());
        }
        Err(Problem::at(
            mark,
            format!("Template format error: more than {NODES_MAX} values, aliases expanded"),
        ))
    }

    fn nested(
        &mut self,
        mark: Mark,
        read: impl FnOnce(&mut Self, Mark) -> Result<Node, Problem>,
    ) -> Result<Node, Problem> {
        self.depth += 1;
        if DEPTH_MAX < self.depth {
            let message = format!("Template format error: nested more than {DEPTH_MAX} deep");
            return Err(Problem::at(mark, message));
        }
        let node = read(self, mark);
        self.depth -= 1;
        node
    }

    fn alias(&mut self, id: usize, mark: Mark) -> Result<Node, Problem> {
        let Some((node, nodes)) = self.anchors.get(&id).cloned() else {
            return Err(Problem::at(
                mark,
                "Template format error: an alias stands inside the value that it names",
            ));
        };
        self.count(nodes, mark)?;
        Ok(node)
    }

    fn sequence(&mut self, mark: Mark) -> Result<Node, Problem> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Node { mark, value: Value::List(items) }),
                (event, span) => items.push(self.value(event, span)?),
            }
        }
    }

    fn mapping(&mut self, mark: Mark) -> Result<Node, Problem> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = HashSet::new();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let key_mark = self::mark(span);
            let (key, plain) = self.key(event, key_mark)?;
            let (event, span) = self.next()?;
            let node = self.value(event, span)?;
            if plain && key == "<<" {
                merged.push(node);
                continue;
            }
            if !seen.insert(key.clone()) {
                return Err(duplicate(&key, key_mark, &entries));
            }
            entries.push(Entry { key, mark: key_mark, node });
        }
        for node in merged {
            merge(&mut entries, &mut seen, &node)?;
        }
        Ok(Node { mark, value: Value::Map(entries) })
    }

    fn key(&mut self, event: Event<'a>, mark: Mark) -> Result<(String, bool), Problem> {
        match event {
            Event::Scalar(text, style, _, None) => {
                self.count(1, mark)?;
                Ok((text.into_owned(), style == ScalarStyle::Plain))
            }
            Event::Alias(id) => match self.alias(id, mark)?.scalar() {
                Some(text) => Ok((text, false)),
                None => Err(Problem::at(mark, "Template format error: a key must be a string")),
            },
            _ => Err(Problem::at(mark, "Template format error: a key must be a string")),
        }
    }
}

/// The refusal of a key that stands twice in one mapping.
pub(crate) fn duplicate(key: &str, mark: Mark, entries: &[Entry]) -> Problem {
    let first = entries.iter().find(|entry| entry.key == key).map_or(0, |entry| entry.mark.line);
    Problem::at(mark, format!("Template format error: duplicate key \"{key}\""))
        .hint(format!("It stands already on line {first}: rename or remove one."))
}

fn merge(entries: &mut Vec<Entry>, seen: &mut HashSet<String>, node: &Node) -> Result<(), Problem> {
    match &node.value {
        Value::Map(others) => {
            for other in others {
                if seen.insert(other.key.clone()) {
                    entries.push(other.clone());
                }
            }
            Ok(())
        }
        Value::List(items) => items.iter().try_for_each(|item| merge(entries, seen, item)),
        _ => Err(Problem::at(
            node.mark,
            format!(
                "Template format error: a merge key (`<<`) wants a mapping, found {}",
                node.kind()
            ),
        )),
    }
}

fn mark(span: Span) -> Mark {
    place(span.start)
}

fn place(marker: saphyr_parser::Marker) -> Mark {
    Mark {
        line: u32::try_from(marker.line()).unwrap_or(u32::MAX),
        column: u32::try_from(marker.col() + 1).unwrap_or(u32::MAX),
    }
}

/// What a tag asks for.
enum Form<'a> {
    Plain,
    Text,
    Function(&'a str),
}

fn form(tag: Option<&Tag>, mark: Mark) -> Result<Form<'_>, Problem> {
    let Some(tag) = tag else { return Ok(Form::Plain) };
    let name = tag.suffix.as_str();
    if tag.is_yaml_core_schema() {
        return match name {
            "str" => Ok(Form::Text),
            "int" | "float" | "bool" | "null" | "map" | "seq" => Ok(Form::Plain),
            _ => Err(Problem::at(mark, format!("Template format error: unsupported tag !!{name}"))),
        };
    }
    if tag.handle == "!" && (SHORT_TAGS.contains(&name) || name == "Transform") {
        return Ok(Form::Function(name));
    }
    let shown = format!("{}{name}", tag.handle);
    let problem = Problem::at(mark, format!("Template format error: unrecognized tag {shown}"));
    Err(match nearest(name, SHORT_TAGS) {
        Some(near) => problem.hint(format!("Did you mean !{near}?")),
        None => problem.hint("CloudFormation knows !Ref, !Sub, !GetAtt, !If and the like."),
    })
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, mark: Mark) -> Result<Node, Problem> {
    let plain = style == ScalarStyle::Plain;
    let value = || if plain { resolve(text) } else { Value::String(text.to_owned()) };
    match form(tag, mark)? {
        Form::Plain => Ok(Node { mark, value: value() }),
        Form::Text => Ok(Node::text(text, mark)),
        Form::Function("GetAtt") => {
            let parts = text.splitn(2, '.');
            let items = parts.map(|part| Node::text(part, mark)).collect();
            Ok(function("GetAtt", Node { mark, value: Value::List(items) }))
        }
        // A name is a text even where it looks like a number.
        Form::Function(name @ ("Ref" | "Condition" | "Sub")) => {
            Ok(function(name, Node::text(text, mark)))
        }
        Form::Function(name) => Ok(function(name, Node { mark, value: value() })),
    }
}

fn tagged(node: Node, tag: Option<&Tag>) -> Result<Node, Problem> {
    match form(tag, node.mark)? {
        Form::Function(name) => Ok(function(name, node)),
        Form::Plain => Ok(node),
        Form::Text => Err(Problem::at(
            node.mark,
            format!("Template format error: !!str wants a string, found {}", node.kind()),
        )),
    }
}

/// The long form of a short tag.
fn function(name: &str, argument: Node) -> Node {
    let mark = argument.mark;
    let key = match name {
        "Ref" | "Condition" => name.to_owned(),
        _ => format!("Fn::{name}"),
    };
    Node { mark, value: Value::Map(vec![Entry { key, mark, node: argument }]) }
}

/// What an unquoted scalar means.
fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            return Value::Bool(true);
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    match number(text) {
        Some(number) => Value::Number(number),
        None => Value::String(text.to_owned()),
    }
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return i64::from_str_radix(hexadecimal, 16).ok().map(Number::from);
    }
    let first_two = digits.as_bytes().get(..2).unwrap_or_default();
    let leading_zero = matches!(first_two, [b'0', b'0'..=b'9']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || leading_zero {
        return None;
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let unsigned = text.strip_prefix('+').unwrap_or(text);
        return unsigned.parse::<i64>().ok().map(Number::from);
    }
    let float = digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    if !float {
        return None;
    }
    text.parse::<f64>().ok().and_then(Number::from_f64)
}
