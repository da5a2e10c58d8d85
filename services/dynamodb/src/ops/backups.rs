//! `CreateBackup`, `DescribeBackup`, `ListBackups`, `DeleteBackup`. How a backup is made is told in
//! [`crate::backups`].

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Txn};

use crate::backups::{self, Backup, Purpose, parse_arn};
use crate::chores::Counts;
use crate::description::signed;
use crate::error::Error;
use crate::keys::{self, Space};
use crate::model::{
    BackupSummary, CreateBackupInput, CreateBackupOutput, DeleteBackupInput, DeleteBackupOutput,
    DescribeBackupInput, DescribeBackupOutput, ListBackupsInput, ListBackupsOutput,
};
use crate::request::resource;
use crate::table::{Table, table_name};
use crate::{sweep, table};

/// The most backups of a page, and how many there are when no limit is given.
const PAGE_MAX: usize = 100;
/// The most backups that one request looks at, whether they are asked for or not.
const LOOKED_AT_MAX: usize = 1000;

/// `CreateBackup`.
pub struct CreateBackup;

impl Operation for CreateBackup {
    const NAME: &'static str = "CreateBackup";
    const PLACE: Place = Place::Write;
    type Input = CreateBackupInput;
    type Output = CreateBackupOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:CreateBackup", resource(cx, &input.table_name, None))]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let mut table = backed_up(cx, txn, &input.table_name)?;
        let (now, tail) = (cx.now.as_millis(), cx.seed.uuid("backup"));
        let label = format!("{now:014}-{}", tail.split('-').next().unwrap_or_default());
        for (_, other) in txn.scan(&keys::backups_of(Some(&table.name)).reversed(), PAGE_MAX)? {
            let other: Backup = serde_json::from_slice(&other)?;
            if other.size.is_none() && other.table.id == table.id {
                return Err(Error::BackupInUse(
                    format!("Backup is being created: {}", other.arn(cx)).into(),
                ));
            }
        }
        let counts = Counts::load(txn, &table)?;
        let copy = backups::begin_copy(cx, txn, &mut table, Purpose::Backup(label.clone()))?;
        // What is kept is the table as it was, not that it is being copied.
        let (copies, name) = (Vec::new(), input.backup_name.clone());
        let (created, table) = (now, Table { copies, ..table });
        let (size, restoring) = (None, 0);
        let backup = Backup { copy, label, name, created, table, counts, size, restoring };
        backup.save(txn)?;
        Ok(Answer::Done(CreateBackupOutput { backup_details: Some(backup.details(cx)) }))
    }
}

/// The table of an operation on backups.
pub(super) fn backed_up(cx: &Cx, txn: &mut dyn Txn, reference: &str) -> Result<Table, Error> {
    let table = Table::load_named(cx, txn, reference).map_err(|error| match error {
        Error::NamedTableNotFound(name) => Error::BackedUpTableNotFound(name),
        error => error,
    })?;
    if table.is_restoring() {
        return Err(Error::BackedUpTableInUse(table.name));
    }
    Ok(table)
}

/// `DescribeBackup`.
pub struct DescribeBackup;

impl Operation for DescribeBackup {
    const NAME: &'static str = "DescribeBackup";
    const PLACE: Place = Place::Read;
    type Input = DescribeBackupInput;
    type Output = DescribeBackupOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:DescribeBackup", input.backup_arn.as_str())]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let backup = Backup::load(cx, txn, &input.backup_arn)?;
        let description = Some(backup.describe(cx));
        Ok(Answer::Done(DescribeBackupOutput { backup_description: description }))
    }
}

/// `DeleteBackup`: the descriptor goes at once, its items are swept.
pub struct DeleteBackup;

impl Operation for DeleteBackup {
    const NAME: &'static str = "DeleteBackup";
    const PLACE: Place = Place::Write;
    type Input = DeleteBackupInput;
    type Output = DeleteBackupOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:DeleteBackup", input.backup_arn.as_str())]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let backup = Backup::load(cx, txn, &input.backup_arn)?;
        let arn = &input.backup_arn;
        if backup.size.is_none() {
            return Err(Error::BackupInUse(format!("Backup is being created: {arn}").into()));
        }
        if 0 < backup.restoring {
            return Err(Error::BackupInUse(format!("Backup is being restored: {arn}").into()));
        }
        txn.delete(keys::backup(&backup.table.name, &backup.label), Fed::No);
        sweep::bury(cx, txn, Space { table: backup.copy, index: None });
        let mut description = backup.describe(cx);
        if let Some(details) = &mut description.backup_details {
            "DELETED".clone_into(&mut details.backup_status);
        }
        Ok(Answer::Done(DeleteBackupOutput { backup_description: Some(description) }))
    }
}

/// `ListBackups`: in order of table and time, in pages.
pub struct ListBackups;

impl Operation for ListBackups {
    const NAME: &'static str = "ListBackups";
    const PLACE: Place = Place::Page;
    type Input = ListBackupsInput;
    type Output = ListBackupsOutput;
    type Error = Error;

    fn access(_cx: &Cx, _input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:ListBackups", "*")]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let table = input.table_name.as_deref().map(table_name).transpose()?;
        let ours = input.table_name.as_deref().is_none_or(|table| table::is_ours(cx, table));
        let mut rest = keys::backups_of(table);
        if let Some(start) = &input.exclusive_start_backup_arn {
            let (table, label) = parse_arn(start)?;
            rest = rest.after(&keys::backup(table, label));
        }
        let limit = input.limit.and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
        let found = if ours { txn.scan(&rest, LOOKED_AT_MAX + 1)? } else { Vec::new() };
        let (mut summaries, mut last) = (Vec::new(), None);
        for (at, (_, value)) in found.iter().enumerate() {
            if summaries.len() == limit || at == LOOKED_AT_MAX {
                return Ok(page(summaries, last));
            }
            let backup: Backup = serde_json::from_slice(value)?;
            last = Some(backup.arn(cx));
            if is_asked_for(input, &backup) {
                summaries.push(summary(cx, &backup));
            }
        }
        Ok(page(summaries, None))
    }
}

fn page(summaries: Vec<BackupSummary>, last: Option<String>) -> Answer<ListBackupsOutput> {
    Answer::Done(ListBackupsOutput {
        backup_summaries: Some(summaries),
        last_evaluated_backup_arn: last,
    })
}

/// Whether a backup is of the type and time that a request names; all are a user's.
fn is_asked_for(input: &ListBackupsInput, backup: &Backup) -> bool {
    let created = backup.created();
    matches!(input.backup_type.as_deref(), None | Some("USER" | "ALL"))
        && input.time_range_lower_bound.is_none_or(|lower| lower <= created)
        && input.time_range_upper_bound.is_none_or(|upper| created < upper)
}

fn summary(cx: &Cx, backup: &Backup) -> BackupSummary {
    BackupSummary {
        table_name: Some(backup.table.name.clone()),
        table_id: Some(backup.table.uuid.clone()),
        table_arn: Some(backup.table.arn(cx)),
        backup_arn: Some(backup.arn(cx)),
        backup_name: Some(backup.name.clone()),
        backup_creation_date_time: Some(backup.created()),
        backup_expiry_date_time: None,
        backup_status: Some(backup.status().to_owned()),
        backup_type: Some("USER".to_owned()),
        backup_size_bytes: Some(signed(backup.size.map_or(0, |size| size.bytes))),
    }
}
