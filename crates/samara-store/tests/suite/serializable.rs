//! Random histories, run beside one another, must be the same as one after the other in the order
//! of their sequences: what each transaction saw, what the feed says, and what is there at the end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;
use samara_base::Timestamp;
use samara_store::{About, Commit, Fed, Range, Sequence, Store, Txn, Verdict};

use crate::support::{engines, everything, runtime, whole_feed};

/// One step of a transaction. Keys are one of a few, so that transactions meet.
#[derive(Debug, Clone)]
enum Step {
    Get(u8),
    Scan {
        start: u8,
        end: u8,
        limit: usize,
        reverse: bool,
    },
    /// Sets a key to a digest of everything seen so far.
    Put(u8, Fed),
    Delete(u8, Fed),
    Append(u8, Fed),
    Due(u8),
    NotDue(u8),
    ScanDue {
        until: u8,
        limit: usize,
    },
}

impl Step {
    fn writes(&self) -> bool {
        !matches!(self, Self::Get(_) | Self::Scan { .. } | Self::ScanDue { .. })
    }
}

#[derive(Debug, Clone)]
struct Script {
    steps: Vec<Step>,
    refuse: bool,
}

/// What one run of a script saw, in order, as text.
type Seen = Vec<String>;

/// What became of a script.
struct Finished {
    script: Script,
    number: usize,
    seen: Seen,
    sequence: Option<Sequence>,
    /// The head before it began and after it ended.
    heads: (Sequence, Sequence),
}

fn key(number: u8) -> Vec<u8> {
    vec![1, 0x20, number]
}

fn fed() -> impl Strategy<Value = Fed> {
    prop_oneof![Just(Fed::No), Just(Fed::Key), Just(Fed::After), Just(Fed::Both)]
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0..8u8;
    prop_oneof![
        place.clone().prop_map(Step::Get),
        (place.clone(), 0..9u8, 1..5usize, any::<bool>())
            .prop_map(|(start, end, limit, reverse)| Step::Scan { start, end, limit, reverse }),
        (place.clone(), fed()).prop_map(|(place, fed)| Step::Put(place, fed)),
        (place.clone(), fed()).prop_map(|(place, fed)| Step::Delete(place, fed)),
        (place.clone(), fed()).prop_map(|(place, fed)| Step::Append(place, fed)),
        place.clone().prop_map(Step::Due),
        place.clone().prop_map(Step::NotDue),
        (place, 1..4usize).prop_map(|(until, limit)| Step::ScanDue { until, limit }),
    ]
}

fn script() -> impl Strategy<Value = Script> {
    (vec(step(), 1..7), proptest::bool::weighted(0.1))
        .prop_map(|(steps, refuse)| Script { steps, refuse })
}

/// The value before, the key, the value after, and whether it is fed.
type ModelWrite = (Option<Bytes>, Vec<u8>, Option<Bytes>, Fed);

/// The model of a transaction: a map, and what it did.
struct Model<'a> {
    map: &'a BTreeMap<Bytes, Bytes>,
    over: BTreeMap<Bytes, Option<Bytes>>,
    writes: Vec<ModelWrite>,
}

/// A script's steps against something that reads and writes: the store's transaction or the model.
trait Target {
    fn get(&mut self, key: &[u8]) -> Option<Bytes>;
    fn scan(&mut self, range: &Range, limit: usize) -> Vec<(Bytes, Bytes)>;
    fn set(&mut self, key: Vec<u8>, value: Option<Bytes>, fed: Fed);
    fn append(&mut self, prefix: Vec<u8>, value: Bytes, fed: Fed);
    fn set_due(&mut self, place: u8, value: Option<Bytes>);
    fn scan_due(&mut self, until: u8, limit: usize) -> Vec<(u64, Bytes)>;
}

/// The place of a due key in the model: before all others, by time.
fn due_place(place: u8) -> Vec<u8> {
    vec![0, place]
}

impl Target for &mut dyn Txn {
    fn get(&mut self, key: &[u8]) -> Option<Bytes> {
        Txn::get(*self, key).unwrap()
    }
    fn scan(&mut self, range: &Range, limit: usize) -> Vec<(Bytes, Bytes)> {
        Txn::scan(*self, range, limit).unwrap()
    }
    fn set(&mut self, key: Vec<u8>, value: Option<Bytes>, fed: Fed) {
        match value {
            Some(value) => self.put(key, value, fed),
            None => self.delete(key, fed),
        }
    }
    fn append(&mut self, prefix: Vec<u8>, value: Bytes, fed: Fed) {
        Txn::append(*self, prefix, value, fed);
    }
    fn set_due(&mut self, place: u8, value: Option<Bytes>) {
        let time = Timestamp::from_millis(place.into());
        match value {
            Some(value) => self.due(time, b"name", value),
            None => self.not_due(time, b"name"),
        }
    }
    fn scan_due(&mut self, until: u8, limit: usize) -> Vec<(u64, Bytes)> {
        let found = Txn::scan_due(*self, Timestamp::from_millis(until.into()), limit).unwrap();
        found.into_iter().map(|(time, _, value)| (time.as_millis(), value)).collect()
    }
}

impl Target for Model<'_> {
    fn get(&mut self, key: &[u8]) -> Option<Bytes> {
        self.over.get(key).cloned().unwrap_or_else(|| self.map.get(key).cloned())
    }
    fn scan(&mut self, range: &Range, limit: usize) -> Vec<(Bytes, Bytes)> {
        let mut all = self.map.clone();
        for (key, value) in &self.over {
            match value {
                Some(value) => drop(all.insert(key.clone(), value.clone())),
                None => drop(all.remove(key)),
            }
        }
        let mut found: Vec<_> = all.into_iter().filter(|(key, _)| range.contains(key)).collect();
        if range.reverse {
            found.reverse();
        }
        found.truncate(limit);
        found
    }
    fn set(&mut self, key: Vec<u8>, value: Option<Bytes>, fed: Fed) {
        let before = self.get(&key);
        self.over.insert(key.clone().into(), value.clone());
        self.writes.push((before, key, value, fed));
    }
    fn append(&mut self, prefix: Vec<u8>, value: Bytes, fed: Fed) {
        // Completed when its sequence is known.
        self.writes.push((None, prefix, Some(value), fed));
    }
    fn set_due(&mut self, place: u8, value: Option<Bytes>) {
        self.set(due_place(place), value, Fed::No);
    }
    fn scan_due(&mut self, until: u8, limit: usize) -> Vec<(u64, Bytes)> {
        let found = self.scan(&Range::between(due_place(0), due_place(until + 1)), limit);
        found.into_iter().map(|(key, value)| (key[1].into(), value)).collect()
    }
}

fn perform(script: &Script, number: usize, target: &mut dyn Target) -> Seen {
    let mut seen = Seen::new();
    for step in &script.steps {
        let value = Bytes::from(format!("{number}:{}", crc(&seen)));
        match step {
            Step::Get(place) => seen.push(format!("{:?}", target.get(&key(*place)))),
            Step::Scan { start, end, limit, reverse } => {
                let mut range = Range::between(key(*start), key(*end));
                range.reverse = *reverse;
                let found = target.scan(&range, *limit);
                if let Some((last, _)) = found.last() {
                    let next = target.scan(&range.clone().after(last), 1);
                    seen.push(format!("next {next:?}"));
                }
                seen.push(format!("{found:?}"));
            }
            Step::Put(place, fed) => target.set(key(*place), Some(value), *fed),
            Step::Delete(place, fed) => target.set(key(*place), None, *fed),
            Step::Append(place, fed) => target.append(key(*place), value, *fed),
            Step::Due(place) => target.set_due(*place, Some(value)),
            Step::NotDue(place) => target.set_due(*place, None),
            Step::ScanDue { until, limit } => {
                seen.push(format!("{:?}", target.scan_due(*until, *limit)));
            }
        }
    }
    seen
}

fn crc(seen: &Seen) -> u32 {
    crc32c::crc32c(seen.join("|").as_bytes())
}

async fn finish(store: Arc<dyn Store>, number: usize, script: Script) -> Finished {
    let slot = Arc::new(Mutex::new(Seen::new()));
    let (fill, steps) = (slot.clone(), script.clone());
    let before = *store.head().borrow();
    let work = Box::new(move |mut txn: &mut dyn Txn| {
        *fill.lock().unwrap() = perform(&steps, number, &mut txn);
        if steps.refuse { Verdict::Refuse } else { Verdict::Commit }
    });
    let sequence = store.run_write(About::default(), work).await.unwrap();
    let heads = (before, *store.head().borrow());
    let seen = slot.lock().unwrap().clone();
    Finished { script, number, seen, sequence, heads }
}

/// The state after each sequence, checked on the way against what transactions saw and were told.
fn check(finished: &[Finished], feed: &[Commit]) -> Vec<BTreeMap<Bytes, Bytes>> {
    let mut states = vec![BTreeMap::new()];
    let mut committed: Vec<_> = finished.iter().filter(|one| one.sequence.is_some()).collect();
    committed.sort_by_key(|one| one.sequence);
    let sequences: Vec<_> = committed.iter().map(|one| one.sequence.unwrap()).collect();
    assert_eq!(sequences, (1..=committed.len() as u64).collect::<Vec<_>>(), "no gap, no twin");
    let in_feed: Vec<_> = feed.iter().map(|commit| commit.sequence).collect();
    assert_eq!(in_feed, sequences, "the feed has every commit once, in order");
    for (one, commit) in committed.iter().zip(feed) {
        let mut state = states.last().unwrap().clone();
        let mut model = Model { map: &state, over: BTreeMap::new(), writes: Vec::new() };
        let expected = perform(&one.script, one.number, &mut model);
        assert_eq!(one.seen, expected, "what commit {} saw", commit.sequence);
        let writes = model.writes;
        let mut changes = commit.changes.iter();
        let mut appended = 0;
        for (entry, (before, mut key, value, fed)) in (0u16..).zip(writes) {
            let mut steps = one.script.steps.iter().filter(|step| step.writes());
            if matches!(steps.nth(entry.into()), Some(Step::Append(..))) {
                key.extend(commit.sequence.to_be_bytes());
                key.extend(entry.to_be_bytes());
                appended += 1;
            }
            if fed != Fed::No {
                let change = changes.next().expect("a change for each fed write");
                assert_eq!((change.key.as_ref(), change.entry), (key.as_slice(), entry));
                assert_eq!(change.deleted, value.is_none());
                assert_eq!(change.before, before.filter(|_| fed == Fed::Both));
                let after = matches!(fed, Fed::After | Fed::Both);
                assert_eq!(change.after, value.clone().filter(|_| after));
            }
            match value {
                Some(value) => drop(state.insert(key.into(), value)),
                None => drop(state.remove(key.as_slice())),
            }
        }
        assert!(changes.next().is_none(), "no change that nobody made; {appended} appended");
        states.push(state);
    }
    states
}

/// Who committed nothing must still have seen one state, not older than its beginning.
fn check_refused(finished: &[Finished], states: &[BTreeMap<Bytes, Bytes>]) {
    for one in finished.iter().filter(|one| one.sequence.is_none()) {
        let (from, to) =
            (usize::try_from(one.heads.0).unwrap(), usize::try_from(one.heads.1).unwrap());
        let fits = states[from..=to].iter().any(|state| {
            let mut model = Model { map: state, over: BTreeMap::new(), writes: Vec::new() };
            perform(&one.script, one.number, &mut model) == one.seen
        });
        assert!(fits, "a transaction without a commit saw what never was: {:?}", one.seen);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Two customers must not buy the same last piece, whatever else goes on.
    #[test]
    fn histories_are_as_if_one_after_the_other(scripts in vec(script(), 1..60)) {
        let runtime = runtime();
        for engine in engines() {
            let store = engine.store.clone();
            let finished = runtime.block_on(async {
                let tasks: Vec<_> = scripts.iter().cloned().enumerate()
                    .map(|(number, script)| tokio::spawn(finish(store.clone(), number, script)))
                    .collect();
                let mut finished = Vec::new();
                for task in tasks {
                    finished.push(task.await.unwrap());
                }
                finished
            });
            let feed = whole_feed(&*store, 0, 100);
            prop_assert_eq!(&feed, &whole_feed(&*store, 0, usize::MAX), "{}", engine.name);
            let states = check(&finished, &feed);
            check_refused(&finished, &states);
            let mut last = states.last().cloned().unwrap_or_default();
            let named = last.split_off([1].as_slice());
            let there: BTreeMap<_, _> = everything(&*store).into_iter().collect();
            prop_assert_eq!(there, named, "{}", engine.name);
            let next_due = store.next_due().borrow().map(Timestamp::as_millis);
            let earliest = last.keys().next().map(|key| u64::from(key[1]));
            prop_assert_eq!(next_due, earliest, "{}", engine.name);
        }
    }
}
