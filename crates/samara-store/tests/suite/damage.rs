//! Damaged files: a torn end is cut, and anything else is found and named, never passed over.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use samara_store::{Embedded, EmbeddedConfig, FeedError, OpenError, Store, StoreError};
use tempfile::TempDir;

use crate::support::{SetClock, everything, open, put, runtime, small, whole_feed};

/// One segment and no tables: everything is read from the log.
fn roomy() -> EmbeddedConfig {
    EmbeddedConfig { segment_bytes: 1024 * 1024, memtable_bytes: 1024 * 1024, ..small() }
}

fn open_roomy(dir: &Path) -> Result<Arc<Embedded>, OpenError> {
    Embedded::open(dir, roomy(), Arc::new(SetClock::default())).map(|(store, _)| store)
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a crash leaves of a store with so many commits, a group each.
fn crashed(commits: usize) -> TempDir {
    let live = tempfile::tempdir().unwrap();
    let store = open_roomy(live.path()).unwrap();
    let runtime = runtime();
    for number in 1..=commits {
        let key = format!("\u{1}key {number:04}");
        runtime.block_on(put(&*store, &key, &"value ".repeat(number)));
    }
    // The last thing that a start does in the background: from then on no file comes or goes.
    let spare = live.path().join("log").join("spare");
    while !spare.exists() {
        std::thread::yield_now();
    }
    let left = tempfile::tempdir().unwrap();
    copy_dir(live.path(), left.path());
    left
}

fn segments(dir: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(dir.join("log")).unwrap().map(|entry| entry.unwrap().path());
    let mut logs: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|kind| kind == "log")).collect();
    logs.sort();
    logs
}

/// Where the groups of a segment begin, and where the last one ends.
fn groups(segment: &[u8]) -> (Vec<usize>, usize) {
    let starts = segment.windows(4).enumerate().filter(|(_, window)| window == b"SGRP");
    let starts: Vec<_> = starts.map(|(start, _)| start).collect();
    let end = segment.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    (starts, end)
}

fn check_first(store: &Embedded, commits: usize) {
    let there = everything(store);
    assert_eq!(there.len(), commits);
    let feed = whole_feed(store, 0, 1000);
    let sequences: Vec<_> = feed.iter().map(|commit| commit.sequence).collect();
    assert_eq!(sequences, (1..=commits as u64).collect::<Vec<_>>());
}

/// A kill or a power cut in the middle of a group: nobody was told of it.
#[test]
fn a_torn_end_is_cut_and_the_rest_is_there() {
    let left = crashed(5);
    let bytes = fs::read(&segments(left.path())[0]).unwrap();
    let (starts, end) = groups(&bytes);
    let last = *starts.last().unwrap();
    let torn = |at: usize, with: &dyn Fn(&mut [u8])| {
        let dir = tempfile::tempdir().unwrap();
        copy_dir(left.path(), dir.path());
        let mut bytes = bytes.clone();
        with(&mut bytes[at..]);
        fs::write(&segments(dir.path())[0], bytes).unwrap();
        for extra in 0..3 {
            let store = open_roomy(dir.path()).unwrap();
            check_first(&store, 4 + extra);
            runtime().block_on(put(&*store, &format!("\u{1}more {extra}"), "v"));
        }
    };
    for at in (last..end).step_by(7) {
        torn(at, &|rest| rest.fill(0));
        torn(at, &|rest| rest[0] ^= 0x40);
        torn(at, &|rest| rest.fill(0x53));
    }
}

/// Everything before the last group was synced once: a flipped bit there is the disk's lie, and
/// going on without what stood behind it would lose orders silently.
#[test]
fn a_flipped_bit_below_what_was_synced_is_found_and_named() {
    let left = crashed(6);
    let path = segments(left.path())[0].clone();
    let bytes = fs::read(&path).unwrap();
    let (starts, _) = groups(&bytes);
    let last = *starts.last().unwrap();
    for at in (0..24).chain((32..last).step_by(5)) {
        let mut bad = bytes.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(&path, &bad).unwrap();
        let refused = open_roomy(left.path()).err().unwrap();
        let OpenError::DiskLied { file, offset, .. } = &refused else { panic!("{at}: {refused}") };
        let group = starts.iter().rev().find(|start| **start <= at).copied().unwrap_or(0);
        assert_eq!((file, usize::try_from(*offset).unwrap()), (&path, group), "{at}");
        let said = refused.to_string();
        assert!(said.contains(&path.display().to_string()), "{said}");
        assert_eq!(fs::read(&path).unwrap(), bad, "nothing was changed");
    }
    fs::write(&path, &bytes).unwrap();
    check_first(&open_roomy(left.path()).unwrap(), 6);
}

/// A hole where a group was, zeros and all, is no end of the log when there is a group behind it.
#[test]
fn a_lost_write_is_not_taken_for_the_end() {
    let left = crashed(6);
    let path = segments(left.path())[0].clone();
    let mut bytes = fs::read(&path).unwrap();
    let (starts, _) = groups(&bytes);
    bytes[starts[2]..starts[3]].fill(0);
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(open_roomy(left.path()).err(), Some(OpenError::DiskLied { .. })));
}

/// After a tidy stop even the last group is known to have been synced.
#[test]
fn after_a_tidy_stop_the_last_group_is_guarded_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = open_roomy(dir.path()).unwrap();
    store.retain("test", 0);
    runtime().block_on(put(&*store, "\u{1}a", "v"));
    store.close();
    drop(store);
    let path = segments(dir.path()).pop().unwrap();
    let bytes = fs::read(&path).unwrap();
    let (starts, _) = groups(&bytes);
    assert_eq!(starts.len(), 2, "the commit, and the mark");
    let mut bad = bytes.clone();
    bad[starts[0] + 50] ^= 1;
    fs::write(&path, bad).unwrap();
    assert!(matches!(open_roomy(dir.path()).err(), Some(OpenError::DiskLied { .. })));
}

/// Killed while it was bringing the log in order: the old segment is not cut yet, the new one has
/// its name. What stands in both must count once.
#[test]
fn a_crash_in_the_midst_of_recovery_changes_nothing() {
    let left = crashed(4);
    let old = segments(left.path())[0].clone();
    let uncut = fs::read(&old).unwrap();
    drop(open_roomy(left.path()).unwrap());
    assert_eq!(segments(left.path()).len(), 2);
    fs::write(&old, uncut).unwrap();
    let store = open_roomy(left.path()).unwrap();
    check_first(&store, 4);
    runtime().block_on(put(&*store, "\u{1}more", "v"));
    drop(store);
    check_first(&open_roomy(left.path()).unwrap(), 5);
}

/// Segments that a start does not read are checked when the feed is read from them.
#[test]
fn damage_in_an_old_segment_is_named_by_the_feed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    store.retain("slow", 0);
    let runtime = runtime();
    for number in 0..200 {
        runtime.block_on(put(&*store, &format!("\u{1}{number}"), &"x".repeat(2000)));
    }
    store.close();
    drop(store);
    let first = segments(dir.path())[0].clone();
    let mut bytes = fs::read(&first).unwrap();
    bytes[1000] ^= 1;
    fs::write(&first, bytes).unwrap();
    let (store, _) = open(dir.path());
    let Err(FeedError::Store(StoreError::Damaged(what))) = store.feed(0, 100_000) else {
        panic!("damage must be told");
    };
    assert!(what.contains(&first.display().to_string()), "{what}");
    assert_eq!(everything(&*store).len(), 200, "current values come from the index");
}

/// The index can be made again from the log; when the log does not reach back, that is said.
#[test]
fn a_lost_index_is_made_again_if_the_log_is_whole() {
    for whole in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = open(dir.path());
        if whole {
            store.retain("all", 0);
        }
        let runtime = runtime();
        for number in 0..200 {
            runtime.block_on(put(&*store, &format!("\u{1}{number}"), &"x".repeat(2000)));
        }
        store.close();
        drop(store);
        fs::remove_dir_all(dir.path().join("index")).unwrap();
        let opened = Embedded::open(dir.path(), small(), Arc::new(SetClock::default()));
        if whole {
            assert_eq!(everything(&*opened.unwrap().0).len(), 200);
        } else {
            assert!(matches!(opened.err(), Some(OpenError::LogMissing { .. })));
        }
    }
}
