//! What is known of a resource type, as data, and properties checked against it.
//!
//! Every property of a type stands in its schema in one of three ways. *Enforced*: it reaches the
//! service, which does what it says or refuses it. *Accepted*: it has no meaning on a machine of
//! one's own, the reason says why, and the report shows it. *Refused*: it would change what the
//! application can rely on, and nothing here does it; the template is not deployed.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value as Json, json};

use crate::error::nearest;
use crate::eval::pending;
use crate::node::scalar;
use crate::plan::Resource;
use crate::stack::Stack;
use crate::work::Call;

/// The property that tags stand in, of every type that has some.
pub(crate) const TAGS: &str = "Tags";

/// A resource type.
pub(crate) struct Schema {
    /// `AWS::Lambda::Function`.
    pub type_name: &'static str,
    /// All its properties.
    pub properties: &'static [Property],
    /// What `Fn::GetAtt` can ask for.
    pub attributes: &'static [&'static str],
    /// The property that names it, if one does.
    pub naming: Option<Naming>,
    /// The calls that make one.
    pub create: fn(&Context<'_>) -> Result<Made, String>,
    /// The calls that change one in place; the context has the old one.
    pub update: fn(&Context<'_>, &Resource) -> Result<Made, String>,
    /// The calls that delete one.
    pub delete: fn(&Resource) -> Vec<Call>,
}

/// How a type's resources are named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming {
    /// The property.
    pub property: &'static str,
    /// How long a name may be.
    pub longest: usize,
    /// Whether it must be in lower case.
    pub lower: bool,
}

/// What the calls are made of.
pub(crate) struct Context<'a> {
    /// The stack.
    pub stack: &'a Stack,
    /// The logical id.
    pub logical_id: &'a str,
    /// The physical name: the given one, or one made for it.
    pub name: &'a str,
    /// The resolved properties.
    pub properties: &'a Json,
}

/// Calls, and what the resource is after them.
#[derive(Debug)]
pub(crate) struct Made {
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// The physical id; may be a slot.
    pub physical_id: Json,
    /// The attributes; may have slots.
    pub attributes: Map<String, Json>,
}

/// A property.
#[derive(Debug)]
pub(crate) struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it must be given.
    pub required: bool,
    /// Whether changing it makes another resource.
    pub replaces: bool,
    /// What becomes of it.
    pub standing: Standing,
    /// What an update does when the template does not give it any more.
    pub removal: Removal,
    /// Says why a value, written as a text, is not supported, if it is not.
    pub check: Option<fn(&str) -> Option<&'static str>>,
    /// When it has no effect, though it reaches the service; a deployment says so as it does of one
    /// that is accepted.
    pub idle: Option<&'static str>,
}

/// What an update does when the template does not give a property any more. To a service, what is
/// absent from an update means *leave it as it is*; to a template it means *as if never given*.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Removal {
    /// Nobody has said: right only for what must be given, or makes another resource. A test
    /// walks all types for others.
    Undeclared,
    /// The update sends this in its place: the JSON text of what the service takes for none.
    Default(&'static str),
    /// The type's `update` takes it away: by a call of its own, or by putting all anew.
    ByUpdate,
    /// It says how a call is made, and nothing of it remains.
    Nothing,
    /// It cannot be taken away, for this reason.
    Refused(&'static str),
}

/// The type of a property's value.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// Anything, handed on as it is.
    Any,
    /// A mapping of texts.
    Texts,
    /// A list.
    List(&'static Kind),
    /// A structure.
    Object(&'static [Property]),
}

/// What becomes of a property.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Standing {
    /// It reaches the service.
    Enforced,
    /// It has no effect here, for this reason.
    Accepted(&'static str),
    /// It is not supported, for this reason.
    Refused(&'static str),
}

impl Property {
    const fn new(name: &'static str, kind: Kind) -> Self {
        let standing = Standing::Enforced;
        let removal = Removal::Undeclared;
        Self {
            name,
            kind,
            required: false,
            replaces: false,
            standing,
            removal,
            check: None,
            idle: None,
        }
    }

    pub(crate) const fn text(name: &'static str) -> Self {
        Self::new(name, Kind::Text)
    }

    pub(crate) const fn integer(name: &'static str) -> Self {
        Self::new(name, Kind::Integer)
    }

    pub(crate) const fn boolean(name: &'static str) -> Self {
        Self::new(name, Kind::Boolean)
    }

    pub(crate) const fn any(name: &'static str) -> Self {
        Self::new(name, Kind::Any)
    }

    pub(crate) const fn texts(name: &'static str) -> Self {
        Self::new(name, Kind::Texts)
    }

    pub(crate) const fn list(name: &'static str, of: &'static Kind) -> Self {
        Self::new(name, Kind::List(of))
    }

    pub(crate) const fn object(name: &'static str, of: &'static [Property]) -> Self {
        Self::new(name, Kind::Object(of))
    }

    /// The tags of most types.
    pub(crate) const fn tags() -> Self {
        Self::list(TAGS, &TAG).removed_by_update()
    }

    /// A property that has no effect here.
    pub(crate) const fn accepted(name: &'static str, why: &'static str) -> Self {
        Self { standing: Standing::Accepted(why), ..Self::new(name, Kind::Any) }
    }

    /// A property that is not supported.
    pub(crate) const fn refused(name: &'static str, why: &'static str) -> Self {
        Self { standing: Standing::Refused(why), ..Self::new(name, Kind::Any) }
    }

    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// An update without it sends this JSON text in its place.
    pub(crate) const fn default(self, json: &'static str) -> Self {
        Self { removal: Removal::Default(json), ..self }
    }

    /// The type's `update` takes it away.
    pub(crate) const fn removed_by_update(self) -> Self {
        Self { removal: Removal::ByUpdate, ..self }
    }

    /// It says how a call is made, and nothing of it remains.
    pub(crate) const fn leaves_nothing(self) -> Self {
        Self { removal: Removal::Nothing, ..self }
    }

    /// It cannot be taken away, for this reason.
    pub(crate) const fn stays(self, why: &'static str) -> Self {
        Self { removal: Removal::Refused(why), ..self }
    }

    /// Its value is refused where this says why, as soon as it is known.
    pub(crate) const fn checked(self, check: fn(&str) -> Option<&'static str>) -> Self {
        Self { check: Some(check), ..self }
    }

    /// It reaches the service, and has no effect when this holds.
    pub(crate) const fn idle(self, when: &'static str) -> Self {
        Self { idle: Some(when), ..self }
    }

    pub(crate) const fn replaces(self) -> Self {
        Self { replaces: true, ..self }
    }
}

const TAG: Kind =
    Kind::Object(&[Property::text("Key").required(), Property::text("Value").required()]);

/// What is wrong with a property, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The keys that lead there from the properties.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

/// What a check of properties found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// The mistakes, refused properties among them.
    pub wrong: Vec<Finding>,
    /// Paths of properties that are accepted, or may have no effect, with the reason.
    pub accepted: Vec<(String, &'static str)>,
    /// Paths of refused properties, with the reason.
    pub refused: Vec<(String, &'static str)>,
}

impl Schema {
    /// The properties in the types that the schema says; what is not known yet stays as it is.
    pub(crate) fn conform(&self, properties: &Json) -> (Json, Findings) {
        let mut conform = Conform { type_name: self.type_name, found: Findings::default() };
        let json = conform.object(self.properties, properties, &mut Vec::new());
        (json, conform.found)
    }

    /// What an update sends: the wanted properties, and for each that was there and is not given
    /// any more what makes it as if it never had been.
    ///
    /// # Errors
    /// A property that cannot be taken away.
    pub(crate) fn sent(&self, before: &Json, wanted: &Json) -> Result<Json, String> {
        let mut sent = wanted.as_object().cloned().unwrap_or_default();
        let given = |json: &Json, name: &str| json.get(name).is_some();
        let gone = |one: &&Property| given(before, one.name) && !given(wanted, one.name);
        for property in self.properties.iter().filter(gone) {
            match property.removal {
                Removal::Default(json) => {
                    let value = serde_json::from_str(json).unwrap_or(Json::Null);
                    sent.insert(property.name.to_owned(), value);
                }
                Removal::Refused(why) => {
                    let Property { name, .. } = property;
                    return Err(format!("{name} cannot be taken from a {}: {why}", self.type_name));
                }
                Removal::Undeclared | Removal::ByUpdate | Removal::Nothing => {}
            }
        }
        Ok(Json::Object(sent))
    }

    /// The properties with the stack's tags beside the resource's own, which go before. Where
    /// those are not known yet, so are the properties: they come here again when they are.
    pub(crate) fn tagged(&self, properties: Json, tags: &BTreeMap<String, String>) -> Json {
        let property = self.property(TAGS);
        let property = property.filter(|one| matches!(one.standing, Standing::Enforced));
        let (Some(property), Json::Object(mut map), false) =
            (property, properties.clone(), tags.is_empty())
        else {
            return properties;
        };
        let own = map.remove(TAGS);
        if own.as_ref().is_some_and(pending) {
            return properties;
        }
        let all = match (&property.kind, own) {
            (Kind::Texts, own) => {
                let mut all = own.and_then(|own| own.as_object().cloned()).unwrap_or_default();
                for (key, value) in tags {
                    all.entry(key.clone()).or_insert_with(|| json!(value));
                }
                Json::Object(all)
            }
            (_, own) => {
                let mut all = own.and_then(|own| own.as_array().cloned()).unwrap_or_default();
                for (key, value) in tags {
                    if !all.iter().any(|tag| tag.get("Key") == Some(&json!(key))) {
                        all.push(json!({ "Key": key, "Value": value }));
                    }
                }
                Json::Array(all)
            }
        };
        map.insert(TAGS.to_owned(), all);
        Json::Object(map)
    }

    /// The top-level property of this name.
    pub(crate) fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties.iter().find(|property| property.name == name)
    }
}

struct Conform {
    type_name: &'static str,
    found: Findings,
}

impl Conform {
    fn wrong(&mut self, path: &[String], message: String, hint: Option<String>) {
        self.found.wrong.push(Finding { path: path.to_vec(), message, hint });
    }

    fn object(
        &mut self,
        properties: &'static [Property],
        json: &Json,
        path: &mut Vec<String>,
    ) -> Json {
        let Json::Object(map) = json else { return self.mismatch("an object", json, path) };
        let mut conformed = Map::new();
        for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            path.push(key.clone());
            match properties.iter().find(|property| property.name == key) {
                Some(property) => {
                    if let Some(value) = self.property(property, value, path) {
                        conformed.insert(key.clone(), value);
                    }
                }
                None => self.unknown(properties, key, path),
            }
            path.pop();
        }
        for property in properties.iter().filter(|property| property.required) {
            if map.get(property.name).is_none_or(Json::is_null) {
                let hint = format!("{} of {} is required.", property.name, self.type_name);
                self.wrong(
                    path,
                    format!("Property {} cannot be empty.", property.name),
                    Some(hint),
                );
            }
        }
        Json::Object(conformed)
    }

    fn unknown(&mut self, properties: &'static [Property], key: &str, path: &[String]) {
        let near = nearest(key, properties.iter().map(|property| property.name));
        let hint = match near {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("{} has no such property here.", self.type_name),
        };
        self.wrong(path, format!("Encountered unsupported property {key}"), Some(hint));
    }

    fn property(
        &mut self,
        property: &'static Property,
        value: &Json,
        path: &mut Vec<String>,
    ) -> Option<Json> {
        match property.standing {
            Standing::Enforced => {
                let value = self.value(&property.kind, value, path);
                let known = scalar(&value);
                if let Some(why) = known.as_deref().and_then(|text| property.check?(text)) {
                    let text = known.unwrap_or_default();
                    let message = format!(
                        "{text} as {} of {} is not supported: {why}",
                        path.join("."),
                        self.type_name
                    );
                    self.wrong(path, message, None);
                }
                if let Some(when) = property.idle {
                    self.found.accepted.push((path.join("."), when));
                }
                Some(value)
            }
            Standing::Accepted(why) => {
                self.found.accepted.push((path.join("."), why));
                None
            }
            Standing::Refused(why) => {
                self.found.refused.push((path.join("."), why));
                let message = format!(
                    "Property {} of {} is not supported: {why}",
                    path.join("."),
                    self.type_name
                );
                self.wrong(path, message, None);
                None
            }
        }
    }

    fn value(&mut self, kind: &'static Kind, json: &Json, path: &mut Vec<String>) -> Json {
        // What is a function as a whole has no type yet; the parts of a structure may have.
        if pending(json) && (crate::eval::is_function(json) || matches!(kind, Kind::Text)) {
            return json.clone();
        }
        match kind {
            Kind::Any => json.clone(),
            Kind::Text => match scalar(json) {
                Some(text) => Json::String(text),
                None => self.mismatch("a string", json, path),
            },
            Kind::Integer => match scalar(json).and_then(|text| text.parse::<i64>().ok()) {
                Some(number) => Json::Number(Number::from(number)),
                None => self.mismatch("an integer", json, path),
            },
            Kind::Boolean => match scalar(json).map(|text| text.to_ascii_lowercase()).as_deref() {
                Some("true") => Json::Bool(true),
                Some("false") => Json::Bool(false),
                _ => self.mismatch("a Boolean", json, path),
            },
            Kind::Texts => match json {
                Json::Object(map) => self.each(map, &Kind::Text, path),
                _ => self.mismatch("a mapping of strings", json, path),
            },
            Kind::List(kind) => match json {
                Json::Array(items) => self.items(items, kind, path),
                // CloudFormation takes one value where a list of texts is wanted.
                Json::String(_) if matches!(kind, Kind::Text) => Json::Array(vec![json.clone()]),
                _ => self.mismatch("a list", json, path),
            },
            Kind::Object(properties) => self.object(properties, json, path),
        }
    }

    fn each(
        &mut self,
        map: &Map<String, Json>,
        kind: &'static Kind,
        path: &mut Vec<String>,
    ) -> Json {
        let mut conformed = Map::new();
        for (key, value) in map {
            path.push(key.clone());
            conformed.insert(key.clone(), self.value(kind, value, path));
            path.pop();
        }
        Json::Object(conformed)
    }

    fn items(&mut self, items: &[Json], kind: &'static Kind, path: &mut Vec<String>) -> Json {
        let mut conformed = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            path.push(index.to_string());
            conformed.push(self.value(kind, item, path));
            path.pop();
        }
        Json::Array(conformed)
    }

    fn mismatch(&mut self, wanted: &str, json: &Json, path: &[String]) -> Json {
        let found = match json {
            Json::Null => "nothing".to_owned(),
            Json::Bool(_) | Json::Number(_) => json.to_string(),
            Json::String(text) => {
                format!("the string \"{}\"", text.chars().take(40).collect::<String>())
            }
            Json::Array(_) => "a list".to_owned(),
            Json::Object(_) => "an object".to_owned(),
        };
        let name = if path.is_empty() { "Properties".to_owned() } else { path.join("/") };
        let message = format!("Value of property {name} must be {wanted}");
        self.wrong(path, message, Some(format!("Found {found}.")));
        json.clone()
    }
}
