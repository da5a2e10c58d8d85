//! `CreateTable`: a table with its keys and indexes, usable from the commit on.
//!
//! Checks are in AWS's order. What has no meaning on one's own machine is kept and shown
//! (throughput, table class, encryption); what would be a promise that is not kept is refused by
//! name (replicas, resource policies, vector indexes).

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Txn};

use crate::description::{Phase, describe};
use crate::error::Error;
use crate::keys::{self, KeyType};
use crate::model::{
    AttributeDefinition, CreateTableInput, CreateTableOutput, GlobalSecondaryIndex,
    KeySchemaElement, LocalSecondaryIndex, Projection as ProjectionShape, ProvisionedThroughput,
    SSESpecification, Tag,
};
use crate::request::resource;
use crate::table::{self, Changes, Index, KeyAttribute, KeySchema, Projection, Table, Units};
use crate::{chores, streams, sweep};

/// `CreateTable`.
pub struct CreateTable;

/// The most units of throughput (AWS's own bound of the parameter).
const UNITS_MAX: i64 = 1_000_000_000_000;
/// Local secondary indexes a table (DynamoDB quotas).
const LOCAL_INDEXES_MAX: usize = 5;
/// Global secondary indexes a table (DynamoDB quotas).
const GLOBAL_INDEXES_MAX: usize = 20;
/// Attributes that all indexes of a table together may include (DynamoDB quotas).
const INCLUDED_MAX: usize = 100;
/// Attributes of each kind in the key of a global index (DynamoDB developer guide,
/// "Multi-attribute keys").
const KEY_ATTRIBUTES_MAX: usize = 4;
/// Tags a table (DynamoDB quotas).
const TAGS_MAX: usize = 50;

impl Operation for CreateTable {
    const NAME: &'static str = "CreateTable";
    const PLACE: Place = Place::Write;
    type Input = CreateTableInput;
    type Output = CreateTableOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let table = resource(cx, &input.table_name, None);
        let mut access = vec![Access::new("dynamodb:CreateTable", table.clone())];
        if input.tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
            access.push(Access::new("dynamodb:TagResource", table));
        }
        access
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        refuse_unsupported(input)?;
        let mut table = read(cx, input)?;
        if Table::find(txn, &table.name)?.is_some() {
            return Err(Error::TableExists(table.name));
        }
        table.id = table::next_id(txn)?;
        if let Some(stream) = &input.stream_specification {
            streams::first(cx, txn, &mut table, stream)?;
        }
        table.save(txn)?;
        chores::begin(cx, txn, &table);
        if let Some(tags) = &input.tags {
            save_tags(txn, &table, tags)?;
        }
        sweep::some(txn)?;
        let description = describe(cx, txn, &table, Phase::Creating)?;
        Ok(Answer::Done(CreateTableOutput { table_description: Some(description) }))
    }
}

fn refuse_unsupported(input: &CreateTableInput) -> Result<(), Error> {
    let refused = [
        ("ResourcePolicy", input.resource_policy.is_some()),
        ("GlobalTableSourceArn", input.global_table_source_arn.is_some()),
        (
            "GlobalTableSettingsReplicationMode",
            input.global_table_settings_replication_mode.is_some(),
        ),
        ("VectorIndexes", input.vector_indexes.is_some()),
        ("OnDemandThroughput", input.on_demand_throughput.is_some()),
        ("WarmThroughput", input.warm_throughput.is_some()),
    ];
    match refused.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Error::Unsupported(format!("the parameter {name}").into())),
        None => Ok(()),
    }
}

/// That a key of one's own is not asked for: there is no KMS.
pub(super) fn encrypted(sse: Option<&SSESpecification>) -> Result<bool, Error> {
    match sse {
        Some(sse) if sse.kms_master_key_id.is_some() => {
            Err(Error::Unsupported("SSESpecification.KMSMasterKeyId".into()))
        }
        Some(sse) if sse.sse_type.as_deref().is_some_and(|kind| kind != "KMS") => {
            Err(Error::parameter("SSEType: the only supported value is KMS"))
        }
        sse => Ok(sse.is_some_and(|sse| sse.enabled == Some(true))),
    }
}

fn read(cx: &Cx, input: &CreateTableInput) -> Result<Table, Error> {
    let name = table::table_name(&input.table_name)?;
    let required = |name: &str| {
        Error::validation(format!(
            "1 validation error detected: Value null at '{name}' failed to satisfy constraint: \
             Member must not be null"
        ))
    };
    let definitions =
        input.attribute_definitions.as_ref().ok_or_else(|| required("attributeDefinitions"))?;
    let schema = input.key_schema.as_ref().ok_or_else(|| required("keySchema"))?;
    let on_demand = input.billing_mode.as_deref() == Some("PAY_PER_REQUEST");
    let units = units(on_demand, input.provisioned_throughput.as_ref())?;
    let definitions = read_definitions(definitions)?;
    if definitions.len() < schema.len() {
        return Err(Error::validation(
            "Invalid KeySchema: Some index key attribute have no definition",
        ));
    }
    let key = read_key(schema, &definitions)?;
    let table = Table {
        id: 0,
        name: name.to_owned(),
        uuid: cx.seed.uuid("table"),
        created: cx.now.as_millis(),
        key,
        definitions,
        indexes: Vec::new(),
        last_index: 0,
        on_demand,
        on_demand_since: on_demand.then(|| cx.now.as_millis()),
        units,
        changes: Changes::default(),
        protected: input.deletion_protection_enabled == Some(true),
        encrypted: encrypted(input.sse_specification.as_ref())?,
        class: input.table_class.clone(),
        stream: None,
        ttl: None,
        copies: Vec::new(),
        recovery: None,
        restored: None,
    };
    let table = with_indexes(table, input)?;
    check_definitions(&table)?;
    Ok(table)
}

/// The units of a table or index, which must fit the billing mode.
pub(super) fn units(
    on_demand: bool,
    throughput: Option<&ProvisionedThroughput>,
) -> Result<Units, Error> {
    match throughput {
        Some(_) if on_demand => Err(Error::parameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode \
             is PAY_PER_REQUEST",
        )),
        None if on_demand => Ok(Units::default()),
        None => Err(Error::parameter(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is \
             PROVISIONED",
        )),
        Some(given) => check_units(given),
    }
}

/// Units within AWS's bounds.
pub(super) fn check_units(given: &ProvisionedThroughput) -> Result<Units, Error> {
    let (read, write) = (given.read_capacity_units, given.write_capacity_units);
    for (name, units) in [("ReadCapacityUnits", read), ("WriteCapacityUnits", write)] {
        if UNITS_MAX < units {
            return Err(Error::validation(format!(
                "Given value {units} for {name} is out of bounds"
            )));
        }
    }
    Ok(Units { read, write })
}

pub(super) fn read_definitions(
    definitions: &[AttributeDefinition],
) -> Result<Vec<KeyAttribute>, Error> {
    let mut read: Vec<KeyAttribute> = Vec::with_capacity(definitions.len());
    for AttributeDefinition { attribute_name, attribute_type } in definitions {
        let of = KeyType::parse(attribute_type).ok_or_else(|| {
            Error::parameter(format_args!("Unknown attribute type: {attribute_type}"))
        })?;
        if read.iter().any(|earlier| earlier.name == *attribute_name) {
            return Err(Error::parameter(format_args!(
                "Duplicate AttributeName in AttributeDefinitions: {attribute_name}"
            )));
        }
        read.push(KeyAttribute { name: attribute_name.clone(), of });
    }
    Ok(read)
}

/// A key, whose attributes must be defined.
pub(super) fn read_key(
    schema: &[KeySchemaElement],
    definitions: &[KeyAttribute],
) -> Result<KeySchema, Error> {
    let find = |name: &str| definitions.iter().find(|defined| defined.name == name).cloned();
    if schema.iter().any(|element| find(&element.attribute_name).is_none()) {
        return Err(undefined(schema, definitions));
    }
    let (hash, range) = match schema {
        [hash] => (hash, None),
        [hash, range] => (hash, Some(range)),
        [] => {
            return Err(Error::validation(
                "1 validation error detected: Value '[]' at 'keySchema' failed to satisfy \
                 constraint: Member must have length greater than or equal to 1",
            ));
        }
        [..] => {
            return Err(Error::validation(
                "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: \
                 Member must have length less than or equal to 2",
            ));
        }
    };
    if range.is_some_and(|range| range.attribute_name == hash.attribute_name) {
        return Err(Error::validation(
            "Both the Hash Key and the Range Key element in the KeySchema have the same name",
        ));
    }
    if hash.key_type != "HASH" {
        return Err(Error::validation(
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
        ));
    }
    if range.is_some_and(|range| range.key_type != "RANGE") {
        return Err(Error::validation(
            "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
        ));
    }
    let undefined = || Error::validation("Invalid KeySchema");
    let hash = find(&hash.attribute_name).ok_or_else(undefined)?;
    let range = range.and_then(|range| find(&range.attribute_name));
    Ok(KeySchema { hash: vec![hash], range: range.into_iter().collect() })
}

/// The key of a global index, which may have several attributes of each kind. One of the common
/// form is refused in the words of a table's key.
fn read_global_key(
    schema: &[KeySchemaElement],
    definitions: &[KeyAttribute],
) -> Result<KeySchema, Error> {
    let kinds: Vec<&str> = schema.iter().map(|element| element.key_type.as_str()).collect();
    if let [_] | [_, "RANGE"] | [] = kinds.as_slice() {
        return read_key(schema, definitions);
    }
    let invalid = |why: &str| Error::parameter(format_args!("Invalid KeySchema: {why}"));
    for (at, element) in schema.iter().enumerate() {
        let name = &element.attribute_name;
        if schema.iter().take(at).any(|earlier| earlier.attribute_name == *name) {
            return Err(Error::validation(
                "Both the Hash Key and the Range Key element in the KeySchema have the same name",
            ));
        }
    }
    if kinds.first() != Some(&"HASH") {
        return Err(Error::validation(
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
        ));
    }
    if !kinds.is_sorted() {
        return Err(invalid("All HASH key elements must precede all RANGE key elements"));
    }
    for kind in ["HASH", "RANGE"] {
        if KEY_ATTRIBUTES_MAX < kinds.iter().filter(|of| **of == kind).count() {
            return Err(invalid(&format!("There may be at most 4 {kind} key elements")));
        }
    }
    let mut key = KeySchema { hash: Vec::new(), range: Vec::new() };
    for element in schema {
        let defined = definitions.iter().find(|defined| defined.name == element.attribute_name);
        let attribute = defined.cloned().ok_or_else(|| undefined(schema, definitions))?;
        let of = if element.key_type == "HASH" { &mut key.hash } else { &mut key.range };
        of.push(attribute);
    }
    Ok(key)
}

fn undefined(schema: &[KeySchemaElement], definitions: &[KeyAttribute]) -> Error {
    let keys: Vec<&str> = schema.iter().map(|element| element.attribute_name.as_str()).collect();
    let defined: Vec<&str> = definitions.iter().map(|defined| defined.name.as_str()).collect();
    Error::parameter(format_args!(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [{}], \
         AttributeDefinitions: [{}]",
        keys.join(", "),
        defined.join(", ")
    ))
}

fn with_indexes(mut table: Table, input: &CreateTableInput) -> Result<Table, Error> {
    if let Some(local) = &input.local_secondary_indexes {
        if local.is_empty() {
            return Err(Error::parameter("List of LocalSecondaryIndexes is empty"));
        }
        if table.key.range.is_empty() {
            return Err(Error::parameter(
                "Table KeySchema does not have a range key, which is required when specifying a \
                 LocalSecondaryIndex",
            ));
        }
        for index in local {
            add_local(&mut table, index)?;
        }
        if LOCAL_INDEXES_MAX < local.len() {
            return Err(Error::parameter(
                "Number of LocalSecondaryIndexes exceeds per-table limit of 5",
            ));
        }
    }
    if let Some(global) = &input.global_secondary_indexes {
        if global.is_empty() {
            return Err(Error::parameter("List of GlobalSecondaryIndexes is empty"));
        }
        for index in global {
            add_global(&mut table, index)?;
        }
    }
    Ok(table)
}

fn add_local(table: &mut Table, index: &LocalSecondaryIndex) -> Result<(), Error> {
    let name = &index.index_name;
    let key = read_key(&index.key_schema, &table.definitions)?;
    if key.range.is_empty() {
        return Err(Error::parameter(format_args!(
            "Index KeySchema does not have a range key for index: {name}"
        )));
    }
    if key.hash != table.key.hash {
        let name_of =
            |key: &KeySchema| key.hash.iter().map(|of| of.name.clone()).collect::<String>();
        return Err(Error::parameter(format_args!(
            "Index KeySchema does not have the same leading hash key as table KeySchema for \
             index: {name}. index hash key: {}, table hash key: {}",
            name_of(&key),
            name_of(&table.key)
        )));
    }
    let projection = read_projection(&index.projection)?;
    push(
        table,
        Index {
            id: 0,
            name: name.clone(),
            global: false,
            key,
            projection,
            units: Units::default(),
            changes: Changes::default(),
            filling: false,
        },
    )
}

/// Adds a global index to a descriptor.
pub(super) fn add_global(table: &mut Table, index: &GlobalSecondaryIndex) -> Result<(), Error> {
    let name = &index.index_name;
    if index.on_demand_throughput.is_some() || index.warm_throughput.is_some() {
        return Err(Error::Unsupported(
            "the parameters OnDemandThroughput and WarmThroughput of an index".into(),
        ));
    }
    let key = read_global_key(&index.key_schema, &table.definitions)?;
    let projection = read_projection(&index.projection)?;
    if table.on_demand && index.provisioned_throughput.is_some() {
        return Err(Error::parameter(format_args!(
            "ProvisionedThroughput should not be specified for index: {name} when BillingMode is \
             PAY_PER_REQUEST"
        )));
    }
    let units = match &index.provisioned_throughput {
        Some(given) => check_units(given)?,
        None if table.on_demand => Units::default(),
        None => {
            return Err(Error::parameter(format_args!(
                "ProvisionedThroughput must be specified for index: {name}"
            )));
        }
    };
    let (global, filling, changes) = (true, false, Changes::default());
    let name = name.clone();
    push(table, Index { id: 0, name, global, key, projection, units, changes, filling })?;
    if GLOBAL_INDEXES_MAX < table.indexes.iter().filter(|index| index.global).count() {
        return Err(Error::parameter(
            "GlobalSecondaryIndex count exceeds the per-table limit of 20",
        ));
    }
    Ok(())
}

fn push(table: &mut Table, index: Index) -> Result<(), Error> {
    table::check_name("IndexName", "indexName", &index.name)?;
    if table.index(&index.name).is_some() {
        return Err(Error::parameter(format_args!("Duplicate index name: {}", index.name)));
    }
    table.last_index += 1;
    table.indexes.push(Index { id: table.last_index, ..index });
    let included = table.indexes.iter().map(|index| match &index.projection {
        Projection::Include(names) => names.len(),
        _ => 0,
    });
    if INCLUDED_MAX < included.sum() {
        return Err(Error::parameter(
            "Number of NonKeyAttributes exceeds the per-table limit of 100",
        ));
    }
    Ok(())
}

fn read_projection(projection: &ProjectionShape) -> Result<Projection, Error> {
    let kind = projection.projection_type.as_deref().unwrap_or("null");
    match (kind, &projection.non_key_attributes) {
        ("ALL", None) => Ok(Projection::All),
        ("KEYS_ONLY", None) => Ok(Projection::KeysOnly),
        ("INCLUDE", Some(names)) => {
            let twice = |(at, name): (usize, &String)| names.iter().take(at).any(|n| n == name);
            if names.iter().enumerate().any(twice) {
                return Err(Error::parameter(
                    "Duplicate attribute names in the NonKeyAttributes of the Projection",
                ));
            }
            Ok(Projection::Include(names.clone()))
        }
        ("INCLUDE", None) => Err(Error::parameter(
            "ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
        )),
        ("ALL" | "KEYS_ONLY", Some(_)) => Err(Error::parameter(format_args!(
            "ProjectionType is {kind}, but NonKeyAttributes is specified"
        ))),
        _ => Err(Error::parameter(format_args!("Unknown ProjectionType: {kind}"))),
    }
}

/// That every defined attribute is a key of something.
pub(super) fn check_definitions(table: &Table) -> Result<(), Error> {
    let used =
        |name: &str| table.key.has(name) || table.indexes.iter().any(|index| index.key.has(name));
    if table.definitions.iter().all(|defined| used(&defined.name)) {
        return Ok(());
    }
    if table.indexes.is_empty() {
        return Err(Error::parameter(
            "Number of attributes in KeySchema does not exactly match number of attributes \
             defined in AttributeDefinitions",
        ));
    }
    let keys: Vec<&str> = table
        .definitions
        .iter()
        .map(|defined| defined.name.as_str())
        .filter(|name| used(name))
        .collect();
    let defined: Vec<&str> = table.definitions.iter().map(|one| one.name.as_str()).collect();
    Err(Error::parameter(format_args!(
        "Some AttributeDefinitions are not used. AttributeDefinitions: [{}], keys used: [{}]",
        defined.join(", "),
        keys.join(", ")
    )))
}

/// Keeps a table's tags, all of them.
pub(super) fn save_tags(txn: &mut dyn Txn, table: &Table, tags: &[Tag]) -> Result<(), Error> {
    if TAGS_MAX < tags.len() {
        return Err(Error::validation(format!(
            "One or more parameter values were invalid: Too many tags: maximum {TAGS_MAX}"
        )));
    }
    let reserved = |key: &str| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    if tags.iter().any(|tag| reserved(&tag.key)) {
        return Err(Error::parameter("Tag keys that begin with aws: are reserved for system use"));
    }
    let allowed = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c);
    let good = |text: &String| text.chars().all(allowed);
    if let Some(tag) = tags.iter().find(|tag| !good(&tag.key) || !good(&tag.value)) {
        return Err(Error::parameter(format_args!(
            "Tag {}={} has characters that a tag may not have",
            tag.key, tag.value
        )));
    }
    let pairs: std::collections::BTreeMap<&str, &str> =
        tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str())).collect();
    if pairs.len() < tags.len() {
        return Err(Error::parameter("Duplicate tag keys"));
    }
    txn.put(keys::tags(table.id), serde_json::to_vec(&pairs)?.into(), Fed::No);
    Ok(())
}
