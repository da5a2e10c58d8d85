//! What a stack gives when all its steps are done: outputs, and exports for other stacks.

use std::collections::BTreeMap;

use samara_store::{Fed, Txn};
use samara_template::StackOutput;

use super::Run;
use crate::record::{Export, Stack, StackResource, load, save};
use crate::start::importer;
use crate::{Error, keys};

/// The exports among outputs, by name.
fn exports(outputs: &[StackOutput]) -> BTreeMap<String, String> {
    let one = |output: &StackOutput| Some((output.export.clone()?, output.value.clone()));
    outputs.iter().filter_map(one).collect()
}

impl Run {
    /// Takes over what the stack becomes, its outputs and exports; the inner error is why not, and
    /// then nothing was written.
    pub(super) fn take_outputs(&mut self, txn: &mut dyn Txn) -> Result<Result<(), String>, Error> {
        let present = StackResource::present(txn, &self.stack.id)?;
        let outputs = match self.job.plan.stack_outputs(&present) {
            Ok(outputs) => outputs,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let (old, new) = (exports(&self.stack.outputs), exports(&outputs));
        if let Some(why) = self.export_conflict(txn, &old, &new)? {
            return Ok(Err(why));
        }
        for name in old.keys().filter(|name| !new.contains_key(*name)) {
            txn.delete(keys::of(keys::EXPORT, name), Fed::No);
        }
        for (name, value) in new {
            let export = Export { stack: self.stack.arn.clone(), value };
            save(txn, keys::of(keys::EXPORT, &name), &export, Fed::No)?;
        }
        self.imports(txn);
        for gone in StackResource::all(txn, &self.stack.id)? {
            // What failed in an earlier operation and is not wanted any more.
            if gone.resource.is_none() {
                let key = keys::part(keys::RESOURCE, &self.stack.id, &gone.logical_id);
                txn.delete(key, Fed::No);
            }
        }
        save(txn, keys::of(keys::TEMPLATE, &self.stack.id), &self.job.templates, Fed::No)?;
        let now = std::mem::take(&mut self.stack);
        self.stack = Stack {
            outputs,
            status: now.status,
            status_reason: now.status_reason,
            created_ms: now.created_ms,
            updated_ms: now.updated_ms,
            change_set: now.change_set,
            termination_protection: now.termination_protection,
            half_made: now.half_made,
            outlived: now.outlived,
            ..(*self.job.wanted).clone()
        };
        Ok(Ok(()))
    }

    /// Why the exports cannot become these: one that another stack uses changes or goes, or a name
    /// is another stack's.
    fn export_conflict(
        &self,
        txn: &mut dyn Txn,
        old: &BTreeMap<String, String>,
        new: &BTreeMap<String, String>,
    ) -> Result<Option<String>, Error> {
        for (name, value) in old {
            let verb = match new.get(name) {
                Some(now) if now == value => continue,
                Some(_) => "updated",
                None => "deleted",
            };
            if let Some(user) = importer(txn, name)? {
                let why = format!("Export {name} cannot be {verb} as it is in use by {user}");
                return Ok(Some(why));
            }
        }
        for name in new.keys() {
            let other: Option<Export> = load(txn, &keys::of(keys::EXPORT, name))?;
            if let Some(other) = other.filter(|export| export.stack != self.stack.arn) {
                let by = other.stack.split('/').nth(1).unwrap_or_default();
                return Ok(Some(format!(
                    "Export with name {name} is already exported by stack {by}. Rename the export."
                )));
            }
        }
        Ok(None)
    }

    /// Notes which exports the stack uses now, and no longer those that it used.
    fn imports(&self, txn: &mut dyn Txn) {
        for name in self.stack.imports.difference(&self.job.wanted.imports) {
            txn.delete(keys::part(keys::IMPORT, name, &self.stack.id), Fed::No);
        }
        for name in &self.job.wanted.imports {
            let key = keys::part(keys::IMPORT, name, &self.stack.id);
            txn.put(key, self.stack.name.clone().into(), Fed::No);
        }
    }
}
