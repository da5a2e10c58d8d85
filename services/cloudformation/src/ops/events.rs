//! The history of a stack, the newest first.

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::{access, view};
use crate::Error;
use crate::model::{DescribeStackEventsInput, DescribeStackEventsOutput, StackEvent};
use crate::record::{Event, Stack};

operation!(DescribeStackEvents: Scan
    DescribeStackEventsInput => DescribeStackEventsOutput, Error,
    |cx, input| access(cx, "DescribeStackEvents", &input.stack_name), describe);

/// Events on a page.
const PAGE: usize = 100;

fn describe(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &DescribeStackEventsInput,
) -> Result<DescribeStackEventsOutput, Error> {
    let missing = || Error::Validation(format!("Stack [{}] does not exist", input.stack_name));
    let stack = Stack::find(txn, &input.stack_name)?.ok_or_else(missing)?;
    let before = input.next_token.as_deref().map(place).transpose()?;
    let found = Event::newest(txn, &stack.id, before.as_deref(), PAGE)?;
    let full = found.len() == PAGE;
    let next_token = found.last().filter(|_| full).map(|(place, _)| hex(place));
    let events = found.into_iter().map(|(_, event)| shown(&stack, event)).collect();
    Ok(DescribeStackEventsOutput { stack_events: Some(events), next_token })
}

fn shown(stack: &Stack, event: Event) -> StackEvent {
    StackEvent {
        stack_id: stack.arn.clone(),
        event_id: event.id,
        stack_name: stack.name.clone(),
        logical_resource_id: Some(event.logical_id),
        physical_resource_id: event.physical_id,
        resource_type: Some(event.resource_type),
        timestamp: view::time(event.time_ms),
        resource_status: Some(event.status),
        resource_status_reason: event.reason,
        client_request_token: event.token,
        ..StackEvent::default()
    }
}

/// The place in the history that a token names.
fn place(token: &str) -> Result<Vec<u8>, Error> {
    let byte = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok().filter(|text| text.len() == 2)?;
        let good = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        good.then(|| u8::from_str_radix(text, 16).ok()).flatten()
    };
    let bytes: Option<Vec<u8>> = token.as_bytes().chunks(2).map(byte).collect();
    bytes.ok_or_else(|| Error::Validation("The specified NextToken is not valid".to_owned()))
}

fn hex(place: &[u8]) -> String {
    use std::fmt::Write;
    place.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
