//! A job's next bit: one API call of another service with the progress past it, or the state
//! that follows when there is nothing to call. Each is one transaction.
//!
//! [`attempt`] makes the call. If it is refused, the transaction is dropped with all that the call
//! may have written, and [`refused`] records the refusal in another. A call that the platform
//! cannot take now (throttled, no room) is made again at a growing distance, a bounded number of
//! times. Whatever waits has its progress' key in the due index: its time wakes the job.
//!
//! What follows from a failure stands in `failure`, outputs and exports in `outputs`.

mod failure;
mod history;
mod outputs;

use samara_base::Timestamp;
use samara_service::{Cx, Refusal};
use samara_store::{Fed, Txn};
use samara_template::{Effect, Next, Plan, Present, Resource, Step, Work};

use crate::record::{
    Deployer, Job, Kind, Left, Phase, Progress, Stack, StackResource, damaged, load, save,
};
use crate::{Error, keys};

pub(crate) use failure::{cancel, skip};
pub(crate) use history::note;

/// What AWS's event says when a resource cannot be changed where it is.
const REPLACES: &str =
    "Requested update requires the creation of a new physical resource; hence creating one.";

/// What to do next for a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advance {
    /// Go on at once.
    Again,
    /// Go on at this time, at which the progress' key is due.
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
        return Ok(run.wait(txn));
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
    run.progress.setbacks = 0;
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
    let mut message = refusal.message.clone();
    if failure::is_setback(refusal) {
        run.progress.setbacks += 1;
        if let Some(wait_ms) = failure::wait_ms(run.progress.setbacks) {
            run.progress.work = Some(work);
            return run.wait_until(txn, cx.now.plus_millis(wait_ms));
        }
        message = format!("{message} (asked {} times)", run.progress.setbacks);
    }
    let next = work.failed(&refusal.code, &message);
    run.progress.setbacks = 0;
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
                self.progress.work = Some(work);
                self.wait_until(txn, cx.now.plus_millis(after_ms))
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

    /// Writes down that the job goes on at a time.
    fn wait_until(&mut self, txn: &mut dyn Txn, at: Timestamp) -> Result<Advance, Error> {
        self.progress.not_before_ms = at.as_millis();
        self.save(txn)?;
        Ok(self.wait(txn))
    }

    /// Lets the due index wake the job when its time has come.
    fn wait(&self, txn: &mut dyn Txn) -> Advance {
        let at = Timestamp::from_millis(self.progress.not_before_ms);
        txn.due(at, &keys::of(keys::PROGRESS, &self.stack.id), bytes::Bytes::new());
        Advance::At(at)
    }

    /// The plan of the phase that runs.
    fn plan(&self) -> &Plan {
        match (self.progress.phase, &self.job.back) {
            (Phase::Back | Phase::BackCleanUp | Phase::Mend, Some(back)) => back,
            _ => &self.job.plan,
        }
    }

    fn steps(&self) -> &[Step] {
        match self.progress.phase {
            Phase::Steps | Phase::Back | Phase::Mend => &self.plan().steps,
            Phase::CleanUp | Phase::BackCleanUp => &self.plan().clean_up,
        }
    }

    /// Begins steps until one has a call to make, or ends the job.
    fn go_on(&mut self, cx: &Cx, txn: &mut dyn Txn) -> Result<Advance, Error> {
        loop {
            if self.job_is_over(txn)? {
                return Ok(Advance::Finished);
            }
            let begun = if let Some(left) = self.next_left() {
                self.progress.removing = Some(left);
                Some(self.begin_deletion(cx, txn, left)?)
            } else if let Some(step) = self.steps().get(self.progress.next).cloned() {
                let present = StackResource::present(txn, &self.stack.id)?;
                self.begin(cx, txn, &step, &present)?
            } else {
                self.end_phase(cx, txn).map(|()| None)?
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

    /// What of the things that no template names any more is to be deleted next: half-made ones
    /// before an update's own steps, since a new one may need their name; what was replaced when
    /// the steps are done; with the stack, all of them.
    fn next_left(&self) -> Option<Left> {
        let steps_done = self.steps().len() <= self.progress.next;
        let order: &[Left] = match (self.progress.phase, self.job.kind) {
            (Phase::Steps, Kind::Delete) if steps_done => &[Left::HalfMade, Left::Outlived],
            (Phase::Steps, Kind::Update) if self.progress.next == 0 => &[Left::HalfMade],
            (Phase::CleanUp | Phase::BackCleanUp, _) if steps_done => &[Left::Replaced],
            _ => &[],
        };
        order.iter().copied().find(|left| !self.left(*left).is_empty())
    }

    fn left(&self, left: Left) -> &[Resource] {
        match left {
            Left::HalfMade => &self.stack.half_made,
            Left::Outlived => &self.stack.outlived,
            Left::Replaced => &self.progress.replaced,
        }
    }

    fn take_left(&mut self, left: Left) -> Option<Resource> {
        let list = match left {
            Left::HalfMade => &mut self.stack.half_made,
            Left::Outlived => &mut self.stack.outlived,
            Left::Replaced => &mut self.progress.replaced,
        };
        (!list.is_empty()).then(|| list.remove(0))
    }

    fn begin(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        step: &Step,
        present: &Present,
    ) -> Result<Option<Work>, Error> {
        match self.plan().work(step, present) {
            // The resource has failed and stays so, wherever it goes back to.
            Ok(work) if self.progress.phase == Phase::Mend => Ok(Some(work)),
            Ok(work) => {
                let status = match work.effect {
                    Effect::Create => ("CREATE_IN_PROGRESS", None),
                    Effect::Update => ("UPDATE_IN_PROGRESS", None),
                    Effect::Replace => ("UPDATE_IN_PROGRESS", Some(REPLACES)),
                    Effect::Delete => ("DELETE_IN_PROGRESS", None),
                    Effect::Keep | Effect::Retain => return Ok(Some(work)),
                };
                let old = present.get(&step.logical_id);
                self.set(cx, txn, (&step.logical_id, &step.resource_type), old, status)?;
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

    fn begin_deletion(&self, cx: &Cx, txn: &mut dyn Txn, left: Left) -> Result<Work, Error> {
        let old = self.left(left).first();
        self.event(cx, txn, old, ("DELETE_IN_PROGRESS", None))?;
        old.map(Plan::delete_work).ok_or_else(|| damaged("a deletion of nothing"))
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
        if let Some(left) = self.progress.removing.take() {
            // The resource of this name is another by now, or none.
            let old = self.take_left(left);
            self.stack.save(txn)?;
            return self.event(cx, txn, old.as_ref(), (status, None));
        }
        let key = keys::part(keys::RESOURCE, &self.stack.id, &work.logical_id);
        self.progress.next += 1;
        match work.finish() {
            Some(resource) if work.effect == Effect::Keep || self.progress.phase == Phase::Mend => {
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
                self.progress.replaced.append(&mut self.stack.outlived);
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
            (Phase::Mend, kind) => {
                let reason = self.progress.failure.clone().unwrap_or_default();
                self.stop_here(cx, txn, kind, reason)
            }
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
}
