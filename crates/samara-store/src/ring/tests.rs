//! A ring as its users see it: what comes back, after what happened to the files.

use std::fs;
use std::path::Path;

use samara_base::Timestamp;

use super::{Position, Ring, RingConfig};
use crate::StoreError;

const CONFIG: RingConfig = RingConfig { bytes_max: 2_000_000, chunk_bytes: 1_000_000 };

fn open(dir: &Path) -> Ring {
    Ring::open(dir, CONFIG).unwrap()
}

fn put(ring: &Ring, time: u64, text: &str) -> Position {
    ring.append(Timestamp::from_millis(time), text.as_bytes()).unwrap()
}

fn texts(ring: &Ring, from: Position) -> Vec<String> {
    let read = ring.read(from, usize::MAX).unwrap();
    read.records.iter().map(|record| String::from_utf8_lossy(&record.bytes).into_owned()).collect()
}

/// A log line must be there for the one who asks right after it was written, and after a restart.
#[test]
fn a_record_is_read_at_once_and_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let ring = open(dir.path());
    let first = put(&ring, 5, "one");
    put(&ring, 6, "two");
    assert_eq!(texts(&ring, first), ["one", "two"]);
    drop(ring);
    let ring = open(dir.path());
    assert_eq!(texts(&ring, Position(0)), ["one", "two"]);
    let third = put(&ring, 7, "three");
    assert_eq!(texts(&ring, third), ["three"]);
}

/// `logs --since` looks a time up; times that went back must not hide what came later.
#[test]
fn a_time_is_looked_up() {
    let dir = tempfile::tempdir().unwrap();
    let ring = open(dir.path());
    for (time, text) in [(10, "a"), (30, "b"), (20, "c"), (40, "d")] {
        put(&ring, time, text);
    }
    let from = |time| ring.position_at(Timestamp::from_millis(time)).unwrap();
    assert_eq!(texts(&ring, from(0)), ["a", "b", "c", "d"]);
    assert_eq!(texts(&ring, from(25)), ["b", "c", "d"]);
    assert_eq!(texts(&ring, from(40)), ["d"]);
    assert_eq!(from(41), ring.end());
}

/// A reader that pages must see each record once, across chunks.
#[test]
fn pages_go_on_where_the_last_one_ended() {
    let dir = tempfile::tempdir().unwrap();
    let ring =
        Ring::open(dir.path(), RingConfig { bytes_max: u64::MAX, chunk_bytes: 100 }).unwrap();
    for number in 0..50 {
        put(&ring, number, &format!("record {number}"));
        ring.flush().unwrap();
    }
    let mut at = Position(0);
    let mut seen = Vec::new();
    loop {
        let read = ring.read(at, 60).unwrap();
        if read.records.is_empty() {
            break;
        }
        seen.extend(read.records.iter().map(|record| record.time.as_millis()));
        at = read.next;
    }
    assert_eq!(seen, (0..50).collect::<Vec<_>>());
}

/// The bound holds: a chatty function must not fill the disk, and the newest records stay.
#[test]
fn the_oldest_chunk_goes_when_the_ring_is_full() {
    let dir = tempfile::tempdir().unwrap();
    let ring = open(dir.path());
    let line = "x".repeat(1000);
    for number in 0..6000 {
        put(&ring, number, &line);
        if number % 100 == 99 {
            ring.flush().unwrap();
        }
    }
    let size: u64 = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(size <= CONFIG.bytes_max, "{size}");
    let kept = ring.read(Position(0), usize::MAX).unwrap().records;
    assert_eq!(kept.last().map(|record| record.time.as_millis()), Some(5999));
    assert!(500 < kept.len() && kept.len() < 2000, "{}", kept.len());
}

/// A kill in the middle of a write leaves half a record: it goes, and what came before stays.
#[test]
fn a_torn_end_is_cut() {
    for cut in 1..20 {
        let dir = tempfile::tempdir().unwrap();
        let ring = open(dir.path());
        put(&ring, 1, "whole");
        put(&ring, 2, "torn");
        drop(ring);
        let file = fs::read_dir(dir.path()).unwrap().next().unwrap().unwrap().path();
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &bytes[..bytes.len() - cut]).unwrap();
        let ring = open(dir.path());
        assert_eq!(texts(&ring, Position(0)), ["whole"]);
        put(&ring, 3, "next");
        assert_eq!(texts(&ring, Position(0)), ["whole", "next"]);
    }
}

/// A disk that takes half a second for a write must not make a function's neighbour wait: lines are
/// taken while it does, up to a bound, and what is over it is counted.
#[test]
fn who_appends_does_not_wait_for_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let ring = open(dir.path());
    let slow_disk = ring.shared.files.lock().unwrap();
    let line = "x".repeat(1_000_000);
    for number in 0..4 {
        put(&ring, number, &line);
    }
    let refused = ring.append(Timestamp::from_millis(4), line.as_bytes());
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    assert_eq!(ring.lost(), 1);
    drop(slow_disk);
    ring.flush().unwrap();
    put(&ring, 5, "next");
    assert_eq!(texts(&ring, Position(0)).last().map(String::as_str), Some("next"));
}

/// A disk that was full for a while costs what came in that while, and nothing before or after.
#[test]
fn what_cannot_be_written_is_lost_alone() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("ring");
    let ring = Ring::open(&dir, RingConfig { chunk_bytes: 1, ..CONFIG }).unwrap();
    put(&ring, 1, "before");
    ring.flush().unwrap();
    let away = parent.path().join("away");
    fs::rename(&dir, &away).unwrap();
    put(&ring, 2, "meanwhile");
    ring.flush().unwrap_err();
    fs::rename(&away, &dir).unwrap();
    put(&ring, 3, "after");
    assert_eq!(texts(&ring, Position(0)), ["before", "after"]);
    assert_eq!(ring.lost(), 1);
    drop(ring);
    assert_eq!(texts(&open(&dir), Position(0)), ["before", "after"]);
}
