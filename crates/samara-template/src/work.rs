//! What has to be called to make one resource as a template wants it.
//!
//! A [`Work`] is a list of API calls as data with a cursor in it: whoever performs it asks for
//! [`Work::request`], makes that call, tells the outcome to [`Work::succeeded`] or
//! [`Work::failed`], and stores the work together with the call's own effects. So a work that is
//! stored half done goes on from its cursor after a crash, and nothing here has to wait, retry or
//! know what a service is.
//!
//! A later call may need what an earlier one returned (the id of an API): its input then holds a
//! *slot*, an object `{"$captured": name}`, filled when the call's turn comes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::plan::Resource;

/// The key of a slot.
const SLOT: &str = "$captured";

/// The key of a list of texts and slots to be joined.
const JOINED: &str = "$joined";

/// One API call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The service by its endpoint's name: `lambda`, `iam`, `dynamodb`, `events`, `logs`,
    /// `apigateway`, `apigatewayv2`, `s3`.
    pub service: String,
    /// The operation as the service's model names it: `CreateFunction`.
    pub operation: String,
    /// The input, by the model's member names; a blob is in base64; may hold slots.
    pub input: Json,
    /// What to keep of the output: name to JSON pointer (`/FunctionArn`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub capture: BTreeMap<String, String>,
    /// The error codes that mean that what the call is for is already so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled_by: Vec<String>,
    /// Set if the call is repeated until the output says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// A JSON pointer whose value must be 0 or absent: for operations that succeed and yet failed
    /// (`PutTargets` has `FailedEntryCount`).
    /// Failures of single entries may be settled by [`Self::settled_by`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_be_zero: Option<String>,
    /// What it is that must not be there: the call asks for it, and its success is the failure.
    /// So a creation does not take over what somebody else made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_be_absent: Option<String>,
    /// Set if the call is passed over unless an earlier one found this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// What to keep of a list in the output beside [`Self::capture`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_last: Option<LastOf>,
}

/// Under which condition a call is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The name of what an earlier call captured.
    pub captured: String,
    /// A value that it is, or an item that it has if it is a list. Of an object, the members that
    /// stand here count.
    pub has: Json,
    /// Whether it must be so, or must not.
    pub is: bool,
}

/// The last item of a full list that is not an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastOf {
    /// The name under which it is kept; nothing is if the list is not full.
    pub name: String,
    /// Where the list stands, as a JSON pointer.
    pub list: String,
    /// How many items make it full.
    pub full: usize,
    /// The members of an item that is passed over.
    pub except: Json,
    /// What of the item is kept, as a JSON pointer.
    pub part: String,
}

/// Until when a call is repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Where in the output the state stands, as a JSON pointer.
    pub pointer: String,
    /// The state that ends the waiting. None: it ends by one of the call's `settled_by` errors.
    pub until: Option<String>,
    /// Another state that ends it as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub or: Option<String>,
    /// The states that will never become the wanted one.
    pub failures: Vec<String>,
    /// How long to wait before asking again.
    pub interval_ms: u64,
    /// How often to ask at most.
    pub attempts_max: u32,
}

/// A call that is ready to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Request<'a> {
    /// The service by its endpoint's name.
    pub service: &'a str,
    /// The operation.
    pub operation: &'a str,
    /// The input, complete.
    pub input: Json,
}

/// What to do after a call's outcome was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Make the next call.
    Call,
    /// Make the same call again after this time.
    Again {
        /// How long to wait first.
        after_ms: u64,
    },
    /// All is done: [`Work::finish`] gives the resource.
    Done,
    /// The resource could not be made so.
    Failed {
        /// Why, for the stack's event.
        reason: String,
    },
}

/// What a work does to its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Makes it.
    Create,
    /// Changes it in place.
    Update,
    /// Makes another in its place; the old one is deleted in the clean-up.
    Replace,
    /// Nothing: it is as wanted.
    Keep,
    /// Deletes it.
    Delete,
    /// Leaves it behind: its policy says `Retain`.
    Retain,
}

/// The calls that one step needs, and how far they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Whose resource it is.
    pub logical_id: String,
    /// What it does.
    pub effect: Effect,
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// The index of the next call.
    pub cursor: usize,
    /// How often the call at the cursor was made.
    pub attempts: u32,
    /// What was kept of the outputs so far.
    pub captured: Map<String, Json>,
    /// The resource as it will be, attributes with slots; none after a deletion.
    pub result: Option<Resource>,
    /// What the physical id will be; may be a slot.
    pub physical_id: Json,
    /// The physical resource that a replacement leaves to the clean-up.
    pub replaced: Option<Box<Resource>>,
}

impl Work {
    /// The next call, or none if all are made.
    #[must_use]
    pub fn request(&self) -> Option<Request<'_>> {
        let call = self.calls.get(self.cursor)?;
        Some(Request {
            service: &call.service,
            operation: &call.operation,
            input: fill(&call.input, &self.captured),
        })
    }

    /// Records that the call at the cursor gave this output.
    pub fn succeeded(&mut self, output: &Json) -> Next {
        let Some(call) = self.calls.get(self.cursor) else { return Next::Done };
        if let Some(found) = &call.must_be_absent {
            return Next::Failed { reason: format!("{found} already exists") };
        }
        if let Some(pointer) = &call.must_be_zero
            && output.pointer(pointer).and_then(Json::as_u64).is_some_and(|count| 0 < count)
            && !call.settles_entries(output)
        {
            return Next::Failed { reason: format!("{} failed in part: {output}", call.operation) };
        }
        if let Some(wait) = &call.wait {
            let state = output.pointer(&wait.pointer).and_then(Json::as_str).unwrap_or_default();
            if wait.failures.iter().any(|failure| failure == state) {
                return Next::Failed { reason: format!("{} says {state}", call.operation) };
            }
            if ![&wait.until, &wait.or].into_iter().any(|one| one.as_deref() == Some(state)) {
                return self.again(wait.interval_ms, wait.attempts_max);
            }
        }
        let mut kept: Vec<(String, Option<Json>)> = call
            .capture
            .iter()
            .map(|(name, at)| (name.clone(), output.pointer(at).cloned()))
            .collect();
        kept.extend(call.keep_last.as_ref().map(|last| (last.name.clone(), last.of(output))));
        for (name, value) in kept {
            // What an earlier call found and this one does not is there no more.
            match value {
                Some(value) => self.captured.insert(name, value),
                None => self.captured.remove(&name),
            };
        }
        self.advance()
    }

    /// Records that the call at the cursor was refused with this error.
    pub fn failed(&mut self, code: &str, message: &str) -> Next {
        let Some(call) = self.calls.get(self.cursor) else { return Next::Done };
        if call.settled_by.iter().any(|settled| settled == code) {
            return self.advance();
        }
        Next::Failed { reason: format!("{message} (Service: {}, Code: {code})", call.service) }
    }

    /// The resource as it now is; none after a deletion.
    #[must_use]
    pub fn finish(&self) -> Option<Resource> {
        let mut resource = self.result.clone()?;
        if let Some(id) = crate::node::scalar(&fill(&self.physical_id, &self.captured)) {
            resource.physical_id = id;
        }
        let attributes = resource.attributes.into_iter();
        let filled = attributes.map(|(name, value)| (name, fill(&value, &self.captured)));
        // What a service did not answer is not there, rather than null.
        resource.attributes = filled.filter(|(_, value)| !value.is_null()).collect();
        Some(resource)
    }

    /// After a failure: the resource as far as it was made, to be deleted or changed back; none if
    /// nothing was.
    #[must_use]
    pub fn partial(&self) -> Option<Resource> {
        // Whoever asked whether something is there has touched nothing.
        let made = self.calls.iter().take(self.cursor).any(|call| call.must_be_absent.is_none());
        let touched = made || 0 < self.attempts;
        self.finish().filter(|resource| touched && !resource.physical_id.is_empty())
    }

    fn advance(&mut self) -> Next {
        self.cursor += 1;
        self.attempts = 0;
        while let Some(Call { when: Some(when), .. }) = self.calls.get(self.cursor)
            && !when.holds(&self.captured)
        {
            self.cursor += 1;
        }
        if self.cursor < self.calls.len() { Next::Call } else { Next::Done }
    }

    fn again(&mut self, after_ms: u64, attempts_max: u32) -> Next {
        self.attempts += 1;
        if self.attempts < attempts_max {
            return Next::Again { after_ms };
        }
        let name = self.calls.get(self.cursor).map_or("", |call| &call.operation);
        Next::Failed { reason: format!("{name} was asked {attempts_max} times: not stabilized") }
    }
}

impl Call {
    /// A call with nothing to capture.
    ///
    /// The operation must stand in [`OPERATIONS`](crate::OPERATIONS), which a test compares with
    /// what the services answer.
    pub(crate) fn new(service: &str, operation: &str, input: Json) -> Self {
        debug_assert!(
            crate::operations::is_listed(service, operation),
            "{service}:{operation} is not in OPERATIONS"
        );
        Self {
            service: service.to_owned(),
            operation: operation.to_owned(),
            input,
            capture: BTreeMap::new(),
            settled_by: Vec::new(),
            wait: None,
            must_be_zero: None,
            must_be_absent: None,
            when: None,
            keep_last: None,
        }
    }

    /// Keeps a part of the output under a name.
    pub(crate) fn capture(mut self, name: &str, pointer: &str) -> Self {
        self.capture.insert(name.to_owned(), pointer.to_owned());
        self
    }

    /// Adds an error code that counts as success.
    pub(crate) fn settled_by(mut self, code: &str) -> Self {
        self.settled_by.push(code.to_owned());
        self
    }

    /// Makes the call's success the failure: what it asks for, named here, must not be there. The
    /// error code is that of what is not.
    pub(crate) fn must_be_absent(mut self, found: String, code: &str) -> Self {
        self.must_be_absent = Some(found);
        self.settled_by(code)
    }

    /// Passes the call over unless an earlier one captured this.
    pub(crate) fn when(mut self, captured: &str, has: Json) -> Self {
        self.when = Some(When { captured: captured.to_owned(), has, is: true });
        self
    }

    /// Passes the call over if an earlier one captured this.
    pub(crate) fn unless(mut self, captured: &str, has: Json) -> Self {
        self.when = Some(When { captured: captured.to_owned(), has, is: false });
        self
    }

    /// Keeps the last item of a list, if the list is full.
    pub(crate) fn keep_last(mut self, last: LastOf) -> Self {
        self.keep_last = Some(last);
        self
    }

    /// Whether each entry that failed did so by an error that settles the call.
    fn settles_entries(&self, output: &Json) -> bool {
        let entries = output.get("FailedEntries").and_then(Json::as_array);
        let settled = |entry: &Json| {
            let code = entry.get("ErrorCode").and_then(Json::as_str).unwrap_or_default();
            self.settled_by.iter().any(|settled| settled == code)
        };
        entries.is_some_and(|entries| !entries.is_empty() && entries.iter().all(settled))
    }

    /// Repeats the call until a state is reached, every half second for up to ten minutes.
    pub(crate) fn until(mut self, pointer: &str, state: Option<&str>, failures: &[&str]) -> Self {
        self.wait = Some(Wait {
            pointer: pointer.to_owned(),
            until: state.map(str::to_owned),
            or: None,
            failures: failures.iter().map(|&failure| failure.to_owned()).collect(),
            interval_ms: 500,
            attempts_max: 1_200,
        });
        self
    }

    /// Ends the waiting in another state as well.
    pub(crate) fn or(mut self, state: &str) -> Self {
        if let Some(wait) = &mut self.wait {
            wait.or = Some(state.to_owned());
        }
        self
    }

    /// Requires a count in the output to be 0 or absent.
    pub(crate) fn must_be_zero(mut self, pointer: &str) -> Self {
        self.must_be_zero = Some(pointer.to_owned());
        self
    }
}

impl When {
    fn holds(&self, captured: &Map<String, Json>) -> bool {
        let found = match captured.get(&self.captured) {
            None => self.has.is_null(),
            Some(Json::Array(items)) => items.iter().any(|item| has(item, &self.has)),
            Some(value) => has(value, &self.has),
        };
        found == self.is
    }
}

impl LastOf {
    fn of(&self, output: &Json) -> Option<Json> {
        let items = output.pointer(&self.list)?.as_array()?;
        let last = items.iter().rev().find(|item| !has(item, &self.except))?;
        last.pointer(&self.part).filter(|_| self.full <= items.len()).cloned()
    }
}

/// Whether a value is another, or an object that has all its members.
fn has(value: &Json, members: &Json) -> bool {
    match members {
        Json::Object(members) => {
            members.iter().all(|(name, member)| value.get(name) == Some(member))
        }
        other => value == other,
    }
}

/// A slot for what a call captured.
pub(crate) fn slot(name: &str) -> Json {
    json!({ SLOT: name })
}

/// Texts and slots that become one text; at once, if there is no slot among them.
pub(crate) fn joined(parts: &[Json]) -> Json {
    if parts.iter().all(Json::is_string) {
        return parts.iter().filter_map(Json::as_str).collect::<String>().into();
    }
    json!({ JOINED: parts })
}

fn fill(json: &Json, captured: &Map<String, Json>) -> Json {
    match json {
        Json::Array(items) => items.iter().map(|item| fill(item, captured)).collect(),
        Json::Object(map) => {
            let only = if map.len() == 1 { map.iter().next() } else { None };
            match only {
                Some((key, Json::String(name))) if key == SLOT => {
                    captured.get(name).cloned().unwrap_or(Json::Null)
                }
                Some((key, Json::Array(parts))) if key == JOINED => {
                    let texts = parts.iter().map(|part| fill(part, captured));
                    Json::String(texts.filter_map(|text| crate::node::scalar(&text)).collect())
                }
                _ => map.iter().map(|(key, value)| (key.clone(), fill(value, captured))).collect(),
            }
        }
        other => other.clone(),
    }
}
