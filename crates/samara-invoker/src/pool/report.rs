//! What the pool holds and has learnt, function by function, for people.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Pool;
use crate::habit::Habit;

/// A function that has been called lately: what of it runs, and what was learnt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionStatus {
    /// Its name.
    pub name: String,
    /// How long an idle instance of it is kept.
    pub keep: Duration,
    /// Whether that was learnt from its calls, and is not merely where one begins.
    pub keep_learnt: bool,
    /// How long a warm call takes, if one was seen.
    pub call: Option<Duration>,
    /// How long a start takes, initialisation included, if one was seen.
    pub start: Option<Duration>,
    /// Its versions of which there are instances or calls; a version that is replaced while its
    /// calls run is there twice.
    pub versions: Vec<VersionStatus>,
}

/// One revision of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionStatus {
    /// `$LATEST` or a number.
    pub version: String,
    /// Whether a newer revision has taken its place.
    pub replaced: bool,
    /// Which way the last of its instances was started, and why; none where none is ready yet.
    pub way: Option<String>,
    /// Instances that are warm and free.
    pub idle: usize,
    /// Instances that serve a call.
    pub busy: usize,
    /// Instances that are being started.
    pub starting: usize,
    /// Calls that wait for one.
    pub waiting: usize,
}

impl<I> Pool<I> {
    /// Every function that has been called lately, by name.
    pub(crate) fn functions(&self) -> Vec<FunctionStatus> {
        let learnt = self.habits.iter().map(|(name, habit)| (name, self.learnt(name, habit)));
        let mut all: BTreeMap<_, _> = learnt.collect();
        for (key, group) in &self.groups {
            let version = VersionStatus {
                version: key.version.to_string(),
                replaced: group.old,
                way: group.way.clone(),
                idle: group.idle.len(),
                busy: group.busy,
                starting: group.starting,
                waiting: group.waiters.iter().filter(|one| !one.sender.is_closed()).count(),
            };
            let unknown = || self.learnt(&key.function, &Habit::default());
            all.entry(&key.function).or_insert_with(unknown).versions.push(version);
        }
        for function in all.values_mut() {
            function
                .versions
                .sort_by(|a, b| (&a.version, a.replaced).cmp(&(&b.version, b.replaced)));
        }
        all.into_values().collect()
    }

    fn learnt(&self, name: &str, habit: &Habit) -> FunctionStatus {
        let keep = habit.keep_ms(self.limits.idle_ms_max);
        FunctionStatus {
            name: name.to_owned(),
            keep: Duration::from_millis(keep.unwrap_or(self.limits.idle_ms)),
            keep_learnt: keep.is_some(),
            call: habit.call_us().map(Duration::from_micros),
            start: habit.started_us().map(Duration::from_micros),
            versions: Vec::new(),
        }
    }
}
