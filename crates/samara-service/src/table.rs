//! The operation table: operations of all services behind one face, input and output documents.

use std::marker::PhantomData;

use samara_store::Txn;
use samara_wire::{Document, DocumentError, FromDocument, IntoDocument, ServiceModel};

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
    /// Where it runs.
    pub place: Place,
    read: fn(Document) -> Result<Box<dyn Call>, DocumentError>,
}

/// An operation with its input, ready to be checked and run.
pub trait Call: Send + Sync {
    /// What it touches.
    fn access(&self, cx: &Cx) -> Vec<Access>;

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
        Self {
            name: O::NAME,
            place: O::PLACE,
            read: |document| {
                let input = O::Input::from_document(document)?;
                Ok(Box::new(Ready::<O> { input, operation: PhantomData }))
            },
        }
    }

    /// Takes an input, which the codec has checked against the model.
    ///
    /// # Errors
    /// When it is not of the operation's shape all the same.
    pub fn with(&self, input: Document) -> Result<Box<dyn Call>, DocumentError> {
        (self.read)(input)
    }
}

struct Ready<O: Operation> {
    input: O::Input,
    operation: PhantomData<O>,
}

impl<O: Operation> Call for Ready<O> {
    fn access(&self, cx: &Cx) -> Vec<Access> {
        O::access(cx, &self.input)
    }

    fn run(&self, cx: &Cx, txn: &mut dyn Txn) -> Result<Answer<Document>, Refusal> {
        let answer = O::run(cx, txn, &self.input).map_err(Into::into)?;
        Ok(answer.map(IntoDocument::into_document))
    }
}
