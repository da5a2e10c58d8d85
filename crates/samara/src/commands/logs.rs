//! `samara logs`: what functions wrote, a colour a function.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use samara_base::{Clock, Timestamp};
use samara_logs::model::{
    DescribeLogGroupsRequest, DescribeLogGroupsResponse, FilterLogEventsRequest,
    FilterLogEventsResponse, MODEL,
};
use serde_json::json;
use tokio::sync::watch;

use crate::cli::ClientArguments;
use crate::client::{Client, ClientError};
use crate::commands::find;
use crate::output::{self, Colour, paint};
use crate::real::SystemClock;

/// What the groups of functions begin with.
const PREFIX: &str = "/aws/lambda/";

/// How often the server is asked for more.
const INTERVAL: Duration = Duration::from_millis(100);

/// Shows what is there, and with `follow` what comes.
pub(crate) async fn run(
    function: Option<&str>,
    (follow, json): (bool, bool),
    arguments: &ClientArguments,
) -> anyhow::Result<ExitCode> {
    let client = Client::new(arguments)?;
    let group = match function {
        Some(given) => Some(format!("{PREFIX}{}", find::function(&client, given).await?)),
        None => None,
    };
    let mut tail = Tail::new(group, json);
    if follow {
        tail.follow(&client).await?;
    } else {
        tail.show(&client).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What to call functions, by their names.
pub(crate) type Names = BTreeMap<String, String>;

/// Log lines from a time on, each shown once.
pub(crate) struct Tail {
    group: Option<String>,
    json: bool,
    /// Where each group goes on: a time, and the ids of the lines of that time that were shown.
    groups: BTreeMap<String, (Timestamp, Vec<String>)>,
    from: Timestamp,
    names: watch::Receiver<Names>,
}

impl Tail {
    /// All lines of one group, or of all functions.
    fn new(group: Option<String>, json: bool) -> Self {
        let from = Timestamp::ZERO;
        let (_, names) = watch::channel(Names::new());
        Self { group, json, groups: BTreeMap::new(), from, names }
    }

    /// The lines of all functions that come after now; `names` are what to call the functions.
    pub(crate) fn from_now(names: watch::Receiver<Names>) -> Self {
        Self { from: SystemClock.now(), names, ..Self::new(None, false) }
    }

    /// Shows lines as they come, for ever.
    pub(crate) async fn follow(mut self, client: &Client) -> anyhow::Result<()> {
        loop {
            self.show(client).await?;
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Shows the lines that came since.
    async fn show(&mut self, client: &Client) -> anyhow::Result<()> {
        let groups = match &self.group {
            Some(group) => vec![group.clone()],
            None => groups(client).await?,
        };
        let mut lines = Vec::new();
        for group in groups {
            self.take(client, &group, &mut lines).await?;
        }
        lines.sort_by_key(|(time, ..)| *time);
        for (time, group, stream, message) in lines {
            self.line(time, &group, &stream, message.trim_end());
        }
        Ok(())
    }

    async fn take(
        &mut self,
        client: &Client,
        group: &str,
        lines: &mut Vec<(Timestamp, String, String, String)>,
    ) -> anyhow::Result<()> {
        let (from, mut shown) = self.groups.remove(group).unwrap_or((self.from, Vec::new()));
        let mut last = from;
        let mut token = None;
        loop {
            let input = FilterLogEventsRequest {
                log_group_name: Some(group.to_owned()),
                start_time: i64::try_from(from.as_millis()).ok(),
                next_token: token,
                ..FilterLogEventsRequest::default()
            };
            let found = client.call::<FilterLogEventsResponse>(&MODEL, "FilterLogEvents", input);
            let found = match found.await {
                Ok(found) => found,
                Err(ClientError::Refused(error)) if error.code == "ResourceNotFoundException" => {
                    break;
                }
                Err(error) => return Err(error.into()),
            };
            for event in found.events.unwrap_or_default() {
                let id = event.event_id.unwrap_or_default();
                let time = u64::try_from(event.timestamp.unwrap_or_default()).unwrap_or_default();
                let time = Timestamp::from_millis(time);
                if shown.contains(&id) {
                    continue;
                }
                if last < time {
                    last = time;
                    shown.clear();
                }
                if last == time {
                    shown.push(id);
                }
                let stream = event.log_stream_name.unwrap_or_default();
                let message = event.message.unwrap_or_default();
                lines.push((time, group.to_owned(), stream, message));
            }
            token = found.next_token;
            if token.is_none() {
                break;
            }
        }
        self.groups.insert(group.to_owned(), (last, shown));
        Ok(())
    }

    fn line(&self, time: Timestamp, group: &str, stream: &str, message: &str) {
        if self.json {
            let line = json!({
                "time": time.iso8601_millis(), "group": group, "stream": stream,
                "message": message,
            });
            return output::line(&line.to_string());
        }
        let name = group.strip_prefix(PREFIX).unwrap_or(group);
        let names = self.names.borrow();
        let name = names.get(name).map_or(name, String::as_str);
        let clock = time.iso8601_millis();
        let clock = clock.get(11..23).unwrap_or_default();
        let name = paint(colour(name), &format!("{name:24}"));
        output::line(&format!("{} {name} {message}", paint(Colour::Dim, clock)));
    }
}

/// A colour that stays a function's.
fn colour(name: &str) -> Colour {
    const COLOURS: [Colour; 5] =
        [Colour::Cyan, Colour::Magenta, Colour::Green, Colour::Yellow, Colour::Blue];
    let sum: usize = name.bytes().map(usize::from).sum();
    COLOURS.get(sum % COLOURS.len()).copied().unwrap_or(Colour::Cyan)
}

async fn groups(client: &Client) -> anyhow::Result<Vec<String>> {
    let input = DescribeLogGroupsRequest {
        log_group_name_prefix: Some(PREFIX.to_owned()),
        ..DescribeLogGroupsRequest::default()
    };
    let pages: Vec<DescribeLogGroupsResponse> =
        client.pages(&MODEL, "DescribeLogGroups", input).await?;
    let groups = pages.into_iter().flat_map(|page| page.log_groups.unwrap_or_default());
    Ok(groups.filter_map(|group| group.log_group_name).collect())
}
