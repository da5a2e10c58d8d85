//! The operation table: operations of all services behind one face, input and output documents.

use std::marker::PhantomData;
use std::sync::Arc;

use samara_store::{About, BoxFuture, Store, Txn};
use samara_wire::{Document, DocumentError, FromDocument, IntoDocument, ServiceModel};

use crate::batch::{self, Batch};
use crate::{Access, Answer, Cx, Operation, Place, Refusal};

/// One service: its model and what it does.
pub struct ServiceTable {
    /// What AWS publishes of it.
    pub model: &'static ServiceModel,
    /// Its operations. One that the model lists and this does not have is refused by its name.
    pub operations: Vec<Entry>,
}

/// One operation of the table.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    read: fn(Document) -> Result<Box<dyn Call>, DocumentError>,
}

/// What becomes of an operation that is several transactions.
pub type Outcome = BoxFuture<'static, Result<Answer<Document>, Refusal>>;

/// An operation with its input, ready to be checked and run.
pub trait Call: Send + Sync {
    /// What it touches.
    fn access(&self, cx: &Cx) -> Vec<Access>;

    /// Where it runs.
    fn place(&self) -> Place;

    /// Runs it as several transactions, if it is a [`Batch`].
    fn each(self: Arc<Self>, cx: &Cx, store: Arc<dyn Store>, about: About) -> Option<Outcome>;

    /// Runs it.
    ///
    /// # Errors
    /// Its refusals.
    fn run(&self, cx: &Cx, txn: &mut dyn Txn) -> Result<Answer<Document>, Refusal>;
}

impl ServiceTable {
    /// An operation by name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Entry> {
        self.operations.iter().find(|entry| entry.name == name)
    }
}

impl Entry {
    /// The entry of an operation.
    #[must_use]
    pub fn of<O: Operation>() -> Self {
        Self { name: O::NAME, read: |document| Ready::<O>::read(document, None) }
    }

    /// The entry of an operation that is several writes.
    #[must_use]
    pub fn batch<O: Batch>() -> Self {
        let read = |document| Ready::<O>::read(document, Some(batch::each::<O> as Each<O>));
        Self { name: O::NAME, read }
    }

    /// Takes an input, which the codec has checked against the model.
    ///
    /// # Errors
    /// When it is not of the operation's shape all the same.
    pub fn with(&self, input: Document) -> Result<Box<dyn Call>, DocumentError> {
        (self.read)(input)
    }
}

/// How a batch runs its writes.
type Each<O> = fn(Arc<Ready<O>>, Cx, Arc<dyn Store>, About) -> Outcome;

/// An operation's input, taken.
pub(crate) struct Ready<O: Operation> {
    pub(crate) input: O::Input,
    each: Option<Each<O>>,
    operation: PhantomData<O>,
}

impl<O: Operation> Ready<O> {
    fn read(document: Document, each: Option<Each<O>>) -> Result<Box<dyn Call>, DocumentError> {
        let input = O::Input::from_document(document)?;
        Ok(Box::new(Self { input, each, operation: PhantomData }))
    }
}

impl<O: Operation> Call for Ready<O> {
    fn access(&self, cx: &Cx) -> Vec<Access> {
        O::access(cx, &self.input)
    }

    fn place(&self) -> Place {
        O::place(&self.input)
    }

    fn each(self: Arc<Self>, cx: &Cx, store: Arc<dyn Store>, about: About) -> Option<Outcome> {
        let each = self.each?;
        Some(each(self, cx.clone(), store, about))
    }

    fn run(&self, cx: &Cx, txn: &mut dyn Txn) -> Result<Answer<Document>, Refusal> {
        let answer = O::run(cx, txn, &self.input).map_err(Into::into)?;
        Ok(answer.map(IntoDocument::into_document))
    }
}
