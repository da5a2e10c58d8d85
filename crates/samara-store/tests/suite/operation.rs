//! What an operator meets: a folder that is taken or not ours, a full disk, a log that is let go.

use std::fs;
use std::sync::Arc;

use bytes::Bytes;
use samara_store::{Embedded, EmbeddedConfig, Fed, FeedError, Range, Store, StoreError, StoreExt};

use crate::faults::FaultyDisk;
use crate::support::{SetClock, everything, open, put, runtime, small, whole_feed, write};

fn refusal(dir: &std::path::Path, config: EmbeddedConfig) -> String {
    match Embedded::open(dir, config, Arc::new(SetClock::default())) {
        Ok(_) => panic!("the folder must be refused"),
        Err(error) => error.to_string(),
    }
}

/// Two servers on one folder would destroy it.
#[test]
fn a_folder_in_use_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let said = refusal(dir.path(), small());
    assert!(said.contains("in use by another process"), "{said}");
    assert!(said.contains(&dir.path().display().to_string()), "{said}");
    drop(store);
    open(dir.path());
}

#[test]
fn a_folder_of_another_kind_or_format_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("thesis.txt"), "precious").unwrap();
    assert!(refusal(dir.path(), small()).contains("not a data directory"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "and nothing was put into it");
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    fs::write(dir.path().join("format"), "samara-data 2\nshards 7\n").unwrap();
    let said = refusal(dir.path(), small());
    assert!(said.contains("'samara-data 2'") && said.contains("reads format 1"), "{said}");
}

/// Account and region are in every name that was ever given out: they cannot change later.
#[test]
fn account_and_region_belong_to_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let config = |account: &str, region: &str| EmbeddedConfig {
        account: account.parse().ok(),
        region: region.parse().ok(),
        ..small()
    };
    let clock = Arc::new(SetClock::default());
    let first = config("111122223333", "eu-west-1");
    drop(Embedded::open(dir.path(), first, clock.clone()).unwrap());
    let (store, report) = Embedded::open(dir.path(), small(), clock).unwrap();
    drop(store);
    assert_eq!(report.account.map(|id| id.to_string()).as_deref(), Some("111122223333"));
    assert_eq!(report.region.map(|name| name.to_string()).as_deref(), Some("eu-west-1"));
    let said = refusal(dir.path(), config("000000000000", "eu-west-1"));
    assert!(said.contains("account 111122223333, not 000000000000"), "{said}");
    let said = refusal(dir.path(), config("111122223333", "us-east-1"));
    assert!(said.contains("region eu-west-1, not us-east-1"), "{said}");
}

/// A full disk costs writes, never data, reads or the process.
#[test]
fn a_full_disk_refuses_writes_until_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let disk = Arc::new(FaultyDisk::default());
    let config = EmbeddedConfig { disk: disk.clone(), ..small() };
    let (store, _) =
        Embedded::open(dir.path(), config.clone(), Arc::new(SetClock::default())).unwrap();
    store.retain("test", 0);
    let runtime = runtime();
    let big = Bytes::from(vec![7; 3000]);
    let mut acked = 0;
    for round in 0..40u8 {
        disk.set_full_for_all(round % 4 == 3);
        let value = big.clone();
        let done = runtime.block_on(write(&*store, move |txn| {
            txn.put(vec![1, round], value.clone(), Fed::Both);
        }));
        match done {
            Ok(()) => acked += 1,
            Err(error) => {
                assert!(matches!(error, StoreError::Full), "{error}");
                assert_eq!(round % 4, 3, "only while there is no room");
            }
        }
        assert_eq!(everything(&*store).len(), acked, "reads go on");
    }
    assert_eq!(acked, 30, "room is found as soon as it is there");
    disk.set_full_for_all(false);
    disk.set_full(true);
    while runtime.block_on(put_big(&*store, acked, &big)).is_ok() {
        acked += 1;
        assert!(acked < 200, "allocated room ends some time");
    }
    assert_eq!(everything(&*store).len(), acked);
    assert!(store.status().full);
    disk.set_full(false);
    runtime.block_on(put_big(&*store, acked, &big)).unwrap();
    acked += 1;
    assert!(!store.status().full);
    store.close();
    disk.set_full(true);
    drop(store);
    let (store, _) = Embedded::open(dir.path(), config, Arc::new(SetClock::default())).unwrap();
    assert_eq!(everything(&*store).len(), acked, "a start works on a full disk, with the spare");
    assert_eq!(whole_feed(&*store, 0, 1000).len(), acked);
}

async fn put_big(store: &dyn Store, number: usize, value: &Bytes) -> Result<(), StoreError> {
    let (key, value) = (format!("\u{2}{number}").into_bytes(), value.clone());
    write(store, move |txn| txn.put(key.clone(), value.clone(), Fed::Both)).await
}

/// The log must not grow for ever; who asks for what is gone is told so, and who said that they
/// need it still finds it.
#[test]
fn the_log_is_let_go_when_nobody_needs_it() {
    let runtime = runtime();
    for retained in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = open(dir.path());
        if retained {
            store.retain("slow", 0);
        }
        for number in 0..300 {
            runtime.block_on(put(&*store, &format!("\u{1}{}", number % 10), &"x".repeat(2000)));
        }
        store.close();
        let feed = store.feed(0, 1000);
        if retained {
            assert_eq!(whole_feed(&*store, 0, 10_000).len(), 300);
            let status = store.status();
            assert_eq!((status.head, status.persisted, status.oldest), (300, 300, 0));
            assert_eq!(status.followers.get("slow"), Some(&0));
            drop(store);
            // The need outlives the process, before the follower has said so again.
            let (store, _) = open(dir.path());
            assert_eq!(whole_feed(&*store, 0, 10_000).len(), 300);
            store.retain("slow", 290);
            store.close();
            assert!(matches!(store.feed(0, 1000), Err(FeedError::TooOld { asked: 0, .. })));
            assert_eq!(store.feed(290, 1_000_000).unwrap().len(), 10);
        } else {
            let Err(FeedError::TooOld { asked: 0, oldest }) = feed else { panic!("{feed:?}") };
            assert!(0 < oldest);
            assert!(!store.feed(oldest, 1000).unwrap().is_empty(), "from there on all is there");
        }
    }
}

/// A long report must see one state, whatever is written, flushed and merged in the meantime.
#[test]
fn a_snapshot_stays_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let runtime = runtime();
    let fill = |round: u32| {
        for key in 0..20u32 {
            let text = format!("{round} {}", "y".repeat(500));
            runtime.block_on(put(&*store, &format!("\u{1}{key:02}"), &text));
        }
    };
    fill(0);
    store.read(|txn| {
        let all = Range::prefix(&[1]);
        let before = txn.scan(&all, usize::MAX).unwrap();
        for round in 1..40 {
            fill(round);
            assert_eq!(txn.scan(&all, usize::MAX).unwrap(), before, "round {round}");
            for (key, value) in &before {
                assert_eq!(txn.get(key).unwrap().as_ref(), Some(value), "round {round}");
            }
        }
    });
    let after = everything(&*store);
    assert!(after.iter().all(|(_, value)| value.starts_with(b"39 ")));
}

/// Due keys must be known again after a restart, or a schedule would sleep for ever.
#[test]
fn the_earliest_due_key_and_the_time_survive_a_restart() {
    use samara_base::Timestamp;
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::default());
    clock.set(1_000_000);
    let (store, _) = Embedded::open(dir.path(), small(), clock).unwrap();
    store.retain("test", 0);
    let due = |txn: &mut dyn samara_store::Txn| {
        txn.due(Timestamp::from_millis(77), b"x", Bytes::new());
    };
    runtime().block_on(write(&*store, due)).unwrap();
    store.close();
    drop(store);
    // The clock of this one shows an earlier time.
    let (store, _) = open(dir.path());
    assert_eq!(*store.next_due().borrow(), Some(Timestamp::from_millis(77)));
    runtime().block_on(put(&*store, "\u{1}k", "v"));
    let times: Vec<_> = whole_feed(&*store, 0, 1).iter().map(|c| c.time.as_millis()).collect();
    assert_eq!(times, [1_000_000, 1_000_000]);
    // Nor may it go back when the log that had it is gone.
    store.retain("test", 2);
    store.close();
    drop(store);
    for _ in 0..3 {
        let (store, report) = open(dir.path());
        assert_eq!(report.replayed, 0);
        store.close();
    }
    let (store, _) = open(dir.path());
    runtime().block_on(put(&*store, "\u{1}k", "v"));
    assert_eq!(store.feed(2, 1).unwrap()[0].time.as_millis(), 1_000_000);
}

/// Blobs that nobody owns must go some day, and none that somebody owns, or is about to.
#[test]
fn blobs_without_an_owner_are_swept_after_an_hour() {
    const HOUR_MS: u64 = 60 * 60 * 1000;
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::default());
    clock.set(HOUR_MS);
    let (store, _) = Embedded::open(dir.path(), small(), clock.clone()).unwrap();
    let runtime = runtime();
    let stage = |content: &[u8]| {
        let mut staged = store.stage_blob().unwrap();
        staged.write(content).unwrap();
        staged.finish().unwrap()
    };
    let (owned, orphan) = (stage(b"owned"), stage(b"orphan"));
    let wanted = owned.clone();
    let adopt = move |txn: &mut dyn samara_store::Txn| txn.adopt(&wanted, b"me").unwrap();
    runtime.block_on(write(&*store, adopt)).unwrap();
    clock.set(2 * HOUR_MS);
    assert_eq!(store.sweep_blobs().unwrap(), 0, "an hour is not over yet");
    clock.set(2 * HOUR_MS + 1);
    assert_eq!(store.sweep_blobs().unwrap(), 1);
    assert!(store.blob(&owned).is_ok());
    assert!(matches!(store.blob(&orphan), Err(StoreError::NoBlob(_))));
    let given_up = owned.clone();
    let release = move |txn: &mut dyn samara_store::Txn| txn.release(&given_up, b"me");
    runtime.block_on(write(&*store, release)).unwrap();
    assert_eq!(store.sweep_blobs().unwrap(), 1);
    let half = store.stage_blob().unwrap();
    std::mem::forget(half);
    assert_eq!(fs::read_dir(dir.path().join("staging")).unwrap().count(), 1);
    drop(store);
    open(dir.path());
    assert_eq!(fs::read_dir(dir.path().join("staging")).unwrap().count(), 0);
}
