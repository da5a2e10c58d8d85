//! Backups: a table as it stood at one commit, kept whole, and tables that are made of one.
//!
//! A backup is *exactly* the table at the commit that asked for it, however long it takes to copy
//! and whoever writes meanwhile. That commit opens a [`struct@Copy`] in the table's descriptor,
//! which every writer reads: from then on, whoever changes an item first saves it, as it was, where
//! the copy keeps it, in the item's own transaction (or that it was not there). A due key goes
//! through the table by chunks, one transaction each, and copies what nobody saved before. So each
//! item of that commit is saved once, by a writer or by the chunk, and nothing later is.
//!
//! Nothing of this holds a snapshot or a counter; each chunk moves the due key that says how far it
//! is, so that a backup or a restore goes on after a kill as if nothing had been.
//!
//! A table that is restored stands in `CREATING`, and item operations do not find it, until the
//! last chunk has given it its items with their indexes' entries.
//!
//! # What is deliberately not here
//!
//! *Backups by the service itself*: AWS keeps one of a deleted table that had point-in-time
//! recovery; here `DeleteTable` deletes.

mod copy;
mod restore;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use crate::chores::{Count, Counts};
use crate::description::{encryption, key_schema, projection, signed, specification};
use crate::error::Error;
use crate::keys;
use crate::model::{
    BackupDescription, BackupDetails, GlobalSecondaryIndexInfo, LocalSecondaryIndexInfo,
    ProvisionedThroughput, SourceTableDetails, SourceTableFeatureDetails, TimeToLiveDescription,
};
use crate::table::{Index, Table, Units};

pub use copy::Copy;
pub(crate) use copy::{Purpose, advance, begin as begin_copy, copied, save};
pub use restore::{BackupRef, Restored};
pub(crate) use restore::{begin as begin_restore, load};

/// A backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Backup {
    /// The id that its items' keys carry; never reused.
    pub copy: u64,
    /// Its name in its ARN: when it was asked for, and eight letters that tell equal ones apart.
    pub label: String,
    /// The name that it was given, which need not be its own.
    pub name: String,
    /// When it was asked for.
    pub created: u64,
    /// The table as it was then.
    pub table: Table,
    /// What the table had when it was last counted.
    pub counts: Counts,
    /// What the backup has; none while it is being made.
    pub size: Option<Count>,
    /// How many tables are being made of it.
    pub restoring: u32,
}

impl Backup {
    /// A backup by its ARN.
    ///
    /// # Errors
    /// When the ARN is none of a backup, or there is no such backup.
    pub fn load(cx: &Cx, txn: &mut dyn Txn, arn: &str) -> Result<Self, Error> {
        let (table, label) = parse_arn(arn)?;
        let missing = || Error::BackupNotFound(arn.to_owned());
        let found = Self::find(txn, table, label)?.ok_or_else(missing)?;
        if found.arn(cx) == arn { Ok(found) } else { Err(missing()) }
    }

    /// A backup by table and label.
    ///
    /// # Errors
    /// When the store fails or its bytes do not read back.
    pub fn find(txn: &mut dyn Txn, table: &str, label: &str) -> Result<Option<Self>, Error> {
        match txn.get(&keys::backup(table, label))? {
            Some(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            None => Ok(None),
        }
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which none of its parts can cause.
    pub fn save(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        let key = keys::backup(&self.table.name, &self.label);
        txn.put(key, serde_json::to_vec(self)?.into(), Fed::No);
        Ok(())
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self, cx: &Cx) -> String {
        format!("{}/backup/{}", self.table.arn(cx), self.label)
    }

    /// When it was asked for.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_millis(self.created)
    }

    /// `CREATING` or `AVAILABLE`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        if self.size.is_some() { "AVAILABLE" } else { "CREATING" }
    }

    /// What is shown of the backup itself.
    #[must_use]
    pub fn details(&self, cx: &Cx) -> BackupDetails {
        BackupDetails {
            backup_arn: self.arn(cx),
            backup_name: self.name.clone(),
            backup_size_bytes: Some(signed(self.size.map_or(0, |size| size.bytes))),
            backup_status: self.status().to_owned(),
            backup_type: "USER".to_owned(),
            backup_creation_date_time: self.created(),
            backup_expiry_date_time: None,
        }
    }

    /// All that is shown of it.
    #[must_use]
    pub fn describe(&self, cx: &Cx) -> BackupDescription {
        BackupDescription {
            backup_details: Some(self.details(cx)),
            source_table_details: Some(self.source(cx)),
            source_table_feature_details: Some(self.features()),
        }
    }

    fn source(&self, cx: &Cx) -> SourceTableDetails {
        let table = &self.table;
        let size = self.size.unwrap_or(self.counts.table);
        SourceTableDetails {
            table_name: table.name.clone(),
            table_id: table.uuid.clone(),
            table_arn: Some(table.arn(cx)),
            table_size_bytes: Some(signed(size.bytes)),
            key_schema: key_schema(&table.key),
            table_creation_date_time: table.created(),
            provisioned_throughput: throughput(table.units),
            on_demand_throughput: None,
            item_count: Some(signed(size.items)),
            billing_mode: Some(
                if table.on_demand { "PAY_PER_REQUEST" } else { "PROVISIONED" }.to_owned(),
            ),
        }
    }

    fn features(&self) -> SourceTableFeatureDetails {
        let table = &self.table;
        let of = |global: bool| table.indexes.iter().filter(move |index| index.global == global);
        let local: Vec<_> = of(false).map(local_index).collect();
        let global: Vec<_> = of(true).map(global_index).collect();
        let stream = table.stream.as_ref().filter(|stream| stream.enabled);
        SourceTableFeatureDetails {
            local_secondary_indexes: Some(local).filter(|local| !local.is_empty()),
            global_secondary_indexes: Some(global).filter(|global| !global.is_empty()),
            stream_description: stream.map(specification),
            time_to_live_description: table.ttl.as_ref().map(|ttl| TimeToLiveDescription {
                time_to_live_status: Some(
                    if ttl.complete { "ENABLED" } else { "ENABLING" }.to_owned(),
                ),
                attribute_name: Some(ttl.attribute.clone()),
            }),
            sse_description: encryption(table),
            ..SourceTableFeatureDetails::default()
        }
    }
}

fn throughput(units: Units) -> ProvisionedThroughput {
    ProvisionedThroughput { read_capacity_units: units.read, write_capacity_units: units.write }
}

fn local_index(index: &Index) -> LocalSecondaryIndexInfo {
    LocalSecondaryIndexInfo {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
    }
}

fn global_index(index: &Index) -> GlobalSecondaryIndexInfo {
    GlobalSecondaryIndexInfo {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
        provisioned_throughput: Some(throughput(index.units)),
        on_demand_throughput: None,
    }
}

/// Table and label in a backup's ARN.
///
/// # Errors
/// When it is none of a backup.
pub(crate) fn parse_arn(arn: &str) -> Result<(&str, &str), Error> {
    let resource = arn.strip_prefix("arn:").and_then(|arn| Some(arn.split_once(":table/")?.1));
    let parts = resource.and_then(|resource| resource.split_once("/backup/"));
    parts
        .filter(|(table, label)| !table.is_empty() && !label.is_empty() && !label.contains('/'))
        .ok_or_else(|| Error::validation(format!("Invalid BackupArn: {arn}")))
}
