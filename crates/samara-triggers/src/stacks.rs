//! Stacks go on: each bit of a stack's job is a transaction of CloudFormation's, run here one
//! after another until nothing is left to do.

use std::sync::Arc;

use bytes::Bytes;
use samara_base::Timestamp;
use samara_cloudformation::{Advance, Error, attempt, deployer, keys, refused};
use samara_service::Refusal;
use samara_store::{About, BoxFuture, Origin, Store, StoreError, StoreExt, Txn};
use tracing::Instrument;

use crate::Contexts;
use crate::steps::Stepper;

/// Bits of a job that one step does; the next step goes on, so that no stack holds a place for
/// long.
const BITS: usize = 64;

/// Steps of stacks.
pub struct Stacks {
    store: Arc<dyn Store>,
    contexts: Contexts,
}

impl Stacks {
    /// Steps of the stacks in a store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, contexts: Contexts) -> Self {
        Self { store, contexts }
    }

    async fn go_on(&self, key: Bytes) -> Result<Option<Timestamp>, Refusal> {
        let Some(id) = keys::progress_id(&key) else { return Ok(None) };
        for _ in 0..BITS {
            let span = tracing::info_span!("stack step", stack = %id);
            match self.advance(&id).instrument(span).await? {
                Advance::Again => {}
                // Its key is due then.
                Advance::At(_) | Advance::Finished => return Ok(None),
            }
        }
        Ok(Some(Timestamp::ZERO))
    }

    /// Does the next bit of a stack's job.
    async fn advance(&self, id: &str) -> Result<Advance, Refusal> {
        let Some(deployer) = self.store.read(|txn| deployer(txn, id))? else {
            return Ok(Advance::Finished);
        };
        let principal = deployer.principal();
        let principal = principal.ok_or_else(|| Refusal::internal("a job without a deployer"))?;
        let cx = (self.contexts)(principal, None);
        let (context, stack) = (cx.clone(), id.to_owned());
        let about = || About { origin: Origin::Delivery, trace: None };
        let tried =
            self.store.write(about(), move |txn: &mut dyn Txn| attempt(&context, txn, &stack));
        let tried = match tried.await {
            Ok(tried) => tried,
            // Trying these again would find the same: the step has failed.
            Err(error @ (StoreError::TooLarge { .. } | StoreError::Panicked)) => {
                Err(Error::Refused(Box::new(error.into())))
            }
            Err(error) => return Err(error.into()),
        };
        match tried {
            Ok(advance) => Ok(advance),
            Err(Error::Refused(refusal)) => {
                let stack = id.to_owned();
                let work = move |txn: &mut dyn Txn| refused(&cx, txn, &stack, &refusal);
                Ok(self.store.write(about(), work).await??)
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl Stepper for Stacks {
    fn kind(&self) -> u8 {
        keys::PROGRESS
    }

    fn step(&self, key: Bytes) -> BoxFuture<'_, Result<Option<Timestamp>, Refusal>> {
        Box::pin(self.go_on(key))
    }
}
