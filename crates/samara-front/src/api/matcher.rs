//! Which route a request takes: the most specific path first, then the method.
//!
//! Source: "Routing API requests": a full match before one with a greedy variable before
//! `$default`; static text before a variable, segment by segment.

use std::cmp::Ordering;

use percent_encoding::percent_decode_str;

/// Routes in the order in which they are tried.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matcher {
    routes: Vec<Pattern>,
    default: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    /// `None` for any method.
    method: Option<String>,
    segments: Vec<Segment>,
    /// The caller's number for the route.
    route: usize,
}

/// One segment of a path; the order of the variants is the order in which they are preferred.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Text(String),
    Variable(String),
    Greedy(String),
}

/// The route that a request takes, with the values of its variables, percent-decoded.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) route: usize,
    pub(crate) variables: Vec<(String, String)>,
}

impl Matcher {
    /// Adds a route under the caller's number: a method (or `ANY`) and a path pattern.
    pub(crate) fn add(&mut self, route: usize, method: &str, path: &str) {
        let method = (method != "ANY").then(|| method.to_owned());
        let segments = segments(path).map(Segment::parse).collect();
        let pattern = Pattern { method, segments, route };
        let place =
            self.routes.partition_point(|other| other.before(&pattern) != Ordering::Greater);
        self.routes.insert(place, pattern);
    }

    /// Sets the route for what no other takes.
    pub(crate) fn set_default(&mut self, route: usize) {
        self.default = Some(route);
    }

    /// The route of a request; `path` is as it came, still encoded.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Match> {
        let found = self.routes.iter().find_map(|pattern| {
            let fits = pattern.method.as_deref().is_none_or(|wanted| wanted == method);
            let variables = fits.then(|| pattern.variables(path)).flatten()?;
            Some(Match { route: pattern.route, variables })
        });
        let default = || self.default.map(|route| Match { route, variables: Vec::new() });
        found.or_else(default)
    }
}

impl Pattern {
    fn before(&self, other: &Self) -> Ordering {
        let any = |pattern: &Self| pattern.method.is_none();
        // A longer pattern comes first where the shorter one is its beginning.
        let shape =
            self.segments.iter().map(Segment::rank).cmp(other.segments.iter().map(Segment::rank));
        let greedy = |pattern: &Self| matches!(pattern.segments.last(), Some(Segment::Greedy(_)));
        greedy(self).cmp(&greedy(other)).then(shape).then(any(self).cmp(&any(other)))
    }

    fn variables(&self, path: &str) -> Option<Vec<(String, String)>> {
        let mut variables = Vec::new();
        let mut rest = segments(path);
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => {
                    if decode(rest.next()?) != *text {
                        return None;
                    }
                }
                Segment::Variable(name) => {
                    let value = rest.next().filter(|value| !value.is_empty())?;
                    variables.push((name.clone(), decode(value)));
                }
                Segment::Greedy(name) => {
                    let value = rest.collect::<Vec<_>>().join("/");
                    if value.is_empty() {
                        return None;
                    }
                    variables.push((name.clone(), decode(&value)));
                    return Some(variables);
                }
            }
        }
        rest.next().is_none().then_some(variables)
    }
}

impl Segment {
    fn parse(text: &str) -> Self {
        match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => match name.strip_suffix('+') {
                Some(name) => Self::Greedy(name.to_owned()),
                None => Self::Variable(name.to_owned()),
            },
            None => Self::Text(text.to_owned()),
        }
    }

    /// How early a kind of segment is tried.
    fn rank(&self) -> u8 {
        match self {
            Self::Text(_) => 0,
            Self::Variable(_) => 1,
            Self::Greedy(_) => 2,
        }
    }
}

/// The segments of a path. A slash at the end makes no segment of its own.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').filter(move |_| !path.is_empty())
}

/// The text without percent-encoding; what is not UTF-8 is replaced.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
