//! An operation: what it is called, what it touches, what it does.

use samara_base::Timestamp;
use samara_store::{BlobId, Txn};
use samara_wire::{Document, FromDocument, IntoDocument};

use crate::{Cx, Invocation, Refusal};

/// One operation of a service, as a type without a value.
pub trait Operation: Send + Sync + 'static {
    /// Its name, such as `PutItem`.
    const NAME: &'static str;
    /// Where it runs.
    const PLACE: Place;
    /// What it takes.
    type Input: FromDocument + Send + Sync + 'static;
    /// What it gives.
    type Output: IntoDocument + Send + 'static;
    /// How it refuses.
    type Error: Into<Refusal> + Send + 'static;

    /// Where a request runs, where that depends on what it asks for.
    fn place(_input: &Self::Input) -> Place {
        Self::PLACE
    }

    /// What the request touches, for the policy check before the operation runs. Pure; empty only
    /// where AWS asks for no permission (`GetCallerIdentity`).
    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access>;

    /// Does it. Run again when the transaction lost, so it must follow from its arguments alone.
    ///
    /// # Errors
    /// Refusals; the transaction is then dropped and leaves no trace.
    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &Self::Input,
    ) -> Result<Answer<Self::Output>, Self::Error>;
}

/// Where an operation runs and whether it may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Reads a little: on the spot, against a snapshot.
    Read,
    /// Reads as much as it finds (queries): against a snapshot, on the spot as far as it is
    /// little, and again from the beginning in the bounded pool when it is not.
    Page,
    /// Reads much (scans): against a snapshot, in the bounded pool.
    Scan,
    /// Writes: a transaction.
    Write,
}

/// What a request touches: one action on one resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The IAM action, such as `dynamodb:PutItem`.
    pub action: String,
    /// The resource's ARN, or `*` where the action knows none.
    pub resource: String,
    /// Condition keys of the service with their values, such as `dynamodb:LeadingKeys`.
    pub conditions: Vec<(String, Vec<String>)>,
}

impl Access {
    /// An action on a resource, without condition keys of its own.
    #[must_use]
    pub fn new(action: &str, resource: impl Into<String>) -> Self {
        Self { action: action.to_owned(), resource: resource.into(), conditions: Vec::new() }
    }
}

/// What an operation gives.
#[derive(Debug)]
pub enum Answer<T> {
    /// The output.
    Done(T),
    /// Nothing yet: run again when something changes, at the latest at a time.
    Wait(WaitFor),
    /// Run a function first; the holder of the table makes the output of what comes of it.
    Invoke(Box<Invocation>),
    /// The output, with these stretches of blobs, one after another, as the streamed member.
    Stream {
        /// The output but for its body.
        output: T,
        /// The stretches, in order.
        pieces: Vec<Piece>,
    },
}

/// A stretch of a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The blob.
    pub blob: BlobId,
    /// The first byte.
    pub offset: u64,
    /// How many bytes.
    pub length: u64,
}

/// What a long poll waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitFor {
    /// Any fed change of a key with this prefix.
    pub prefix: Vec<u8>,
    /// When to answer as things are.
    pub until: Timestamp,
}

impl<T> Answer<T> {
    /// The same answer with another output.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Done(output) => Answer::Done(change(output)),
            Self::Wait(wait) => Answer::Wait(wait),
            Self::Invoke(invocation) => Answer::Invoke(invocation),
            Self::Stream { output, pieces } => Answer::Stream { output: change(output), pieces },
        }
    }
}

/// How the platform calls itself: the same operations, the same policy check as for a stranger.
///
/// `samara-front` fills it; who calls is `cx.principal`.
pub trait Operations: Send + Sync + 'static {
    /// Runs an operation within the caller's own transaction, so that both are kept or neither.
    ///
    /// # Errors
    /// The operation's refusals, a missing permission, or an operation that is not on the table.
    fn call_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        service: &str,
        operation: &str,
        input: Document,
    ) -> Result<Answer<Document>, Refusal>;

    /// The same with input and output as JSON by the model's member names, for whoever keeps
    /// calls as data.
    ///
    /// # Errors
    /// As [`Operations::call_in`]; an input that is not of the operation's shape; an answer that
    /// is not an output.
    fn call_json_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        call: (&str, &str),
        input: serde_json::Value,
    ) -> Result<serde_json::Value, Refusal> {
        let _ = (cx, txn, input);
        Err(Refusal::unsupported(format!("{}:{} by JSON here", call.0, call.1)))
    }
}

/// Declares an operation whose output is all it gives: a type that implements
/// [`crate::Operation`] with the function that does it.
///
/// `Name: Place Input => Output, Error, |cx, input| what it touches, function`
#[macro_export]
macro_rules! operation {
    ($name:ident: $place:ident $input:ty => $output:ty, $error:ty,
     |$cx:ident, $of:ident| $access:expr, $run:path) => {
        #[doc = concat!("`", stringify!($name), "`.")]
        pub(super) struct $name;

        impl $crate::Operation for $name {
            const NAME: &'static str = stringify!($name);
            const PLACE: $crate::Place = $crate::Place::$place;
            type Input = $input;
            type Output = $output;
            type Error = $error;

            fn access($cx: &$crate::Cx, $of: &$input) -> Vec<$crate::Access> {
                vec![$access]
            }

            fn run(
                cx: &$crate::Cx,
                txn: &mut dyn samara_store::Txn,
                input: &$input,
            ) -> Result<$crate::Answer<$output>, $error> {
                $run(cx, txn, input).map($crate::Answer::Done)
            }
        }
    };
}
