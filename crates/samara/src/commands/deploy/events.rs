//! A stack's events, as a person or a program reads them while a deployment goes on.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use samara_base::Timestamp;
use samara_cloudformation::model::{
    DescribeStackEventsInput, DescribeStackEventsOutput, MODEL, Stack, StackEvent,
};
use serde_json::json;

use super::describe;
use crate::client::Client;
use crate::output::{self, Colour, paint};

/// The events of a stack, shown as they come.
pub(crate) struct Events {
    pub(super) stack: String,
    last: Option<String>,
    started: std::time::Instant,
    began: BTreeMap<String, (Timestamp, Option<String>)>,
    /// Where each resource stands, such as `template.yaml:12:3`, by its logical id.
    pub(super) places: BTreeMap<String, String>,
    /// Why the first resource failed.
    pub(crate) first_failure: Option<String>,
}

impl Events {
    /// All events of a stack.
    pub(super) fn of(stack: &str) -> Self {
        Self {
            stack: stack.to_owned(),
            last: None,
            started: std::time::Instant::now(),
            began: BTreeMap::new(),
            places: BTreeMap::new(),
            first_failure: None,
        }
    }

    /// The events of a stack that are still to come.
    pub(crate) async fn after_now(client: &Client, stack: &str) -> anyhow::Result<Self> {
        let mut events = Self::of(stack);
        events.last = events.page(client).await?.first().map(|event| event.event_id.clone());
        Ok(events)
    }

    /// The newest events, the newest first.
    async fn page(&self, client: &Client) -> anyhow::Result<Vec<StackEvent>> {
        let input = DescribeStackEventsInput {
            stack_name: self.stack.clone(),
            ..DescribeStackEventsInput::default()
        };
        let output: DescribeStackEventsOutput =
            client.call(&MODEL, "DescribeStackEvents", input).await?;
        Ok(output.stack_events.unwrap_or_default())
    }

    /// Shows events until the operation is over; gives the stack as it is then.
    pub(crate) async fn follow(&mut self, client: &Client, json: bool) -> anyhow::Result<Stack> {
        /// Often enough to look live, seldom enough to cost nothing.
        const INTERVAL: Duration = Duration::from_millis(50);
        loop {
            // The state is read before the events: those that led to it are then all there.
            let stack = describe(client, &self.stack).await?;
            let stack = stack.with_context(|| format!("stack {} is gone", self.stack))?;
            let events = self.page(client).await?;
            let new =
                events.into_iter().take_while(|one| Some(&one.event_id) != self.last.as_ref());
            let new: Vec<StackEvent> = new.collect();
            for event in new.iter().rev() {
                self.show(event, json);
            }
            if let Some(event) = new.into_iter().next() {
                self.last = Some(event.event_id);
            }
            if !stack.stack_status.ends_with("_IN_PROGRESS") {
                return Ok(stack);
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    fn show(&mut self, event: &StackEvent, json: bool) {
        let name = event.logical_resource_id.clone().unwrap_or_default();
        let kind = event.resource_type.clone().unwrap_or_default();
        let status = event.resource_status.clone().unwrap_or_default();
        let reason = event.resource_status_reason.as_deref().map(without_place);
        let place = self.places.get(&name);
        let elapsed_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if json {
            let line = json!({
                "logicalId": name, "type": kind, "status": status, "reason": reason,
                "physicalId": event.physical_resource_id, "elapsedMs": elapsed_ms,
                "place": place,
            });
            return output::line(&line.to_string());
        }
        if status.ends_with("_IN_PROGRESS") {
            self.began.insert(name, (event.timestamp, reason));
            return;
        }
        let (began, why) = self.began.remove(&name).unzip();
        let took = began.map(|began| event.timestamp.millis_since(began));
        let took = took.map(|millis| format!("{millis} ms")).unwrap_or_default();
        if status.ends_with("_FAILED") {
            let place = place.map(|place| format!("{place}: ")).unwrap_or_default();
            let why = format!("{place}{}", reason.unwrap_or_default());
            output::note(&format!("{} {name} ({kind}): {why}", paint(Colour::Red, "✗")));
            self.first_failure.get_or_insert_with(|| format!("{name}: {why}"));
        } else {
            let replaced = why.flatten().is_some_and(|why| why.contains("new physical resource"));
            let done = status.strip_suffix("_COMPLETE").unwrap_or(&status).to_ascii_lowercase();
            let done = if replaced { "replaced by a new one".to_owned() } else { done };
            let mark = paint(Colour::Green, "✓");
            let dim = paint(Colour::Dim, &format!("{kind}  {done}  {took}"));
            output::note(&format!("{mark} {name:32} {dim}"));
        }
    }
}

/// A reason of the server's without the place that it found in the packaged template, which nobody
/// has before them.
pub(super) fn without_place(reason: &str) -> String {
    let place = reason.rfind(" (line ").filter(|_| reason.ends_with(')'));
    place.and_then(|at| reason.get(..at)).unwrap_or(reason).to_owned()
}
