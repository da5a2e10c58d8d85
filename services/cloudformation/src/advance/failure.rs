//! What follows when a resource could not be made as it was wanted.
//!
//! A stack that rolls back takes back what was replaced, changes back what was changed, and
//! deletes what was made. One that does not (AWS: *preserve successfully provisioned resources*)
//! keeps what succeeded: a resource whose change failed is changed back to where it was; one whose
//! replacement failed stays the old one; one that never was complete is deleted when the next
//! operation begins; and what was replaced by then lives until an operation succeeds. So no
//! physical resource is ever without somebody who will delete it.

use samara_service::{Cx, Refusal};
use samara_store::{Fed, Txn};
use samara_template::{Effect, Plan, Present, Resource, Work};

use super::Run;
use crate::record::{
    Job, Kind, Left, OnFailure, Phase, Progress, Stack, StackResource, load, save,
};
use crate::{Error, keys};

/// How long a call that the platform cannot take now waits at first, milliseconds.
const WAIT_MS: u64 = 1_000;
/// How long it waits at most, milliseconds.
const WAIT_MS_MAX: u64 = 60_000;
/// How often it is made before the resource has failed: over some seven minutes.
const SETBACKS_MAX: u32 = 12;

/// Whether a call may succeed when it is made again: throttled, or no room. Nobody's mistake.
pub(super) fn is_setback(refusal: &Refusal) -> bool {
    matches!(refusal.status, 429 | 503) || refusal.code.contains("Throttl")
}

/// How long to wait after so many setbacks in a row; none when that was the last.
pub(super) fn wait_ms(setbacks: u32) -> Option<u64> {
    let doubled = WAIT_MS.saturating_mul(1 << setbacks.saturating_sub(1).min(16));
    (setbacks < SETBACKS_MAX).then(|| doubled.min(WAIT_MS_MAX))
}

impl Run {
    /// A resource could not be made as it was wanted.
    pub(super) fn failed(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        work: &Work,
        reason: &str,
    ) -> Result<(), Error> {
        if let Some(left) = self.progress.removing.take() {
            return self.stays(cx, txn, left, reason);
        }
        let status = match work.effect {
            Effect::Create => "CREATE_FAILED",
            Effect::Delete | Effect::Retain => "DELETE_FAILED",
            Effect::Update | Effect::Replace | Effect::Keep => "UPDATE_FAILED",
        };
        let key = keys::part(keys::RESOURCE, &self.stack.id, &work.logical_id);
        let record: Option<StackResource> = load(txn, &key)?;
        let kind = record.as_ref().map(|record| record.resource_type.clone()).unwrap_or_default();
        let before = record.and_then(|record| record.resource);
        let partial = work.partial().map(|partial| match (work.effect, &before) {
            (Effect::Update, Some(before)) => {
                // Of what it may be by now, the one that is not what this change wanted.
                let other = before.former.as_ref().filter(|former| **former != partial.properties);
                let former = other.unwrap_or(&before.properties).clone();
                Resource { former: Some(former), ..partial }
            }
            _ => partial,
        });
        let now = partial.clone().or_else(|| before.clone());
        self.set(cx, txn, (&work.logical_id, &kind), now.as_ref(), (status, Some(reason)))?;
        if self.keeps_what_succeeded() && work.effect != Effect::Update {
            self.set_half_made_aside(txn, key, partial, before)?;
        }
        self.step_failed(cx, txn, &work.logical_id, reason)
    }

    /// Whether the operation leaves what succeeded as it is.
    fn keeps_what_succeeded(&self) -> bool {
        let making = self.progress.phase == Phase::Steps && self.job.kind != Kind::Delete;
        making && self.job.on_failure == OnFailure::DoNothing
    }

    /// What was made in part belongs to nobody: the next operation deletes it. The record keeps
    /// the old resource, if there is one.
    fn set_half_made_aside(
        &mut self,
        txn: &mut dyn Txn,
        key: Vec<u8>,
        partial: Option<Resource>,
        before: Option<Resource>,
    ) -> Result<(), Error> {
        let Some(mut record) = load::<StackResource>(txn, &key)? else { return Ok(()) };
        if let Some(before) = &before {
            record.physical_id = Some(before.physical_id.clone());
        }
        record.resource = before;
        save(txn, key, &record, Fed::No)?;
        self.stack.half_made.extend(partial);
        Ok(())
    }

    /// Something that no template names any more could not be deleted.
    fn stays(&mut self, cx: &Cx, txn: &mut dyn Txn, left: Left, why: &str) -> Result<(), Error> {
        let old = self.left(left).first().cloned();
        self.event(cx, txn, old.as_ref(), ("DELETE_FAILED", Some(why)))?;
        let name = old.map(|old| old.logical_id).unwrap_or_default();
        match left {
            // What a replacement left behind is left for good, as on AWS; the events say so.
            Left::Replaced => {
                self.take_left(left);
                Ok(())
            }
            Left::HalfMade | Left::Outlived => self.step_failed(cx, txn, &name, why),
        }
    }

    /// What a failed step means for the job.
    pub(super) fn step_failed(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        logical_id: &str,
        reason: &str,
    ) -> Result<(), Error> {
        let verb = match self.job.kind {
            Kind::Create => "create",
            Kind::Update => "update",
            Kind::Delete => "delete",
        };
        let what = format!("The following resource(s) failed to {verb}: [{logical_id}]. {reason}");
        match (self.progress.phase, self.job.kind) {
            // What cannot be cleaned up is left, as on AWS; the events say so.
            (Phase::CleanUp, _) | (Phase::BackCleanUp, Kind::Update | Kind::Delete) => {
                self.progress.next += 1;
                Ok(())
            }
            (Phase::Steps, Kind::Delete) => self.end(cx, txn, "DELETE_FAILED", Some(what)),
            (Phase::Steps, kind) if self.job.on_failure == OnFailure::DoNothing => {
                self.mend(cx, txn, (kind, logical_id), what)
            }
            (Phase::Steps, kind) => self.go_back(cx, txn, kind, what),
            (Phase::Back | Phase::BackCleanUp, Kind::Create) => {
                self.end(cx, txn, "ROLLBACK_FAILED", Some(what))
            }
            (Phase::Back, _) => self.stall(cx, txn, what),
            (Phase::Mend, kind) => {
                let first = self.progress.failure.clone().unwrap_or_default();
                let both = format!("{first}; it could not be changed back: {reason}");
                self.stop_here(cx, txn, kind, both)
            }
        }
    }

    /// Ends a roll-back that has failed, so that it can go on.
    fn stall(&mut self, cx: &Cx, txn: &mut dyn Txn, what: String) -> Result<(), Error> {
        self.stack.outlived.append(&mut self.progress.replaced);
        save(txn, keys::of(keys::STALLED, &self.stack.id), &self.job, Fed::No)?;
        self.end(cx, txn, "UPDATE_ROLLBACK_FAILED", Some(what))
    }

    /// Changes a resource back whose change has failed, and leaves all others as they are.
    fn mend(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        (kind, logical_id): (Kind, &str),
        what: String,
    ) -> Result<(), Error> {
        let only = |present: &Present| -> Present {
            let one = present.get(logical_id).cloned();
            one.map(|one| (logical_id.to_owned(), one)).into_iter().collect()
        };
        let now = StackResource::present(txn, &self.stack.id)?;
        let back = self.job.plan.roll_back(&only(&self.job.before), &only(&now));
        if back.steps.is_empty() {
            return self.stop_here(cx, txn, kind, what);
        }
        self.job.back = Some(back);
        self.progress.phase = Phase::Mend;
        self.progress.failure = Some(what);
        self.progress.next = 0;
        save(txn, keys::of(keys::JOB, &self.stack.id), &self.job, Fed::No)
    }

    /// Ends an operation that leaves what succeeded as it is. What was replaced lives on until an
    /// operation succeeds. The template is the new one, which may be tried again.
    pub(super) fn stop_here(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        kind: Kind,
        what: String,
    ) -> Result<(), Error> {
        self.stack.outlived.append(&mut self.progress.replaced);
        let Job { templates, wanted, .. } = &self.job;
        save(txn, keys::of(keys::TEMPLATE, &self.stack.id), templates, Fed::No)?;
        self.stack.parameters.clone_from(&wanted.parameters);
        self.stack.disable_rollback = true;
        let status = if kind == Kind::Create { "CREATE_FAILED" } else { "UPDATE_FAILED" };
        self.end(cx, txn, status, Some(what))
    }

    /// Begins the way back.
    pub(super) fn go_back(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        kind: Kind,
        what: String,
    ) -> Result<(), Error> {
        if self.job.on_failure == OnFailure::DoNothing {
            return self.stop_here(cx, txn, kind, what);
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
}

/// Ends a creation for a deletion: what the step that runs has made by now is the stack's.
pub(crate) fn cancel(cx: &Cx, txn: &mut dyn Txn, id: &str) -> Result<(), Error> {
    let Some(mut run) = Run::load(txn, id)? else { return Ok(()) };
    let Some(work) = run.progress.work.take() else { return Ok(()) };
    let key = keys::part(keys::RESOURCE, id, &work.logical_id);
    let Some(record) = load::<StackResource>(txn, &key)? else { return Ok(()) };
    let who = (work.logical_id.as_str(), record.resource_type.as_str());
    let state = ("CREATE_FAILED", Some("Resource creation cancelled"));
    run.set(cx, txn, who, work.partial().as_ref(), state)
}

/// Lets resources whose roll-back has failed pass for what they were before.
pub(crate) fn skip(
    cx: &Cx,
    txn: &mut dyn Txn,
    (stack, job): (&Stack, &Job),
    names: &[String],
) -> Result<(), Error> {
    for name in names {
        let key = keys::part(keys::RESOURCE, &stack.id, name);
        let record: Option<StackResource> = load(txn, &key)?;
        let failed = record.filter(|record| record.status == "UPDATE_FAILED");
        let both = failed.and_then(|record| record.resource).zip(job.before.get(name));
        let Some((now, before)) = both else {
            return Err(Error::Validation(format!(
                "The resource {name} cannot be skipped: only a resource whose update or roll-back \
                 failed (UPDATE_FAILED) can be"
            )));
        };
        let former = Some(now.properties).filter(|now| *now != before.properties);
        let former = former.or(now.former);
        let resource = Resource { former, ..before.clone() };
        let (stack, job) = (stack.clone(), job.clone());
        let run = Run { stack, job, progress: Progress::new() };
        let who = (name.as_str(), resource.resource_type.as_str());
        run.set(cx, txn, who, Some(&resource), ("UPDATE_COMPLETE", Some("Skipped")))?;
    }
    Ok(())
}
