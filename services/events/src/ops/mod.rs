//! The operations, a file a noun.

mod bus;
mod permission;
mod put_events;
mod rule;
mod tag;
mod target;

use samara_base::Arn;
use samara_service::{Access, Cx, Entry, ServiceTable};
use samara_wire::structure;

use crate::Error;
use crate::model::{MODEL, Tag};
use crate::record::{DEFAULT_BUS, resource};

structure!(Nothing {});

/// Tags of a rule or bus (AWS: 50).
const TAGS: usize = 50;

/// An operation from its name, place, shapes, the resource that it touches, and what it does.
macro_rules! operation {
    ($name:ident, $place:ident, $input:ident => $output:ident, $resource:expr, $run:path) => {
        samara_service::operation!($name: $place $input => $output, crate::Error,
            |cx, input| {
                let resource: fn(&samara_service::Cx, &$input) -> String = $resource;
                let action = concat!("events:", stringify!($name));
                samara_service::Access::new(action, resource(cx, input))
            }, $run);
    };
}
use operation;

/// EventBridge's table.
#[must_use]
pub fn service() -> ServiceTable {
    let mut operations = bus::entries();
    operations.extend(rule::entries());
    operations.extend(target::entries());
    operations.extend(put_events::entries());
    operations.extend(permission::entries());
    operations.extend(tag::entries());
    ServiceTable { model: &MODEL, operations }
}

fn entries<const N: usize>(entries: [Entry; N]) -> Vec<Entry> {
    entries.into()
}

/// The name of a bus that was given by name, by ARN or not at all.
fn bus_name(cx: &Cx, given: Option<&str>) -> Result<String, Error> {
    let Some(given) = given else { return Ok(DEFAULT_BUS.to_owned()) };
    let Ok(arn) = given.parse::<Arn>() else { return Ok(given.to_owned()) };
    let here = arn.service == "events"
        && arn.region == cx.region.as_str()
        && arn.account == cx.account.as_str();
    match arn.resource.strip_prefix("event-bus/") {
        Some(name) if here => Ok(name.to_owned()),
        _ => Err(Error::Unsupported(format!("the event bus {given} of another account or region"))),
    }
}

/// The ARN of a bus, for the policy check; what was given where it is not one of ours.
fn bus_arn(cx: &Cx, given: Option<&str>) -> String {
    match bus_name(cx, given) {
        Ok(name) => cx.arn("events", &format!("event-bus/{name}")).to_string(),
        Err(_) => given.unwrap_or_default().to_owned(),
    }
}

/// The ARN of a rule, for the policy check.
fn rule_arn(cx: &Cx, bus: Option<&str>, rule: &str) -> String {
    let bus = bus_name(cx, bus).unwrap_or_else(|_| DEFAULT_BUS.to_owned());
    cx.arn("events", &resource(&bus, rule)).to_string()
}

fn access(action: &str, resource: String, condition: (&str, &str)) -> Access {
    let mut access = Access::new(action, resource);
    access.conditions.push((condition.0.to_owned(), vec![condition.1.to_owned()]));
    access
}

fn shown(tags: &[(String, String)]) -> Vec<Tag> {
    let tag = |(key, value): &(String, String)| Tag { key: key.clone(), value: value.clone() };
    tags.iter().map(tag).collect()
}

fn merged(
    mut tags: Vec<(String, String)>,
    more: Option<&Vec<Tag>>,
) -> Result<Vec<(String, String)>, Error> {
    let more = more.map_or(&[][..], Vec::as_slice);
    if let Some(key) = samara_service::tags::reserved(more.iter().map(|tag| &tag.key)) {
        return Err(Error::Validation(format!("Tag keys must not begin with 'aws:': {key}")));
    }
    for tag in more {
        match tags.iter_mut().find(|(key, _)| *key == tag.key) {
            Some((_, value)) => value.clone_from(&tag.value),
            None => tags.push((tag.key.clone(), tag.value.clone())),
        }
    }
    if TAGS < tags.len() {
        return Err(Error::LimitExceeded);
    }
    Ok(tags)
}

/// Refuses the first parameter that is given.
fn refuse(operation: &str, given: &[(&str, bool)]) -> Result<(), Error> {
    match given.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Error::Unsupported(format!("the {operation} parameter {name}"))),
        None => Ok(()),
    }
}
