//! `UpdateTable`: throughput, billing mode, protection, class, global indexes, and the stream.
//!
//! An index that is added later is `CREATING` until all that was there has its entries
//! ([`crate::chores`]); that of a small table is whole from the commit on.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::create_table::{
    add_global, check_definitions, check_units, encrypted, read_definitions,
};
use crate::description::{Phase, describe};
use crate::error::Error;
use crate::model::{
    AttributeDefinition, CreateGlobalSecondaryIndexAction, GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate, UpdateTableInput, UpdateTableOutput,
};
use crate::request::resource;
use crate::table::{self, Index, Table, Units};
use crate::{chores, streams, sweep};

/// `UpdateTable`.
pub struct UpdateTable;

/// Said when more than one index is to be made or deleted at a time.
const ONLINE_INDEXES: &str = "Subscriber limit exceeded: Only 1 online index can be created or \
                              deleted simultaneously per table";

impl Operation for UpdateTable {
    const NAME: &'static str = "UpdateTable";
    const PLACE: Place = Place::Write;
    type Input = UpdateTableInput;
    type Output = UpdateTableOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:UpdateTable", resource(cx, &input.table_name, None))]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        refuse_unsupported(input)?;
        check(input)?;
        let mut table = Table::load_to_change(cx, txn, &input.table_name)?;
        change_throughput(cx, &mut table, input)?;
        if let Some(protected) = input.deletion_protection_enabled {
            table.protected = protected;
        }
        if let Some(class) = &input.table_class {
            table.class = Some(class.clone());
        }
        if input.sse_specification.is_some() {
            table.encrypted = encrypted(input.sse_specification.as_ref())?;
        }
        change_indexes(cx, txn, &mut table, input)?;
        if let Some(stream) = &input.stream_specification {
            streams::change(cx, txn, &mut table, stream)?;
        }
        table.save(txn)?;
        sweep::some(txn)?;
        let description = describe(cx, txn, &table, Phase::Updating)?;
        Ok(Answer::Done(UpdateTableOutput { table_description: Some(description) }))
    }
}

fn refuse_unsupported(input: &UpdateTableInput) -> Result<(), Error> {
    let refused = [
        ("ReplicaUpdates", input.replica_updates.is_some()),
        ("MultiRegionConsistency", input.multi_region_consistency.is_some()),
        ("GlobalTableWitnessUpdates", input.global_table_witness_updates.is_some()),
        (
            "GlobalTableSettingsReplicationMode",
            input.global_table_settings_replication_mode.is_some(),
        ),
        ("DisassociationProtectionEnabled", input.disassociation_protection_enabled.is_some()),
        ("VectorIndexUpdates", input.vector_index_updates.is_some()),
        ("OnDemandThroughput", input.on_demand_throughput.is_some()),
        ("WarmThroughput", input.warm_throughput.is_some()),
    ];
    match refused.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Error::Unsupported(format!("the parameter {name}").into())),
        None => Ok(()),
    }
}

fn check(input: &UpdateTableInput) -> Result<(), Error> {
    table::table_name(&input.table_name)?;
    let updates = input.global_secondary_index_updates.as_deref().unwrap_or_default();
    let nothing = input.provisioned_throughput.is_none()
        && input.billing_mode.is_none()
        && input.stream_specification.is_none()
        && input.sse_specification.is_none()
        && input.table_class.is_none()
        && input.deletion_protection_enabled.is_none()
        && updates.is_empty();
    if nothing {
        return Err(Error::validation(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, \
             GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
        ));
    }
    let provisioned = input.billing_mode.as_deref() == Some("PROVISIONED");
    if provisioned && input.provisioned_throughput.is_none() {
        return Err(Error::parameter(
            "ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
        ));
    }
    input.provisioned_throughput.as_ref().map(check_units).transpose()?;
    let mut names: Vec<&str> = Vec::new();
    for update in updates {
        let name = update_name(update)?;
        if names.contains(&name) {
            return Err(Error::parameter(format_args!(
                "Only one global secondary index update per index is allowed simultaneously. \
                 Index: {name}"
            )));
        }
        names.push(name);
    }
    let online = updates.iter().filter(|one| one.create.is_some() || one.delete.is_some());
    if 1 < online.count() {
        return Err(Error::LimitExceeded(ONLINE_INDEXES.into()));
    }
    Ok(())
}

fn update_name(update: &GlobalSecondaryIndexUpdate) -> Result<&str, Error> {
    let names = [
        update.update.as_ref().map(|update| update.index_name.as_str()),
        update.create.as_ref().map(|create| create.index_name.as_str()),
        update.delete.as_ref().map(|delete| delete.index_name.as_str()),
    ];
    let mut names = names.into_iter().flatten();
    let name = names.next();
    if names.next().is_some() {
        return Err(Error::parameter(
            "Only one of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, \
             GlobalSecondaryIndexUpdate.Delete may be specified",
        ));
    }
    name.ok_or_else(|| {
        Error::parameter(
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, \
             GlobalSecondaryIndexUpdate.Delete must not be null",
        )
    })
}

fn change_throughput(cx: &Cx, table: &mut Table, input: &UpdateTableInput) -> Result<(), Error> {
    match input.billing_mode.as_deref() {
        Some("PAY_PER_REQUEST") => {
            if !table.on_demand {
                table.on_demand_since = Some(cx.now.as_millis());
            }
            table.on_demand = true;
            set_units(cx, table, Units::default());
            for index in &mut table.indexes {
                set_index_units(cx, index, Units::default());
            }
        }
        Some(_) => table.on_demand = false,
        None => {}
    }
    let Some(given) = &input.provisioned_throughput else { return Ok(()) };
    if table.on_demand {
        return Err(Error::parameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode \
             is PAY_PER_REQUEST",
        ));
    }
    let units = check_units(given)?;
    if table.units == units && input.billing_mode.is_none() {
        return Err(Error::validation(format!(
            "The provisioned throughput for the table will not change. The requested value equals \
             the current value. Current ReadCapacityUnits provisioned for the table: {}. \
             Requested ReadCapacityUnits: {}. Current WriteCapacityUnits provisioned for the \
             table: {}. Requested WriteCapacityUnits: {}. Refer to the Amazon DynamoDB Developer \
             Guide for current limits and how to request higher limits.",
            units.read, units.read, units.write, units.write
        )));
    }
    set_units(cx, table, units);
    Ok(())
}

fn set_units(cx: &Cx, table: &mut Table, units: Units) {
    table.changes.follow(cx.now, table.units, units);
    table.units = units;
}

fn set_index_units(cx: &Cx, index: &mut Index, units: Units) {
    index.changes.follow(cx.now, index.units, units);
    index.units = units;
}

fn change_indexes(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &mut Table,
    input: &UpdateTableInput,
) -> Result<(), Error> {
    if let Some(given) = &input.attribute_definitions {
        for defined in read_definitions(given)? {
            match table.definitions.iter().find(|known| known.name == defined.name) {
                Some(known) if known.of != defined.of => {
                    return Err(Error::parameter(format_args!(
                        "Attribute {} is redefined with another type",
                        defined.name
                    )));
                }
                Some(_) => {}
                None => table.definitions.push(defined),
            }
        }
    }
    let definitions = input.attribute_definitions.as_deref().unwrap_or_default();
    for update in input.global_secondary_index_updates.iter().flatten() {
        change_index(cx, txn, table, (update, definitions))?;
    }
    // Attributes that are no longer a key of anything are no longer defined.
    let (key, indexes) = (&table.key, &table.indexes);
    let used = |name: &str| key.has(name) || indexes.iter().any(|index| index.key.has(name));
    if input.attribute_definitions.is_none() {
        table.definitions.retain(|defined| used(&defined.name));
    }
    check_definitions(table)
}

fn change_index(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &mut Table,
    (update, definitions): (&GlobalSecondaryIndexUpdate, &[AttributeDefinition]),
) -> Result<(), Error> {
    let missing = || Error::TableNotFound;
    if table.is_filling() && (update.create.is_some() || update.update.is_some()) {
        return Err(Error::LimitExceeded(ONLINE_INDEXES.into()));
    }
    if let Some(create) = &update.create {
        let index = GlobalSecondaryIndex {
            index_name: create.index_name.clone(),
            key_schema: create.key_schema.clone(),
            projection: create.projection.clone(),
            provisioned_throughput: create.provisioned_throughput.clone(),
            on_demand_throughput: create.on_demand_throughput.clone(),
            warm_throughput: create.warm_throughput.clone(),
        };
        if table.index(&create.index_name).is_some() {
            return Err(Error::validation("Attempting to create an index which already exists"));
        }
        check_given(create, definitions)?;
        add_global(table, &index)?;
        let made = table.indexes.iter().position(|made| made.name == create.index_name);
        let Some((at, made)) = made.and_then(|at| Some((at, table.indexes.get(at)?))) else {
            return Ok(());
        };
        let whole = chores::begin_fill(cx, txn, table, made)?;
        if let Some(made) = table.indexes.get_mut(at) {
            made.filling = !whole;
        }
        return Ok(());
    }
    if let Some(delete) = &update.delete {
        let at = table
            .indexes
            .iter()
            .position(|index| index.global && index.name == delete.index_name)
            .ok_or_else(missing)?;
        let index = table.indexes.remove(at);
        sweep::bury(cx, txn, index.space(table));
        return Ok(());
    }
    let Some(change) = &update.update else { return Ok(()) };
    if change.on_demand_throughput.is_some() || change.warm_throughput.is_some() {
        return Err(Error::Unsupported(
            "the parameters OnDemandThroughput and WarmThroughput of an index".into(),
        ));
    }
    let units = change.provisioned_throughput.as_ref().map(check_units).transpose();
    if table.index(&change.index_name).is_none() && units.is_err() {
        return Err(Error::validation(
            "This operation cannot be performed with given input values. Please contact DynamoDB \
             service team for more info: Action Blocked: IndexUpdate",
        ));
    }
    let units = units?;
    let index = table
        .indexes
        .iter_mut()
        .find(|index| index.global && index.name == change.index_name)
        .ok_or_else(missing)?;
    set_index_units(cx, index, units.unwrap_or(index.units));
    Ok(())
}

/// That a new index's attributes are defined in the request, even those that the table knows.
fn check_given(
    create: &CreateGlobalSecondaryIndexAction,
    definitions: &[AttributeDefinition],
) -> Result<(), Error> {
    let given = |name: &str| definitions.iter().any(|defined| defined.attribute_name == name);
    match create.key_schema.iter().find(|element| !given(&element.attribute_name)) {
        Some(element) => Err(Error::parameter(format_args!(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: [{}]",
            element.attribute_name
        ))),
        None => Ok(()),
    }
}
