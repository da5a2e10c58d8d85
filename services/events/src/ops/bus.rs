//! Event buses.

use samara_service::{Cx, Entry};
use samara_store::{Fed, Range, Txn};

use super::{Nothing, bus_arn, bus_name, merged, operation, refuse};
use crate::model::{
    CreateEventBusRequest, CreateEventBusResponse, DeleteEventBusRequest, DescribeEventBusRequest,
    DescribeEventBusResponse, EventBus, ListEventBusesRequest, ListEventBusesResponse,
    UpdateEventBusRequest, UpdateEventBusResponse,
};
use crate::record::{Bus, DEFAULT_BUS, bus, load_bus, read, rules_of};
use crate::{Error, keys, page};

/// Buses of an account (AWS: 100).
const BUSES: usize = 100;

operation!(CreateEventBus, Write, CreateEventBusRequest => CreateEventBusResponse,
    |cx, input| bus_arn(cx, Some(&input.name)), create);
operation!(DescribeEventBus, Read, DescribeEventBusRequest => DescribeEventBusResponse,
    |cx, input| bus_arn(cx, input.name.as_deref()), describe);
operation!(ListEventBuses, Scan, ListEventBusesRequest => ListEventBusesResponse,
    |_, _| "*".to_owned(), list);
operation!(UpdateEventBus, Write, UpdateEventBusRequest => UpdateEventBusResponse,
    |cx, input| bus_arn(cx, input.name.as_deref()), update);
operation!(DeleteEventBus, Write, DeleteEventBusRequest => Nothing,
    |cx, input| bus_arn(cx, Some(&input.name)), delete);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<CreateEventBus>(),
        Entry::of::<DescribeEventBus>(),
        Entry::of::<ListEventBuses>(),
        Entry::of::<UpdateEventBus>(),
        Entry::of::<DeleteEventBus>(),
    ])
}

fn arn(cx: &Cx, bus: &Bus) -> String {
    cx.arn("events", &format!("event-bus/{}", bus.name)).to_string()
}

fn all(txn: &mut dyn Txn) -> Result<Vec<Bus>, Error> {
    let found = txn.scan(&Range::prefix(&keys::buses()), BUSES + 1)?;
    let mut buses: Vec<Bus> =
        found.iter().map(|(_, value)| read(value)).collect::<Result<_, _>>()?;
    if !buses.iter().any(|bus| bus.name == DEFAULT_BUS) {
        buses.push(load_bus(txn, DEFAULT_BUS)?);
    }
    buses.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(buses)
}

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateEventBusRequest,
) -> Result<CreateEventBusResponse, Error> {
    refuse(
        "CreateEventBus",
        &[
            ("EventSourceName", input.event_source_name.is_some()),
            ("KmsKeyIdentifier", input.kms_key_identifier.is_some()),
            ("DeadLetterConfig", input.dead_letter_config.is_some()),
            ("LogConfig", input.log_config.is_some()),
        ],
    )?;
    let name = &input.name;
    if name.contains('/') || name.starts_with("aws.") {
        return Err(Error::Validation(format!("Event bus name {name} is not valid.")));
    }
    if bus(txn, name)?.is_some() {
        return Err(Error::AlreadyExists(format!("Event bus {name} already exists.")));
    }
    if BUSES <= all(txn)?.len() {
        return Err(Error::LimitExceeded);
    }
    let mut bus = Bus {
        name: name.clone(),
        description: input.description.clone(),
        statements: vec![],
        tags: merged(vec![], input.tags.as_ref())?,
        created_ms: cx.now.as_millis(),
        modified_ms: cx.now.as_millis(),
    };
    bus.store(cx, txn)?;
    Ok(CreateEventBusResponse {
        event_bus_arn: Some(arn(cx, &bus)),
        description: bus.description,
        ..CreateEventBusResponse::default()
    })
}

fn describe(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &DescribeEventBusRequest,
) -> Result<DescribeEventBusResponse, Error> {
    let name = bus_name(cx, input.name.as_deref())?;
    let bus = load_bus(txn, &name)?;
    Ok(DescribeEventBusResponse {
        arn: Some(arn(cx, &bus)),
        policy: bus.policy(),
        creation_time: bus.created(),
        last_modified_time: bus.modified(),
        name: Some(bus.name),
        description: bus.description,
        ..DescribeEventBusResponse::default()
    })
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListEventBusesRequest,
) -> Result<ListEventBusesResponse, Error> {
    let prefix = input.name_prefix.as_deref().unwrap_or_default();
    let buses = all(txn)?.into_iter().filter(|bus| bus.name.starts_with(prefix));
    let named = buses.map(|bus| (bus.name.clone(), bus)).collect();
    let (buses, next_token) = page::of(named, input.next_token.as_deref(), input.limit)?;
    let shown = |bus: Bus| EventBus {
        arn: Some(arn(cx, &bus)),
        policy: bus.policy(),
        creation_time: bus.created(),
        last_modified_time: bus.modified(),
        name: Some(bus.name),
        description: bus.description,
        managed_by: None,
    };
    Ok(ListEventBusesResponse {
        event_buses: Some(buses.into_iter().map(shown).collect()),
        next_token,
    })
}

/// Changes a bus's description: an empty one takes it away.
fn update(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateEventBusRequest,
) -> Result<UpdateEventBusResponse, Error> {
    refuse(
        "UpdateEventBus",
        &[
            ("KmsKeyIdentifier", input.kms_key_identifier.is_some()),
            ("DeadLetterConfig", input.dead_letter_config.is_some()),
            ("LogConfig", input.log_config.is_some()),
        ],
    )?;
    let mut bus = load_bus(txn, &bus_name(cx, input.name.as_deref())?)?;
    if let Some(text) = &input.description {
        bus.description = Some(text.clone()).filter(|text| !text.is_empty());
    }
    bus.store(cx, txn)?;
    Ok(UpdateEventBusResponse {
        arn: Some(arn(cx, &bus)),
        name: Some(bus.name),
        description: bus.description,
        ..UpdateEventBusResponse::default()
    })
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteEventBusRequest) -> Result<Nothing, Error> {
    let name = bus_name(cx, Some(&input.name))?;
    if name == DEFAULT_BUS {
        return Err(Error::Validation("Cannot delete event bus default.".to_owned()));
    }
    // Deleting what is not there is no error, as on AWS.
    if bus(txn, &name)?.is_none() {
        return Ok(Nothing {});
    }
    if !rules_of(txn, &name)?.is_empty() {
        let message = "Event bus can't be deleted since it has rules.";
        return Err(Error::Validation(message.to_owned()));
    }
    txn.delete(keys::bus(&name), Fed::Key);
    Ok(Nothing {})
}
