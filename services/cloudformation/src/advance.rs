//! A job's next bit: one API call of another service with the progress past it, or the state
//! that follows when there is nothing to call. Each is one transaction.
//!
//! [`attempt`] makes the call. If it is refused, the transaction is dropped with all that the call
//! may have written, and [`refused`] records the refusal in another.

use samara_base::Timestamp;
use samara_service::{Cx, Refusal};
use samara_store::{Fed, Txn};
use samara_template::{Effect, Next, Plan, Present, Resource, Step, Work};

use crate::record::{
    Deployer, Event, Export, Job, Kind, OnFailure, Phase, Progress, Stack, StackResource, damaged,
    load, save,
};
use crate::start::importer;
use crate::{Error, keys};

/// What to do next for a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advance {
    /// Go on at once.
    Again,
    /// Go on at this time.
    At(Timestamp),
    /// Nothing is left to do.
    Finished,
}

/// On whose behalf a stack's job makes its calls; `None` when no job runs.
///
/// # Errors
/// When the store fails.
pub fn deployer(txn: &mut dyn Txn, id: &str) -> Result<Option<Deployer>, Error> {
    let job: Option<Job> = load(txn, &keys::of(keys::JOB, id))?;
    Ok(job.map(|job| job.deployer))
}

/// Does the next bit of a stack's job. `cx` acts as the job's [`Deployer`].
///
/// # Errors
/// [`Error::Refused`] when the call was refused: the caller drops the transaction and records the
/// refusal with [`refused`]. Others when the store fails: try again later.
pub fn attempt(cx: &Cx, txn: &mut dyn Txn, id: &str) -> Result<Advance, Error> {
    let Some(mut run) = Run::load(txn, id)? else { return Ok(Advance::Finished) };
    if cx.now.as_millis() < run.progress.not_before_ms {
        return Ok(Advance::At(Timestamp::from_millis(run.progress.not_before_ms)));
    }
    let Some(mut work) = run.progress.work.take() else { return run.go_on(cx, txn) };
    let next = match work.request() {
        None => Next::Done,
        Some(request) => {
            let call = (request.service, request.operation);
            let output = cx.operations.call_json_in(cx, txn, call, request.input)?;
            work.succeeded(&output)
        }
    };
    run.outcome(cx, txn, work, next)
}

/// Records that the call that [`attempt`] made was refused.
///
/// # Errors
/// When the store fails: try again later.
pub fn refused(cx: &Cx, txn: &mut dyn Txn, id: &str, refusal: &Refusal) -> Result<Advance, Error> {
    let Some(mut run) = Run::load(txn, id)? else { return Ok(Advance::Finished) };
    let Some(mut work) = run.progress.work.take() else {
        return Err(damaged("a stack's progress was refused without a call"));
    };
    let next = work.failed(&refusal.code, &refusal.message);
    run.outcome(cx, txn, work, next)
}

/// A stack's job while a bit of it is done.
struct Run {
    stack: Stack,
    job: Job,
    progress: Progress,
}

impl Run {
    fn load(txn: &mut dyn Txn, id: &str) -> Result<Option<Self>, Error> {
        let Some(progress) = load(txn, &keys::of(keys::PROGRESS, id))? else { return Ok(None) };
        let job = load(txn, &keys::of(keys::JOB, id))?;
        let stack = Stack::by_id(txn, id)?;
        let (Some(job), Some(stack)) = (job, stack) else {
            return Err(damaged("a stack's progress without its job"));
        };
        Ok(Some(Self { stack, job, progress }))
    }

    /// What follows from a call's outcome.
    fn outcome(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        work: Work,
        next: Next,
    ) -> Result<Advance, Error> {
        match next {
            Next::Call => {
                self.progress.work = Some(work);
                self.save(txn)?;
                Ok(Advance::Again)
            }
            Next::Again { after_ms } => {
                let at = cx.now.plus_millis(after_ms);
                self.progress.work = Some(work);
                self.progress.not_before_ms = at.as_millis();
                self.save(txn)?;
                Ok(Advance::At(at))
            }
            Next::Done => {
                self.done(cx, txn, work)?;
                self.go_on(cx, txn)
            }
            Next::Failed { reason } => {
                self.failed(cx, txn, &work, &reason)?;
                self.go_on(cx, txn)
            }
        }
    }

    fn save(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        save(txn, keys::of(keys::PROGRESS, &self.stack.id), &self.progress, Fed::Key)
    }

    /// The plan of the phase that runs.
    fn plan(&self) -> &Plan {
        match (self.progress.phase, &self.job.back) {
            (Phase::Back | Phase::BackCleanUp, Some(back)) => back,
            _ => &self.job.plan,
        }
    }

    fn steps(&self) -> &[Step] {
        match self.progress.phase {
            Phase::Steps | Phase::Back => &self.plan().steps,
            Phase::CleanUp | Phase::BackCleanUp => &self.plan().clean_up,
        }
    }

    /// Begins steps until one has a call to make, or ends the job.
    fn go_on(&mut self, cx: &Cx, txn: &mut dyn Txn) -> Result<Advance, Error> {
        loop {
            if self.job_is_over(txn)? {
                return Ok(Advance::Finished);
            }
            let begun = match self.steps().get(self.progress.next).cloned() {
                Some(step) => {
                    let present = StackResource::present(txn, &self.stack.id)?;
                    self.begin(cx, txn, &step, &present)?
                }
                None => match self.next_replaced() {
                    Some(old) => Some(self.begin_deletion(cx, txn, &old)?),
                    None => self.end_phase(cx, txn).map(|()| None)?,
                },
            };
            let Some(work) = begun else { continue };
            if work.request().is_some() {
                self.progress.work = Some(work);
                self.save(txn)?;
                return Ok(Advance::Again);
            }
            self.done(cx, txn, work)?;
        }
    }

    fn job_is_over(&self, txn: &mut dyn Txn) -> Result<bool, Error> {
        Ok(txn.get(&keys::of(keys::JOB, &self.stack.id))?.is_none())
    }

    /// What a replacement left, once the deletions of the plan are done.
    fn next_replaced(&self) -> Option<Resource> {
        let cleans = matches!(self.progress.phase, Phase::CleanUp | Phase::BackCleanUp);
        self.progress.replaced.first().filter(|_| cleans).cloned()
    }

    fn begin(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        step: &Step,
        present: &Present,
    ) -> Result<Option<Work>, Error> {
        match self.plan().work(step, present) {
            Ok(work) => {
                let status = match work.effect {
                    Effect::Create => "CREATE_IN_PROGRESS",
                    Effect::Update | Effect::Replace => "UPDATE_IN_PROGRESS",
                    Effect::Delete => "DELETE_IN_PROGRESS",
                    Effect::Keep | Effect::Retain => return Ok(Some(work)),
                };
                let old = present.get(&step.logical_id);
                self.set(cx, txn, (&step.logical_id, &step.resource_type), old, (status, None))?;
                Ok(Some(work))
            }
            Err(error) => {
                let old = present.get(&step.logical_id);
                let status = if old.is_some() { "UPDATE_FAILED" } else { "CREATE_FAILED" };
                let reason = error.to_string();
                let who = (step.logical_id.as_str(), step.resource_type.as_str());
                self.set(cx, txn, who, old, (status, Some(&reason)))?;
                self.step_failed(cx, txn, &step.logical_id, &reason)?;
                Ok(None)
            }
        }
    }

    fn begin_deletion(&self, cx: &Cx, txn: &mut dyn Txn, old: &Resource) -> Result<Work, Error> {
        self.event(cx, txn, Some(old), ("DELETE_IN_PROGRESS", None))?;
        Ok(Plan::delete_work(old))
    }

    /// A resource is as it was wanted.
    fn done(&mut self, cx: &Cx, txn: &mut dyn Txn, work: Work) -> Result<(), Error> {
        let status = match work.effect {
            Effect::Create => "CREATE_COMPLETE",
            Effect::Update | Effect::Replace => "UPDATE_COMPLETE",
            Effect::Delete => "DELETE_COMPLETE",
            Effect::Retain => "DELETE_SKIPPED",
            Effect::Keep => "",
        };
        let key = keys::part(keys::RESOURCE, &self.stack.id, &work.logical_id);
        if self.steps().len() <= self.progress.next {
            // What a replacement left: the resource of this name is another by now.
            let old = self.progress.replaced.remove(0);
            return self.event(cx, txn, Some(&old), (status, None));
        }
        self.progress.next += 1;
        match work.finish() {
            Some(resource) if work.effect == Effect::Keep => {
                let Some(mut record) = load::<StackResource>(txn, &key)? else { return Ok(()) };
                record.resource = Some(resource);
                save(txn, key, &record, Fed::No)?;
            }
            Some(resource) => {
                let who = (work.logical_id.as_str(), resource.resource_type.as_str());
                self.set(cx, txn, who, Some(&resource), (status, None))?;
            }
            None => {
                let record: Option<StackResource> = load(txn, &key)?;
                let resource = record.and_then(|record| record.resource);
                self.event(cx, txn, resource.as_ref(), (status, None))?;
                txn.delete(key, Fed::No);
            }
        }
        self.progress.replaced.extend(work.replaced.map(|old| *old));
        Ok(())
    }

    /// A resource could not be made as it was wanted.
    fn failed(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        work: &Work,
        reason: &str,
    ) -> Result<(), Error> {
        let status = match work.effect {
            Effect::Create => "CREATE_FAILED",
            Effect::Delete | Effect::Retain => "DELETE_FAILED",
            Effect::Update | Effect::Replace | Effect::Keep => "UPDATE_FAILED",
        };
        if self.steps().len() <= self.progress.next {
            let old = self.progress.replaced.remove(0);
            return self.event(cx, txn, Some(&old), (status, Some(reason)));
        }
        let key = keys::part(keys::RESOURCE, &self.stack.id, &work.logical_id);
        let record: Option<StackResource> = load(txn, &key)?;
        let kind = record.as_ref().map(|record| record.resource_type.clone()).unwrap_or_default();
        let before = record.and_then(|record| record.resource);
        let now = work.partial().or(before);
        self.set(cx, txn, (&work.logical_id, &kind), now.as_ref(), (status, Some(reason)))?;
        self.step_failed(cx, txn, &work.logical_id, reason)
    }

    /// What a failed step means for the job.
    fn step_failed(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        logical_id: &str,
        reason: &str,
    ) -> Result<(), Error> {
        let what = format!("The following resource(s) failed: [{logical_id}]. {reason}");
        match (self.progress.phase, self.job.kind) {
            // What cannot be cleaned up is left, as on AWS; the events say so.
            (Phase::CleanUp, _) => {
                self.progress.next += 1;
                Ok(())
            }
            (Phase::Steps, Kind::Delete) => self.end(cx, txn, "DELETE_FAILED", Some(what)),
            (Phase::Steps, kind) => self.go_back(cx, txn, kind, what),
            (Phase::Back | Phase::BackCleanUp, Kind::Create) => {
                self.end(cx, txn, "ROLLBACK_FAILED", Some(what))
            }
            (Phase::Back | Phase::BackCleanUp, _) => {
                self.end(cx, txn, "UPDATE_ROLLBACK_FAILED", Some(what))
            }
        }
    }

    fn go_back(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        kind: Kind,
        what: String,
    ) -> Result<(), Error> {
        if self.job.on_failure == OnFailure::DoNothing {
            let status = if kind == Kind::Create { "CREATE_FAILED" } else { "UPDATE_FAILED" };
            return self.end(cx, txn, status, Some(what));
        }
        let now = StackResource::present(txn, &self.stack.id)?;
        self.progress.failure = Some(what.clone());
        self.progress.next = 0;
        // What was replaced so far is what the stack goes back to: it must not be cleaned up.
        self.progress.replaced.clear();
        let status = match (kind, self.job.on_failure) {
            (Kind::Create, OnFailure::Delete) => {
                let plan = &self.job.plan;
                self.job.plan = Plan::deletion(&plan.stack, &plan.operation, &now, &[]);
                self.job.kind = Kind::Delete;
                "DELETE_IN_PROGRESS"
            }
            (kind, _) => {
                self.job.back = Some(self.job.plan.roll_back(&self.job.before, &now));
                self.progress.phase = Phase::Back;
                if kind == Kind::Create {
                    "ROLLBACK_IN_PROGRESS"
                } else {
                    "UPDATE_ROLLBACK_IN_PROGRESS"
                }
            }
        };
        save(txn, keys::of(keys::JOB, &self.stack.id), &self.job, Fed::No)?;
        self.become_(cx, txn, status, Some(what))
    }

    /// All steps of a phase are done.
    fn end_phase(&mut self, cx: &Cx, txn: &mut dyn Txn) -> Result<(), Error> {
        self.progress.next = 0;
        match (self.progress.phase, self.job.kind) {
            (Phase::Steps, Kind::Delete) => self.deleted(cx, txn),
            (Phase::Steps, kind) => {
                if let Err(reason) = self.take_outputs(txn)? {
                    return self.go_back(cx, txn, kind, reason);
                }
                self.progress.phase = Phase::CleanUp;
                if kind == Kind::Update {
                    let status = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
                    return self.become_(cx, txn, status, None);
                }
                Ok(())
            }
            (Phase::CleanUp, Kind::Create) => self.end(cx, txn, "CREATE_COMPLETE", None),
            (Phase::CleanUp, _) => self.end(cx, txn, "UPDATE_COMPLETE", None),
            (Phase::Back, kind) => {
                self.progress.phase = Phase::BackCleanUp;
                if kind == Kind::Update {
                    let status = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";
                    return self.become_(cx, txn, status, None);
                }
                Ok(())
            }
            (Phase::BackCleanUp, Kind::Create) => self.end(cx, txn, "ROLLBACK_COMPLETE", None),
            (Phase::BackCleanUp, _) => self.end(cx, txn, "UPDATE_ROLLBACK_COMPLETE", None),
        }
    }

    /// Takes over what the stack becomes, its outputs and exports; the inner error is why not.
    fn take_outputs(&mut self, txn: &mut dyn Txn) -> Result<Result<(), String>, Error> {
        let present = StackResource::present(txn, &self.stack.id)?;
        let outputs = match self.job.plan.stack_outputs(&present) {
            Ok(outputs) => outputs,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let exported = |outputs: &[samara_template::StackOutput]| -> Vec<(String, String)> {
            let one = |output: &samara_template::StackOutput| {
                Some((output.export.clone()?, output.value.clone()))
            };
            outputs.iter().filter_map(one).collect()
        };
        let (old, new) = (exported(&self.stack.outputs), exported(&outputs));
        for (name, _) in old.iter().filter(|export| !new.contains(export)) {
            if let Some(user) = importer(txn, name)? {
                let changed = new.iter().any(|(other, _)| other == name);
                let verb = if changed { "updated" } else { "deleted" };
                return Ok(Err(format!(
                    "Export {name} cannot be {verb} as it is in use by {user}"
                )));
            }
            txn.delete(keys::of(keys::EXPORT, name), Fed::No);
        }
        for (name, value) in new {
            let key = keys::of(keys::EXPORT, &name);
            let other: Option<Export> = load(txn, &key)?;
            if let Some(other) = other.filter(|export| export.stack != self.stack.arn) {
                let by = other.stack.split('/').nth(1).unwrap_or_default();
                return Ok(Err(format!(
                    "Export with name {name} is already exported by stack {by}. Rename the export."
                )));
            }
            save(txn, key, &Export { stack: self.stack.arn.clone(), value }, Fed::No)?;
        }
        self.imports(txn);
        save(txn, keys::of(keys::TEMPLATE, &self.stack.id), &self.job.templates, Fed::No)?;
        let now = &self.stack;
        self.stack = Stack {
            outputs,
            status: now.status.clone(),
            status_reason: now.status_reason.clone(),
            created_ms: now.created_ms,
            updated_ms: now.updated_ms,
            change_set: now.change_set.clone(),
            termination_protection: now.termination_protection,
            ..(*self.job.wanted).clone()
        };
        Ok(Ok(()))
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

    fn deleted(&mut self, cx: &Cx, txn: &mut dyn Txn) -> Result<(), Error> {
        let id = self.stack.id.clone();
        for name in &self.stack.imports {
            txn.delete(keys::part(keys::IMPORT, name, &id), Fed::No);
        }
        for name in self.stack.outputs.iter().filter_map(|output| output.export.as_ref()) {
            txn.delete(keys::of(keys::EXPORT, name), Fed::No);
        }
        for resource in StackResource::all(txn, &id)? {
            txn.delete(keys::part(keys::RESOURCE, &id, &resource.logical_id), Fed::No);
        }
        txn.delete(keys::of(keys::NAME, &self.stack.name), Fed::No);
        self.stack.deleted_ms = Some(cx.now.as_millis());
        self.end(cx, txn, "DELETE_COMPLETE", None)
    }

    /// The job is over.
    fn end(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        status: &str,
        reason: Option<String>,
    ) -> Result<(), Error> {
        txn.delete(keys::of(keys::JOB, &self.stack.id), Fed::No);
        txn.delete(keys::of(keys::PROGRESS, &self.stack.id), Fed::No);
        self.become_(cx, txn, status, reason)
    }

    fn become_(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        status: &str,
        reason: Option<String>,
    ) -> Result<(), Error> {
        status.clone_into(&mut self.stack.status);
        self.stack.status_reason = reason;
        self.stack.save(txn)?;
        note(cx, txn, &self.stack, self.job.token.as_ref())
    }

    /// Sets a resource's state and notes it in the history.
    fn set(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        (logical_id, resource_type): (&str, &str),
        resource: Option<&Resource>,
        (status, reason): (&str, Option<&str>),
    ) -> Result<(), Error> {
        let record = StackResource {
            logical_id: logical_id.to_owned(),
            resource_type: resource_type.to_owned(),
            physical_id: resource.map(|resource| resource.physical_id.clone()),
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
            updated_ms: cx.now.as_millis(),
            resource: resource.cloned(),
        };
        save(txn, keys::part(keys::RESOURCE, &self.stack.id, logical_id), &record, Fed::No)?;
        let event = Event {
            id: format!("{logical_id}-{status}-{}", cx.seed.uuid(logical_id)),
            logical_id: record.logical_id,
            physical_id: record.physical_id,
            resource_type: record.resource_type,
            status: record.status,
            reason: record.reason,
            time_ms: record.updated_ms,
            token: self.job.token.clone(),
        };
        append(txn, &self.stack.id, &event)
    }

    fn event(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        resource: Option<&Resource>,
        (status, reason): (&str, Option<&str>),
    ) -> Result<(), Error> {
        let Some(resource) = resource else { return Ok(()) };
        let event = Event {
            id: format!("{}-{status}-{}", resource.logical_id, cx.seed.uuid(&resource.logical_id)),
            logical_id: resource.logical_id.clone(),
            physical_id: Some(resource.physical_id.clone()),
            resource_type: resource.resource_type.clone(),
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
            time_ms: cx.now.as_millis(),
            token: self.job.token.clone(),
        };
        append(txn, &self.stack.id, &event)
    }
}

/// Notes a stack's own state in its history.
pub(crate) fn note(
    cx: &Cx,
    txn: &mut dyn Txn,
    stack: &Stack,
    token: Option<&String>,
) -> Result<(), Error> {
    let event = Event {
        id: cx.seed.uuid(&stack.status),
        logical_id: stack.name.clone(),
        physical_id: Some(stack.arn.clone()),
        resource_type: "AWS::CloudFormation::Stack".to_owned(),
        status: stack.status.clone(),
        reason: stack.status_reason.clone(),
        time_ms: cx.now.as_millis(),
        token: token.cloned(),
    };
    append(txn, &stack.id, &event)
}

fn append(txn: &mut dyn Txn, id: &str, event: &Event) -> Result<(), Error> {
    txn.append(keys::of(keys::EVENT, id), serde_json::to_vec(event)?.into(), Fed::No);
    Ok(())
}
