//! `RestoreTableFromBackup` and `RestoreTableToPointInTime`: a new table with the items of a
//! backup, or of another table as it was; in that one's billing mode or another, with all or some
//! of its indexes. How it is filled is told in [`crate::backups`], and how it goes back in time
//! in [`crate::recovery`].

use samara_base::Timestamp;
use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::backups::backed_up;
use super::create_table::{check_units, encrypted};
use crate::backups::{self, Backup, BackupRef, Purpose, Restored};
use crate::description::{Phase, describe, key_schema, projection};
use crate::error::Error;
use crate::model::{
    GlobalSecondaryIndex, KeySchemaElement, LocalSecondaryIndex, Projection as ProjectionShape,
    ProvisionedThroughput, RestoreTableFromBackupInput, RestoreTableFromBackupOutput,
    RestoreTableToPointInTimeInput, RestoreTableToPointInTimeOutput, SSESpecification,
};
use crate::recovery::{self, Moment};
use crate::request::resource;
use crate::table::{self, Changes, Index, Table, Units};

/// `RestoreTableFromBackup`.
pub struct RestoreTableFromBackup;

/// `RestoreTableToPointInTime`.
pub struct RestoreTableToPointInTime;

/// What a restore also needs to be allowed on the table that it makes (service authorization
/// reference, "dependent actions").
const DEPENDENT: [&str; 7] =
    ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"];

/// What a restore's input changes of the table; both have it in the same members. What of it is not
/// built is refused.
macro_rules! overrides {
    ($input:expr) => {{
        refuse(&[
            ("OnDemandThroughputOverride", $input.on_demand_throughput_override.is_some()),
            ("VectorIndexOverride", $input.vector_index_override.is_some()),
        ])?;
        Overrides {
            billing: $input.billing_mode_override.as_deref(),
            units: $input.provisioned_throughput_override.as_ref(),
            global: $input.global_secondary_index_override.as_deref(),
            local: $input.local_secondary_index_override.as_deref(),
            encryption: $input.sse_specification_override.as_ref(),
        }
    }};
}

impl Operation for RestoreTableFromBackup {
    const NAME: &'static str = "RestoreTableFromBackup";
    const PLACE: Place = Place::Write;
    type Input = RestoreTableFromBackupInput;
    type Output = RestoreTableFromBackupOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let action = "dynamodb:RestoreTableFromBackup";
        let mut access = vec![Access::new(action, input.backup_arn.as_str())];
        access.extend(on_target(cx, &input.target_table_name));
        access
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let overrides = overrides!(input);
        let name = target_name(&input.target_table_name)?;
        let arn = &input.backup_arn;
        let mut backup = Backup::load(cx, txn, arn)?;
        if backup.size.is_none() {
            return Err(Error::BackupInUse(format!("Backup is being created: {arn}").into()));
        }
        let (table, label) = (backup.table.name.clone(), backup.label.clone());
        let restored = Restored {
            copy: backup.copy,
            backup: Some(BackupRef { arn: arn.clone(), table, label }),
            source: backup.table.arn(cx),
            at: backup.created,
            in_progress: true,
        };
        let table = overrides.apply(cx, txn, &backup.table, (name, restored))?;
        backup.restoring = backup.restoring.saturating_add(1);
        backup.save(txn)?;
        backups::begin_restore(cx, txn, &table);
        let description = describe(cx, txn, &table, Phase::Creating)?;
        Ok(Answer::Done(RestoreTableFromBackupOutput { table_description: Some(description) }))
    }
}

impl Operation for RestoreTableToPointInTime {
    const NAME: &'static str = "RestoreTableToPointInTime";
    const PLACE: Place = Place::Write;
    type Input = RestoreTableToPointInTimeInput;
    type Output = RestoreTableToPointInTimeOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let source = source(input).map_or_else(|_| "*".to_owned(), |name| resource(cx, name, None));
        let mut access = vec![Access::new("dynamodb:RestoreTableToPointInTime", source)];
        access.extend(on_target(cx, &input.target_table_name));
        access
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let overrides = overrides!(input);
        let source = source(input)?;
        let asked = time(input)?;
        let name = target_name(&input.target_table_name)?;
        let mut source = backed_up(cx, txn, source)?;
        let window = recovery::window(cx, txn, &source)?;
        let (earliest, latest) = window.ok_or_else(|| Error::RecoveryOff(source.name.clone()))?;
        let at = asked.unwrap_or(latest);
        if at < earliest || latest < at {
            return Err(Error::NoSuchTime);
        }
        let restored = Restored {
            copy: 0,
            backup: None,
            source: source.arn(cx),
            at: at.as_millis(),
            in_progress: true,
        };
        let mut table = overrides.apply(cx, txn, &source, (name, restored))?;
        let moment = asked.map(|at| Moment::of(txn, &source, at)).transpose()?;
        let purpose = Purpose::Table(table.name.clone(), table.id, moment);
        let copy = backups::begin_copy(cx, txn, &mut source, purpose)?;
        table.restored = table.restored.map(|restored| Restored { copy, ..restored });
        table.save(txn)?;
        let description = describe(cx, txn, &table, Phase::Creating)?;
        Ok(Answer::Done(RestoreTableToPointInTimeOutput { table_description: Some(description) }))
    }
}

/// The table that is to be restored as it was, by name or ARN.
fn source(input: &RestoreTableToPointInTimeInput) -> Result<&str, Error> {
    match (&input.source_table_name, &input.source_table_arn) {
        (Some(name), None) => Ok(name),
        (None, Some(arn)) => Ok(arn),
        (Some(_), Some(_)) => {
            Err(Error::parameter("SourceTableName and SourceTableArn must not both be specified"))
        }
        (None, None) => {
            Err(Error::parameter("SourceTableName or SourceTableArn must be specified"))
        }
    }
}

/// The time that is asked for; none: the latest.
fn time(input: &RestoreTableToPointInTimeInput) -> Result<Option<Timestamp>, Error> {
    match (input.use_latest_restorable_time == Some(true), input.restore_date_time) {
        (true, None) => Ok(None),
        (false, Some(time)) => Ok(Some(time)),
        (true, Some(_)) => Err(Error::parameter(
            "RestoreDateTime cannot be specified when UseLatestRestorableTime is true",
        )),
        (false, None) => Err(Error::parameter(
            "RestoreDateTime must be specified when UseLatestRestorableTime is false",
        )),
    }
}

/// What a restore touches of the table that it makes.
pub(super) fn on_target(cx: &Cx, target: &str) -> Vec<Access> {
    let table = resource(cx, target, None);
    let actions = DEPENDENT.iter().map(|name| format!("dynamodb:{name}"));
    actions.map(|action| Access::new(&action, table.clone())).collect()
}

/// Refuses what is not supported, by its name.
pub(super) fn refuse(parameters: &[(&str, bool)]) -> Result<(), Error> {
    match parameters.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Error::Unsupported(format!("the parameter {name}").into())),
        None => Ok(()),
    }
}

/// The name of the table that is to be made: an ARN is none.
pub(super) fn target_name(name: &str) -> Result<&str, Error> {
    table::check_name("TableName", "targetTableName", name)?;
    Ok(name)
}

/// How a restored table is to differ from what it is made of.
pub(super) struct Overrides<'a> {
    pub(super) billing: Option<&'a str>,
    pub(super) units: Option<&'a ProvisionedThroughput>,
    pub(super) global: Option<&'a [GlobalSecondaryIndex]>,
    pub(super) local: Option<&'a [LocalSecondaryIndex]>,
    pub(super) encryption: Option<&'a SSESpecification>,
}

impl Overrides<'_> {
    /// Makes the descriptor of a table like another: without its stream, its times to live, its
    /// tags and its protection, which AWS does not restore either.
    pub(super) fn apply(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        source: &Table,
        (name, restored): (&str, Restored),
    ) -> Result<Table, Error> {
        if Table::find(txn, name)?.is_some() {
            return Err(Error::TargetExists(name.to_owned()));
        }
        let mut table = Table {
            id: table::next_id(txn)?,
            name: name.to_owned(),
            uuid: cx.seed.uuid("table"),
            created: cx.now.as_millis(),
            changes: Changes::default(),
            protected: false,
            stream: None,
            ttl: None,
            copies: Vec::new(),
            recovery: None,
            restored: Some(restored),
            ..source.clone()
        };
        if self.encryption.is_some() {
            table.encrypted = encrypted(self.encryption)?;
        }
        self.bill(cx, &mut table)?;
        self.choose_indexes(&mut table)?;
        table.indexes.iter_mut().for_each(|index| {
            index.filling = false;
            index.changes = Changes::default();
        });
        let (key, indexes) = (&table.key, &table.indexes);
        let used = |name: &str| key.has(name) || indexes.iter().any(|index| index.key.has(name));
        table.definitions.retain(|defined| used(&defined.name));
        table.save(txn)?;
        Ok(table)
    }

    fn bill(&self, cx: &Cx, table: &mut Table) -> Result<(), Error> {
        let was_on_demand = table.on_demand;
        table.on_demand = match self.billing {
            Some(mode) => mode == "PAY_PER_REQUEST",
            None => was_on_demand,
        };
        match self.units {
            Some(_) if table.on_demand => {
                return Err(Error::parameter(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when \
                     BillingMode is PAY_PER_REQUEST",
                ));
            }
            Some(units) => table.units = check_units(units)?,
            None if !table.on_demand && was_on_demand => {
                return Err(Error::parameter(
                    "ReadCapacityUnits and WriteCapacityUnits must both be specified when \
                     BillingMode is PROVISIONED",
                ));
            }
            None => {}
        }
        if table.on_demand {
            table.units = Units::default();
            table.indexes.iter_mut().for_each(|index| index.units = Units::default());
        }
        if table.on_demand != was_on_demand {
            table.on_demand_since = table.on_demand.then(|| cx.now.as_millis());
        }
        Ok(())
    }

    /// Keeps the indexes that are named, which must be as they were, and all where none are named.
    fn choose_indexes(&self, table: &mut Table) -> Result<(), Error> {
        let mut kept: Vec<Index> = Vec::with_capacity(table.indexes.len());
        let known = std::mem::take(&mut table.indexes);
        if let Some(given) = self.local {
            for index in given {
                let named = Named::of(&index.index_name, &index.key_schema, &index.projection);
                kept.push(named.find(&known, false)?.clone());
            }
        } else {
            kept.extend(known.iter().filter(|index| !index.global).cloned());
        }
        if let Some(given) = self.global {
            for index in given {
                let named = Named::of(&index.index_name, &index.key_schema, &index.projection);
                let found = named.find(&known, true)?.clone();
                let units = index_units(table, index, found.units)?;
                kept.push(Index { units, ..found });
            }
        } else {
            kept.extend(known.iter().filter(|index| index.global).cloned());
        }
        kept.sort_by_key(|index| index.id);
        if kept.windows(2).any(|pair| matches!(pair, [a, b] if a.id == b.id)) {
            return Err(Error::parameter("Duplicate index name in the indexes to be restored"));
        }
        let unset = |index: &&Index| index.global && index.units == Units::default();
        if let Some(index) = kept.iter().find(unset).filter(|_| !table.on_demand) {
            return Err(Error::parameter(format_args!(
                "ProvisionedThroughput must be specified for index: {}",
                index.name
            )));
        }
        table.indexes = kept;
        Ok(())
    }
}

/// The units of a global index that is named.
fn index_units(table: &Table, index: &GlobalSecondaryIndex, own: Units) -> Result<Units, Error> {
    refuse(&[
        ("OnDemandThroughput", index.on_demand_throughput.is_some()),
        ("WarmThroughput", index.warm_throughput.is_some()),
    ])?;
    match &index.provisioned_throughput {
        Some(_) if table.on_demand => Err(Error::parameter(format_args!(
            "ProvisionedThroughput should not be specified for index: {} when BillingMode is \
             PAY_PER_REQUEST",
            index.index_name
        ))),
        Some(units) => check_units(units),
        None => Ok(own),
    }
}

/// An index as a request names it.
struct Named<'a> {
    name: &'a str,
    key: &'a [KeySchemaElement],
    projection: &'a ProjectionShape,
}

impl<'a> Named<'a> {
    fn of(name: &'a str, key: &'a [KeySchemaElement], projection: &'a ProjectionShape) -> Self {
        Self { name, key, projection }
    }

    /// The index that it is: with another key or projection it would be another.
    fn find<'i>(&self, known: &'i [Index], global: bool) -> Result<&'i Index, Error> {
        let found = known.iter().find(|index| index.global == global && index.name == self.name);
        found
            .filter(|index| key_schema(&index.key) == self.key)
            .filter(|index| projection(&index.projection) == *self.projection)
            .ok_or_else(|| {
                Error::parameter(format_args!(
                    "The index {} is not one of the source's, with its key and projection",
                    self.name
                ))
            })
    }
}
