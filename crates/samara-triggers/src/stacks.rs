//! The jobs of stacks: a stepper that makes one API call of a job after the other, each in one
//! transaction with the job's progress, on behalf of whoever asked for the operation.

use std::sync::Arc;

use bytes::Bytes;
use samara_base::Timestamp;
use samara_cloudformation::{Advance, Deployer, Error, attempt, deployer, keys, refused};
use samara_service::{Principal, Refusal};
use samara_store::{About, BoxFuture, Origin, Store, StoreExt, Txn};

use crate::{Contexts, Stepper};

/// Calls that one step makes; more go on in the next, so that no stack holds a place for long.
const CALLS: usize = 64;

/// Runs the jobs of stacks.
pub(crate) struct Stacks {
    store: Arc<dyn Store>,
    contexts: Contexts,
}

impl Stacks {
    pub(crate) fn new(store: Arc<dyn Store>, contexts: Contexts) -> Self {
        Self { store, contexts }
    }

    async fn run(&self, key: Bytes) -> Result<Option<Timestamp>, Refusal> {
        let Some(id) = keys::progress_id(&key) else { return Ok(None) };
        for _ in 0..CALLS {
            match self.advance(&id).await? {
                Advance::Again => {}
                Advance::At(time) => return Ok(Some(time)),
                Advance::Finished => return Ok(None),
            }
        }
        Ok(Some(Timestamp::ZERO))
    }

    /// Makes a job's next call, or records that it was refused.
    async fn advance(&self, id: &str) -> Result<Advance, Refusal> {
        let who = self.store.read(|txn| deployer(txn, id))?;
        let Some(who) = who else { return Ok(Advance::Finished) };
        let cx = (self.contexts)(principal(who)?, None);
        let about = About { origin: Origin::Delivery, trace: Some(cx.trace.to_string()) };
        let (own, context) = (id.to_owned(), cx.clone());
        let work = move |txn: &mut dyn Txn| attempt(&context, txn, &own);
        let refusal = match self.store.write(about.clone(), work).await? {
            Ok(advance) => return Ok(advance),
            Err(Error::Refused(refusal)) => refusal,
            Err(error) => return Err(error.into()),
        };
        let own = id.to_owned();
        let work = move |txn: &mut dyn Txn| refused(&cx, txn, &own, &refusal);
        Ok(self.store.write(about, work).await??)
    }
}

impl Stepper for Stacks {
    fn kind(&self) -> u8 {
        keys::PROGRESS
    }

    fn step(&self, key: Bytes) -> BoxFuture<'_, Result<Option<Timestamp>, Refusal>> {
        Box::pin(self.run(key))
    }
}

fn principal(who: Deployer) -> Result<Principal, Refusal> {
    Ok(match who {
        Deployer::Root => Principal::Root,
        Deployer::User(arn, id) => {
            Principal::User { arn: arn.parse().map_err(Refusal::internal)?, id }
        }
        Deployer::Role(arn, id, session) => Principal::Role {
            role: arn.parse().map_err(Refusal::internal)?,
            id,
            session,
            session_policies: [].into(),
            function: None,
        },
    })
}
