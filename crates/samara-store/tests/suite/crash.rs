//! Kill -9 under load, again and again: what was acknowledged is there, half of nothing is, and the
//! feed tells the same story as the map.
//!
//! The test binary runs itself as the process that is killed: [`victim`] does nothing unless it is
//! told where to work.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use bytes::Bytes;
use samara_store::{Embedded, EmbeddedConfig, Fed, OpenReport, Range, Store, StoreExt, Txn};

use crate::faults::{CutDisk, FaultyDisk};
use crate::support::{SetClock, everything, open, put, runtime, small, whole_feed, write};

const WORK_DIR: &str = "SAMARA_STORE_TEST_VICTIM";
const SYNC_FAILS_AFTER: &str = "SAMARA_STORE_TEST_SYNC_FAILS_AFTER";
const POWER_CUT_AFTER: &str = "SAMARA_STORE_TEST_POWER_CUT_AFTER";
const WRITERS: usize = 8;

/// The process that is killed: writers count up, each its own key and all of them one, and note
/// what was acknowledged in a file, which a killed process cannot take back.
#[test]
fn victim() {
    let Some(dir) = std::env::var_os(WORK_DIR).map(PathBuf::from) else { return };
    let mut config = small();
    let number =
        |name| std::env::var_os(name).map(|value| value.to_string_lossy().parse().unwrap());
    if let Some(count) = number(SYNC_FAILS_AFTER) {
        let disk = FaultyDisk::default();
        disk.fail_syncs_after(count);
        config.disk = Arc::new(disk);
    }
    if let Some(count) = number(POWER_CUT_AFTER) {
        config.disk = Arc::new(CutDisk::new(count.unsigned_abs() * 0x9e37_79b9, count));
    }
    let data = dir.join("data");
    let (store, _) = Embedded::open(&data, config, Arc::new(SetClock::default())).unwrap();
    store.retain("test", 0);
    let acks = Arc::new(OpenOptions::new().write(true).open(dir.join("acks")).unwrap());
    let runtime = runtime();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| runtime.spawn(keep_counting(store.clone(), writer, acks.clone())))
        .collect();
    for writer in writers {
        runtime.block_on(writer).unwrap();
    }
}

async fn keep_counting(store: Arc<Embedded>, writer: usize, acks: Arc<File>) {
    loop {
        let count = write(&*store, move |txn| count_up(txn, writer)).await.unwrap();
        acks.write_all_at(&count.to_le_bytes(), writer as u64 * 8).unwrap();
        if count.is_multiple_of(20) {
            // The one who kills counts these lines.
            writeln!(std::io::stdout(), "{writer} has {count}").unwrap();
        }
    }
}

fn number(txn: &mut dyn Txn, key: &[u8]) -> u64 {
    let found = txn.get(key).unwrap();
    found.map_or(0, |value| u64::from_le_bytes(value[..8].try_into().unwrap()))
}

fn count_up(txn: &mut dyn Txn, writer: usize) -> u64 {
    let own = [1, 1, u8::try_from(writer).unwrap()];
    let total = [1, 2];
    let (mine, all) = (number(txn, &own) + 1, number(txn, &total) + 1);
    let padded = |count: u64| {
        let mut value = count.to_le_bytes().to_vec();
        value.resize(8 + usize::try_from(count % 300).unwrap(), 7);
        Bytes::from(value)
    };
    txn.put(own.to_vec(), padded(mine), Fed::Both);
    txn.put(total.to_vec(), padded(all), Fed::Both);
    txn.append(vec![1, 3], padded(mine), Fed::After);
    // A queue that is worked off: keys that come and go.
    let oldest = txn.scan(&Range::prefix(&[1, 3]), 3).unwrap();
    if let [(key, _), _, _] = oldest.as_slice() {
        txn.delete(key.to_vec(), Fed::Both);
    }
    mine
}

fn run_victim(dir: &Path, fault: Option<(&str, u32)>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "crash::victim", "--nocapture"]).env(WORK_DIR, dir);
    if let Some((name, count)) = fault {
        command.env(name, count.to_string());
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn prepare(dir: &Path) {
    fs::write(dir.join("acks"), [0; WRITERS * 8]).unwrap();
}

/// What must hold after any end of the process.
fn check(dir: &Path) -> (Arc<Embedded>, OpenReport) {
    let (store, report) = open(&dir.join("data"));
    let acks = fs::read(dir.join("acks")).unwrap();
    let (mut sum, mut seen) = (0, Vec::new());
    store.read(|txn| {
        for writer in 0..WRITERS {
            let acked = u64::from_le_bytes(acks[writer * 8..][..8].try_into().unwrap());
            let found = number(txn, &[1, 1, u8::try_from(writer).unwrap()]);
            // One more may be there: written, but killed before it was noted.
            assert!((acked..=acked + 1).contains(&found), "{writer}: {acked} acked, {found} there");
            sum += found;
            seen.extend(found.to_le_bytes());
        }
        assert_eq!(number(txn, &[1, 2]), sum, "a commit is there as a whole or not at all");
    });
    // What was served here counts as acknowledged: the next end must not lose it either, and may
    // again leave one more.
    fs::write(dir.join("acks"), seen).unwrap();
    let feed = whole_feed(&*store, 0, 50_000);
    let sequences: Vec<_> = feed.iter().map(|commit| commit.sequence).collect();
    assert_eq!(sequences, (1..=sum).collect::<Vec<_>>(), "each commit once, in order");
    let mut map = BTreeMap::new();
    for change in feed.into_iter().flat_map(|commit| commit.changes) {
        let before = match &change.after {
            Some(after) => map.insert(change.key.clone(), after.clone()),
            None => map.remove(&change.key),
        };
        assert_eq!(change.before, before, "the image before is what was there");
    }
    assert_eq!(everything(&*store), map.into_iter().collect::<Vec<_>>(), "the feed is the map");
    (store, report)
}

#[test]
fn nothing_acknowledged_is_lost_by_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path());
    for round in 0..8 {
        let mut victim = run_victim(dir.path(), None);
        let lines = BufReader::new(victim.stdout.take().unwrap()).lines();
        let counted = lines.map(Result::unwrap).filter(|line| line.contains(" has "));
        assert_eq!(counted.take(5 + round * 7).count(), 5 + round * 7, "the victim lives");
        victim.kill().unwrap();
        assert_eq!(victim.wait().unwrap().signal(), Some(9));
        let (store, _) = check(dir.path());
        if round % 2 == 0 {
            // And now and then an orderly stop in between.
            store.close();
        }
    }
}

/// After a failed fdatasync nothing may be acknowledged, by nobody, ever: the process ends.
#[test]
fn a_failed_sync_ends_the_process() {
    for count in [6, 7, 20, 50] {
        let dir = tempfile::tempdir().unwrap();
        prepare(dir.path());
        let victim =
            run_victim(dir.path(), Some((SYNC_FAILS_AFTER, count))).wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&victim.stderr).into_owned();
        assert_eq!(victim.status.code(), Some(74), "{said}");
        assert!(said.contains("could not sync") || said.contains("could not allocate"), "{said}");
        assert!(said.contains("the platter fell off"), "{said}");
        check(dir.path());
    }
}

/// A power cut: of what was written since the last sync some sectors are on the disk and some are
/// not. The same folder goes through many.
#[test]
fn nothing_acknowledged_is_lost_by_a_power_cut() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path());
    let mut torn_bytes = 0;
    for count in [3, 12, 4, 40, 9, 150, 5, 77, 23, 6] {
        let fault = Some((POWER_CUT_AFTER, count));
        let victim = run_victim(dir.path(), fault).wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&victim.stderr).into_owned();
        let in_opening = victim.status.code() == Some(101);
        assert!(in_opening || victim.status.code() == Some(74), "{count}: {said}");
        torn_bytes += check(dir.path()).1.cut_bytes;
    }
    assert!(0 < torn_bytes, "some of these cuts tear a group");
}

/// What was found at the end of the log may not be on the disk: it is served only once it is.
#[test]
fn nothing_is_served_before_it_is_synced() {
    let dir = tempfile::tempdir().unwrap();
    prepare(dir.path());
    let victim = run_victim(dir.path(), Some((SYNC_FAILS_AFTER, 30))).wait_with_output().unwrap();
    assert_eq!(victim.status.code(), Some(74));
    let disk = FaultyDisk::default();
    disk.fail_syncs_after(0);
    let config = EmbeddedConfig { disk: Arc::new(disk), ..small() };
    let data = dir.path().join("data");
    assert!(Embedded::open(&data, config, Arc::new(SetClock::default())).is_err());
    check(dir.path());
}

/// A store that is dropped without `close` (a panic in `main`) has everything, too.
#[test]
fn dropping_without_closing_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, report) = open(dir.path());
    assert!(report.created);
    runtime().block_on(put(&*store, "\u{1}a", "b"));
    drop(store);
    let (store, report) = open(dir.path());
    assert_eq!((report.created, report.head, report.replayed), (false, 1, 1));
    store.close();
    drop(store);
    assert_eq!(open(dir.path()).1.replayed, 0, "after a tidy stop nothing is read again");
}
