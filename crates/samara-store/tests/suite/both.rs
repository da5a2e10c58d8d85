//! What both engines promise, case by case.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use samara_base::Timestamp;
use samara_store::{
    About, ENTRY_COST_BYTES, Fed, KEY_BYTES_MAX, LOOKUP_COST_BYTES, Origin, Range, StoreError,
    StoreExt, TRANSACTION_BYTES_MAX, TRANSACTION_WRITES_MAX, Txn, Verdict,
};

use crate::support::{engines, everything, put, runtime, whole_feed, write};

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// A refused operation must leave nothing behind, above all nothing that a trigger would see.
#[test]
fn a_refusal_leaves_no_trace() {
    runtime().block_on(async {
        for engine in engines() {
            let refused: Result<Result<(), &str>, StoreError> = engine
                .store
                .write(About::default(), |txn| {
                    txn.put(vec![1, 1], Bytes::from_static(b"x"), Fed::Both);
                    txn.due(at(5), b"later", Bytes::new());
                    Err("no")
                })
                .await;
            assert!(matches!(refused, Ok(Err("no"))), "{}", engine.name);
            assert_eq!(everything(&*engine.store), []);
            assert_eq!(whole_feed(&*engine.store, 0, 100), []);
            assert_eq!(*engine.store.next_due().borrow(), None);
            assert_eq!(*engine.store.head().borrow(), 0);
        }
    });
}

/// A handler with a defect must cost its own request and nobody else's.
#[test]
fn a_panic_refuses_that_transaction_alone() {
    runtime().block_on(async {
        for engine in engines() {
            let panicked = write(&*engine.store, |txn| {
                txn.put(vec![1, 1], Bytes::from_static(b"half"), Fed::Both);
                assert!(txn.get(b"nothing").unwrap().is_some(), "a defect, as the test wants it");
            });
            assert!(matches!(panicked.await, Err(StoreError::Panicked)), "{}", engine.name);
            put(&*engine.store, "\u{1}k", "v").await;
            assert_eq!(everything(&*engine.store).len(), 1, "{}", engine.name);
        }
    });
}

/// A read on the spot must end where it would hold up others, and what it gave by then is void: a
/// page that looks whole and is not would lose items.
#[test]
fn a_read_with_a_bound_is_whole_or_none() {
    runtime().block_on(async {
        for engine in engines() {
            let store = &*engine.store;
            for number in 0..10_u8 {
                put(store, &format!("\u{1}{number}"), "value").await;
            }
            let all = Range::prefix(&[1]);
            let costs = LOOKUP_COST_BYTES + 10 * ("\u{1}0value".len() + ENTRY_COST_BYTES);
            let scan = |bytes_max| store.read_up_to(bytes_max, |txn| txn.scan(&all, 100).ok());
            let read = scan(costs).flatten().map(|entries| entries.len());
            assert_eq!(read, Some(10), "{}", engine.name);
            assert!(scan(costs - 1).is_none(), "{}", engine.name);
            let look_up = |times: usize| {
                store.read_up_to(LOOKUP_COST_BYTES * 2, |txn| {
                    // Whoever goes on after an error is told nothing else.
                    (0..times).filter(|_| txn.get(b"\x010").is_ok()).count()
                })
            };
            assert_eq!((look_up(2), look_up(3)), (Some(2), None), "{}", engine.name);
        }
    });
}

/// Too much at once is refused before anything is written, and the store goes on.
#[test]
fn too_large_a_transaction_is_refused_whole() {
    runtime().block_on(async {
        for engine in engines() {
            let store = &*engine.store;
            let key = |number: usize| [&[1, 1], number.to_be_bytes().as_slice()].concat();
            let too_many = move |txn: &mut dyn Txn| {
                for number in 0..=TRANSACTION_WRITES_MAX {
                    txn.put(key(number), Bytes::new(), Fed::No);
                }
            };
            let too_long = |txn: &mut dyn Txn| {
                txn.put(vec![1; KEY_BYTES_MAX + 1], Bytes::new(), Fed::No);
            };
            let too_long_appended = |txn: &mut dyn Txn| {
                txn.append(vec![1; KEY_BYTES_MAX - 9], Bytes::new(), Fed::No);
            };
            let empty = |txn: &mut dyn Txn| txn.put(vec![], Bytes::new(), Fed::No);
            let too_much = |txn: &mut dyn Txn| {
                txn.put(vec![1, 1], vec![0; TRANSACTION_BYTES_MAX].into(), Fed::No);
            };
            for refused in [
                write(store, too_many).await,
                write(store, too_long).await,
                write(store, too_long_appended).await,
                write(store, empty).await,
                write(store, too_much).await,
            ] {
                assert!(matches!(refused, Err(StoreError::TooLarge { .. })), "{}", engine.name);
            }
            assert_eq!(everything(store), []);
            let most = move |txn: &mut dyn Txn| {
                for number in 0..TRANSACTION_WRITES_MAX {
                    txn.put(key(number), Bytes::new(), Fed::Key);
                }
            };
            write(store, most).await.unwrap();
            let longest = |txn: &mut dyn Txn| {
                txn.put(vec![1; KEY_BYTES_MAX], Bytes::new(), Fed::No);
                txn.append(vec![1; KEY_BYTES_MAX - 10], Bytes::new(), Fed::No);
            };
            write(store, longest).await.unwrap();
            assert_eq!(everything(store).len(), TRANSACTION_WRITES_MAX + 2);
            let feed = whole_feed(store, 0, 1);
            assert_eq!(feed[0].changes.len(), TRANSACTION_WRITES_MAX);
            assert_eq!(feed[0].changes.last().map(|change| change.entry), Some(65_534));
        }
    });
}

/// A reader of the feed holds the groups that it reads in memory: what is not fed is part of them.
#[test]
fn what_is_not_fed_counts_towards_how_much_is_read() {
    runtime().block_on(async {
        for engine in engines() {
            for number in 0..10 {
                let value = Bytes::from(vec![0; 1000]);
                let put = move |txn: &mut dyn Txn| {
                    txn.put(vec![1, number], value.clone(), Fed::Key);
                    txn.put(vec![2, number], value.clone(), Fed::No);
                };
                write(&*engine.store, put).await.unwrap();
            }
            let read = engine.store.feed(0, 5000).unwrap();
            assert_eq!(read.len(), 3, "{}", engine.name);
            assert!(read.iter().all(|commit| (2000..2100).contains(&commit.log_bytes)));
        }
    });
}

/// A key longer than any that can be there is simply not there, and a bound may be of any length.
#[test]
fn reading_with_keys_of_any_length_is_no_error() {
    runtime().block_on(async {
        for engine in engines() {
            put(&*engine.store, "\u{1}k", "v").await;
            let long = vec![1; 200_000];
            let far = Range::between(long.clone(), vec![2; 200_000]);
            engine.store.read(|txn| {
                assert_eq!(txn.get(&long).unwrap(), None);
                assert_eq!(txn.get(&[]).unwrap(), None);
                assert_eq!(txn.scan(&far, 9).unwrap().len(), 1);
                assert_eq!(txn.scan(&Range::between(vec![3], vec![1]), 9).unwrap(), []);
                assert_eq!(txn.scan(&Range::prefix(b"\x01k"), 0).unwrap(), []);
            });
        }
    });
}

/// One hot counter: each of many writers at once must count, none twice.
#[test]
fn a_hot_counter_counts_everybody_once() {
    let runtime = runtime();
    for engine in engines() {
        let store = &engine.store;
        let tasks: Vec<_> = (0..200)
            .map(|_| {
                let store = store.clone();
                runtime.spawn(async move { write(&*store, count).await.unwrap() })
            })
            .collect();
        for task in tasks {
            runtime.block_on(task).unwrap();
        }
        let counter = store.read(|txn| txn.get(&[1, 1]).unwrap().unwrap());
        assert_eq!(counter.as_ref(), b"200", "{}", engine.name);
    }
}

fn count(txn: &mut dyn Txn) {
    let found = txn.get(&[1, 1]).unwrap().unwrap_or_default();
    let number: usize = String::from_utf8_lossy(&found).parse().unwrap_or_default();
    txn.put(vec![1, 1], (number + 1).to_string().into(), Fed::Both);
}

/// A report over everything must get through although the keys that it reads keep changing.
#[test]
fn a_large_transaction_wins_in_the_end() {
    let runtime = runtime();
    for engine in engines() {
        let store = engine.store.clone();
        let fill = |txn: &mut dyn Txn| {
            for number in 0..5_000u32 {
                txn.put([&[1, 2], number.to_be_bytes().as_slice()].concat(), Bytes::new(), Fed::No);
            }
        };
        runtime.block_on(write(&*store, fill)).unwrap();
        let done = Arc::new(AtomicUsize::new(0));
        let busy: Vec<_> = (0..4)
            .map(|_| {
                let (store, done) = (store.clone(), done.clone());
                runtime.spawn(async move {
                    while done.load(Ordering::SeqCst) == 0 {
                        put(&*store, "\u{1}\u{2}busy", "x").await;
                    }
                })
            })
            .collect();
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = runs.clone();
        let report = write(&*store, move |txn| {
            counted.fetch_add(1, Ordering::SeqCst);
            let found = txn.scan(&Range::prefix(&[1, 2]), usize::MAX).unwrap().len();
            txn.put(vec![1, 3], found.to_string().into(), Fed::No);
            found
        });
        let found = runtime.block_on(report).unwrap();
        done.store(1, Ordering::SeqCst);
        for task in busy {
            runtime.block_on(task).unwrap();
        }
        assert!(5_000 <= found, "{}", engine.name);
        assert!(runs.load(Ordering::SeqCst) <= 4, "three tries outside and one inside at most");
    }
}

/// Commit times are what streams, timers and time stamps use: they must not go back with the clock.
#[test]
fn commit_times_never_go_back() {
    runtime().block_on(async {
        for engine in engines() {
            for (now, key) in [(50, "\u{1}a"), (30, "\u{1}b"), (70, "\u{1}c")] {
                engine.clock.set(now);
                put(&*engine.store, key, "v").await;
            }
            let feed = whole_feed(&*engine.store, 0, 1);
            let times: Vec<_> = feed.iter().map(|commit| commit.time.as_millis()).collect();
            assert_eq!(times, [50, 50, 70], "{}", engine.name);
        }
    });
}

/// The follower tells its own deliveries from clients' changes by the origin, and traces by the
/// header.
#[test]
fn the_feed_says_who_and_why() {
    runtime().block_on(async {
        for engine in engines() {
            let about = About { origin: Origin::TimeToLive, trace: Some("Root=1-x".to_owned()) };
            let work = Box::new(|txn: &mut dyn Txn| {
                txn.put(vec![1, 1], Bytes::from_static(b"a"), Fed::No);
                txn.put(vec![1, 1], Bytes::from_static(b"b"), Fed::Both);
                txn.delete(vec![1, 1], Fed::Both);
                txn.delete(vec![1, 9], Fed::Key);
                txn.append(vec![1, 2], Bytes::from_static(b"c"), Fed::After);
                Verdict::Commit
            });
            assert_eq!(engine.store.run_write(about, work).await.unwrap(), Some(1));
            let feed = whole_feed(&*engine.store, 0, 1);
            assert_eq!(feed[0].origin, Origin::TimeToLive);
            assert_eq!(feed[0].trace.as_deref(), Some("Root=1-x"));
            let changes: Vec<_> = feed[0].changes.iter().map(|c| format!("{c:?}")).collect();
            let text = |value: Option<&str>| format!("{:?}", value.map(str::to_owned));
            let expected = [
                (1, "\\x01\\x01", Some("a"), Some("b"), false),
                (2, "\\x01\\x01", Some("b"), None, true),
                (3, "\\x01\\t", None, None, true),
                (4, "\\x01\\x02\\0\\0\\0\\0\\0\\0\\0\\x01\\0\\x04", None, Some("c"), false),
            ]
            .map(|(entry, key, before, after, deleted)| {
                let image = |value| text(value).replace('"', "b\"").replace("b\")", "\")");
                let (before, after) = (image(before), image(after));
                format!(
                    "Change {{ key: b\"{key}\", entry: {entry}, before: {before}, after: {after}, \
                     deleted: {deleted} }}"
                )
            });
            assert_eq!(changes, expected, "{}", engine.name);
        }
    });
}

/// Timers: the earliest one is known at once, whoever is added or taken back.
#[test]
fn the_earliest_due_key_is_known() {
    runtime().block_on(async {
        for engine in engines() {
            let store = &*engine.store;
            let next = store.next_due();
            let due = |time, name: &'static str| {
                write(store, move |txn| txn.due(at(time), name.as_bytes(), Bytes::new()))
            };
            let not_due = |time, name: &'static str| {
                write(store, move |txn| txn.not_due(at(time), name.as_bytes()))
            };
            let earliest = || next.borrow().map(Timestamp::as_millis);
            due(50, "b").await.unwrap();
            due(70, "a").await.unwrap();
            due(30, "c").await.unwrap();
            assert_eq!(earliest(), Some(30), "{}", engine.name);
            not_due(30, "c").await.unwrap();
            assert_eq!(earliest(), Some(50), "{}", engine.name);
            not_due(60, "not there").await.unwrap();
            assert_eq!(earliest(), Some(50), "{}", engine.name);
            let both = |txn: &mut dyn Txn| {
                txn.not_due(at(50), b"b");
                txn.due(at(60), b"d", Bytes::from_static(b"value"));
            };
            write(store, both).await.unwrap();
            assert_eq!(earliest(), Some(60), "{}", engine.name);
            let found = store.read(|txn| txn.scan_due(at(60), 9).unwrap());
            assert_eq!(found, [(at(60), Bytes::from_static(b"d"), Bytes::from_static(b"value"))]);
            let all = store.read(|txn| txn.scan_due(Timestamp::MAX, 9).unwrap().len());
            assert_eq!(all, 2);
            not_due(60, "d").await.unwrap();
            not_due(70, "a").await.unwrap();
            assert_eq!(earliest(), None, "{}", engine.name);
        }
    });
}

/// Code and objects: what was staged is there for who adopts it, and half of one never is.
#[test]
fn blobs_are_whole_or_not_there() {
    runtime().block_on(async {
        for engine in engines() {
            let store = &*engine.store;
            let mut staged = store.stage_blob().unwrap();
            staged.write(b"hello ").unwrap();
            staged.write(b"world").unwrap();
            let id = staged.finish().unwrap();
            drop(store.stage_blob().unwrap());
            let blob = store.blob(&id).unwrap();
            assert_eq!(blob.size(), 11);
            assert_eq!(blob.read(6, 100).unwrap().as_ref(), b"world");
            assert_eq!(blob.read(100, 100).unwrap().as_ref(), b"");
            let wanted = id.clone();
            let adopted = write(store, move |txn| {
                txn.adopt(&wanted, b"me").and_then(|()| txn.put_blob(b"inline"))
            });
            let inline = adopted.await.unwrap().unwrap();
            assert_eq!(store.blob(&inline).unwrap().size(), 6);
            let nobody = "0".repeat(64).parse().unwrap();
            assert!(matches!(store.blob(&nobody), Err(StoreError::NoBlob(_))));
            let adopted = write(store, move |txn| txn.adopt(&nobody, b"me")).await.unwrap();
            assert!(matches!(adopted, Err(StoreError::NoBlob(_))), "{}", engine.name);
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Pages, in both directions, over what is stored and what the transaction itself has written,
    /// must show each key once, in order: a `Query` with a limit is made of this.
    #[test]
    fn pages_show_each_key_once(
        stored in btree_map(vec(0..4u8, 1..4), 0..100u8, 0..30),
        own in btree_map(vec(0..4u8, 1..4), proptest::option::of(0..100u8), 0..15),
        (start, end) in (vec(0..4u8, 0..3), proptest::option::of(vec(0..4u8, 0..3))),
        limit in 1..6usize,
        reverse in any::<bool>(),
    ) {
        let key = |key: &Vec<u8>| [&[1], key.as_slice()].concat();
        let mut model: std::collections::BTreeMap<Vec<u8>, u8> =
            stored.iter().map(|(k, value)| (key(k), *value)).collect();
        for (own, value) in &own {
            match value {
                Some(value) => drop(model.insert(key(own), *value)),
                None => drop(model.remove(&key(own))),
            }
        }
        let end = Some(end.map_or_else(|| vec![2], |end| key(&end)));
        let range = Range { start: key(&start), end, reverse };
        let within = |key: &&Vec<u8>| range.contains(key);
        let mut expected: Vec<_> = model.keys().filter(within).cloned().collect();
        if reverse {
            expected.reverse();
        }
        for engine in engines() {
            let fill = stored.clone();
            let stored = write(&*engine.store, move |txn| {
                for (at, value) in &fill {
                    txn.put(key(at), vec![*value].into(), Fed::No);
                }
            });
            runtime().block_on(stored).unwrap();
            let pages = engine.store.read(|txn| {
                for (at, value) in &own {
                    match value {
                        Some(value) => txn.put(key(at), vec![*value].into(), Fed::No),
                        None => txn.delete(key(at), Fed::No),
                    }
                }
                let mut pages = Vec::new();
                let mut rest = range.clone();
                loop {
                    let page = txn.scan(&rest, limit).unwrap();
                    let Some((last, _)) = page.last() else { return pages };
                    rest = rest.after(last);
                    pages.extend(page.into_iter().map(|(key, _)| key.to_vec()));
                }
            });
            prop_assert_eq!(&pages, &expected, "{}", engine.name);
        }
    }
}
