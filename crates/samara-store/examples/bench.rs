//! Measures the embedded engine against a bare log of the same run.
//!
//! `cargo run --release -p samara-store --example bench [commits] [hot] [reopen] [seconds=2]
//! [mib=1024] [rounds=3]`; without a name, all three. The bare log does what any group commit
//! must: one thread that takes what waits, writes it once, calls fdatasync once and answers. So a
//! ratio to it says what the index, the checks and the copies cost, and holds on any disk.
//!
//! A commit puts two keys out of three million, 16 bytes each, with values of 300 random bytes, one
//! of them fed with both images. Rounds alternate between the engines; medians are shown.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_store::{About, Embedded, EmbeddedConfig, Fed, Store, StoreError, StoreExt, Txn};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The keys that are written, when there are many.
const KEYS: u64 = 3_000_000;
const VALUE_BYTES: usize = 300;
/// The values of the store that is reopened: larger, so that it is full sooner.
const FILL_BYTES: usize = 1500;

/// What was asked for on the command line.
struct Options {
    names: Vec<String>,
    seconds: u64,
    mib: u64,
    rounds: usize,
}

struct RealClock;

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "a program of its own has the real clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.unwrap_or_default().as_millis();
        Timestamp::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, dir] = arguments.as_slice()
        && word == "fill"
    {
        return fill(Path::new(dir));
    }
    let number = |name: &str, default: u64| -> Result<u64, Failure> {
        let given = arguments.iter().find_map(|one| one.strip_prefix(name)?.strip_prefix('='));
        Ok(given.map_or(Ok(default), str::parse)?)
    };
    let names = arguments.iter().filter(|one| !one.contains('=')).cloned().collect();
    let options = Options {
        names,
        seconds: number("seconds", 2)?,
        mib: number("mib", 1024)?,
        rounds: usize::try_from(number("rounds", 3)?)?,
    };
    let wanted = |name: &str| options.names.is_empty() || options.names.iter().any(|n| n == name);
    if wanted("commits") {
        commits(&options)?;
    }
    if wanted("hot") {
        hot(&options)?;
    }
    if wanted("reopen") {
        reopen(&options)?;
    }
    Ok(())
}

fn say(line: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "{line}")?)
}

fn runtime() -> Result<Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

fn open(dir: &Path) -> Result<Arc<Embedded>, Failure> {
    Ok(Embedded::open(dir, EmbeddedConfig::default(), Arc::new(RealClock))?.0)
}

/// A cheap source of numbers, a different one for each writer.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn key(&mut self) -> Vec<u8> {
        let number = self.next() % KEYS;
        [&[1, 0x20, 0, 0, 0, 0, 0, 0], number.to_be_bytes().as_slice()].concat()
    }

    fn value(&mut self, bytes: usize) -> Bytes {
        let mut value = Vec::with_capacity(bytes + 8);
        while value.len() < bytes {
            value.extend(self.next().to_le_bytes());
        }
        value.truncate(bytes);
        value.into()
    }
}

/// How many times a second `writers` tasks get `work` done, each one at a time.
fn rate<F, W>(runtime: &Runtime, writers: u64, work: W) -> Result<f64, Failure>
where
    W: Fn(Numbers) -> F,
    F: Future<Output = Result<u64, Failure>> + Send + 'static,
{
    let begin = Instant::now();
    let tasks: Vec<_> = (1..=writers)
        .map(|writer| runtime.spawn(work(Numbers(writer.wrapping_mul(0x9e37_79b9_7f4a_7c15)))))
        .collect();
    let mut done = 0;
    for task in tasks {
        done += runtime.block_on(task)??;
    }
    let elapsed = begin.elapsed().as_secs_f64().max(1e-3);
    Ok(f64::from(u32::try_from(done)?) / elapsed)
}

async fn put_two(
    store: Arc<Embedded>,
    mut numbers: Numbers,
    bytes: usize,
    until: Instant,
) -> Result<u64, Failure> {
    let mut done = 0;
    while Instant::now() < until {
        let (one, other) = (numbers.key(), numbers.key());
        let values = (numbers.value(bytes), numbers.value(bytes));
        let work = move |txn: &mut dyn Txn| {
            txn.put(one.clone(), values.0.clone(), Fed::Both);
            txn.put(other.clone(), values.1.clone(), Fed::After);
            Ok::<(), StoreError>(())
        };
        store.write(About::default(), work).await??;
        done += 1;
    }
    Ok(done)
}

/// What waits for the bare log, and whether nothing more will come.
type Waiting = (Vec<(Vec<u8>, oneshot::Sender<()>)>, bool);

/// A group commit and nothing else.
struct BareLog {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl BareLog {
    fn run(&self, file: &File) -> io::Result<()> {
        let mut offset = 0;
        loop {
            let mut state = self.waiting.lock().map_err(|_| io::Error::other("poisoned"))?;
            while state.0.is_empty() && !state.1 {
                state = self.changed.wait(state).map_err(|_| io::Error::other("poisoned"))?;
            }
            let batch = std::mem::take(&mut state.0);
            drop(state);
            if batch.is_empty() {
                return Ok(());
            }
            let mut bytes = Vec::new();
            for (one, _) in &batch {
                bytes.extend_from_slice(one);
            }
            file.write_all_at(&bytes, offset)?;
            file.sync_data()?;
            offset = (offset + bytes.len() as u64) % (64 * 1024 * 1024);
            for (_, reply) in batch {
                // The writer may have stopped waiting.
                let _ = reply.send(());
            }
        }
    }

    async fn write(&self, bytes: Vec<u8>) -> Result<(), Failure> {
        let (reply, done) = oneshot::channel();
        self.waiting.lock().map_err(|_| "poisoned")?.0.push((bytes, reply));
        self.changed.notify_one();
        Ok(done.await?)
    }
}

fn bare_rate(runtime: &Runtime, dir: &Path, writers: u64, seconds: u64) -> Result<f64, Failure> {
    let path = dir.join("bare");
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path)?;
    rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, 64 << 20)?;
    file.sync_all()?;
    let log = Arc::new(BareLog { waiting: Mutex::default(), changed: Condvar::new() });
    let running = Arc::clone(&log);
    let thread = std::thread::spawn(move || running.run(&file));
    let until = Instant::now() + Duration::from_secs(seconds);
    let rate = rate(runtime, writers, |mut numbers| {
        let log = Arc::clone(&log);
        async move {
            let mut done = 0;
            while Instant::now() < until {
                // What the log of the engine writes for the same commit.
                let mut bytes = vec![0; 80];
                for _ in 0..3 {
                    bytes.extend(numbers.value(VALUE_BYTES));
                }
                log.write(bytes).await?;
                done += 1;
            }
            Ok(done)
        }
    })?;
    log.waiting.lock().map_err(|_| "poisoned")?.1 = true;
    log.changed.notify_all();
    thread.join().map_err(|_| "the bare log panicked")??;
    Ok(rate)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn commits(options: &Options) -> Result<(), Failure> {
    let runtime = runtime()?;
    say("writers   bare log/s   commits/s   ratio")?;
    // Kept to the end: deleting files in between would slow down whoever comes next.
    let mut dirs = Vec::new();
    for writers in [1, 16, 64, 256] {
        let (mut bare, mut ours) = (Vec::new(), Vec::new());
        for turn in 0..options.rounds * 2 {
            let dir = tempfile::tempdir()?;
            // First one, then the other; in the next round the other way round.
            if matches!(turn % 4, 0 | 3) {
                bare.push(bare_rate(&runtime, dir.path(), writers, options.seconds)?);
            } else {
                let store = open(dir.path())?;
                let until = Instant::now() + Duration::from_secs(options.seconds);
                ours.push(rate(&runtime, writers, |numbers| {
                    put_two(Arc::clone(&store), numbers, VALUE_BYTES, until)
                })?);
            }
            dirs.push(dir);
        }
        let (bare, ours) = (median(bare), median(ours));
        say(&format!("{writers:>7} {bare:>12.0} {ours:>11.0} {:>7.2}", ours / bare))?;
    }
    Ok(())
}

fn add_one(txn: &mut dyn Txn, key: &[u8]) -> Result<u64, StoreError> {
    let found = txn.get(key)?;
    let count = found.and_then(|value| value.first_chunk().copied()).map_or(0, u64::from_le_bytes);
    txn.put(key.to_vec(), Bytes::copy_from_slice(&(count + 1).to_le_bytes()), Fed::Key);
    Ok(count + 1)
}

/// 64 writers that count: all of them one key, or each time one of three million.
fn hot(options: &Options) -> Result<(), Failure> {
    let runtime = runtime()?;
    let (mut one, mut many) = (Vec::new(), Vec::new());
    for round in 0..options.rounds * 2 {
        let hot = round % 2 == 0;
        let dir = tempfile::tempdir()?;
        let store = open(dir.path())?;
        let until = Instant::now() + Duration::from_secs(options.seconds);
        let measured = rate(&runtime, 64, |mut numbers| {
            let store = Arc::clone(&store);
            async move {
                let mut done = 0;
                while Instant::now() < until {
                    let key = if hot { vec![1, 0x21] } else { numbers.key() };
                    store.write(About::default(), move |txn| add_one(txn, &key)).await??;
                    done += 1;
                }
                Ok(done)
            }
        })?;
        if hot {
            let head = *store.head().borrow();
            let count = store.read(|txn| add_one(txn, &[1, 0x21]))? - 1;
            if count != head {
                return Err(format!("{head} commits counted {count}").into());
            }
            one.push(measured);
        } else {
            many.push(measured);
        }
    }
    let (one, many) = (median(one), median(many));
    say("64 writers count   one hot key/s   many keys/s   ratio")?;
    say(&format!("{:>16} {one:>15.0} {many:>13.0} {:>7.2}", "", one / many))
}

/// The process that is killed: writes at full speed until then.
fn fill(dir: &Path) -> Result<(), Failure> {
    let runtime = runtime()?;
    let store = open(dir)?;
    let stop = Arc::new(AtomicBool::new(false));
    let commits = Arc::new(AtomicU64::new(0));
    let writers: Vec<_> = (0..64u64)
        .map(|writer| {
            let (store, stop, commits) = (store.clone(), stop.clone(), commits.clone());
            let mut numbers = Numbers(writer.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            runtime.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let until = Instant::now() + Duration::from_millis(100);
                    let mine = Numbers(numbers.next());
                    commits.fetch_add(
                        put_two(store.clone(), mine, FILL_BYTES, until).await?,
                        Ordering::Relaxed,
                    );
                }
                Ok::<(), Failure>(())
            })
        })
        .collect();
    loop {
        std::thread::sleep(Duration::from_millis(100));
        say(&format!("{}", size(&dir.join("index"))?))?;
        if writers.iter().any(tokio::task::JoinHandle::is_finished) {
            return Err("a writer failed".into());
        }
    }
}

/// What a folder holds, bytes.
fn size(dir: &Path) -> io::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        // A table may be merged away while this looks.
        let Ok(meta) = entry.metadata() else { continue };
        sum += if meta.is_dir() { size(&entry.path())? } else { meta.len() };
    }
    Ok(sum)
}

/// Kills a process at full speed over so much data, then opens it to the first durable write.
fn reopen(options: &Options) -> Result<(), Failure> {
    let dir = tempfile::tempdir()?;
    let data: PathBuf = dir.path().join("data");
    let runtime = runtime()?;
    say("reopen after kill -9   index MiB   replayed   ms to the first durable write")?;
    let mut all = Vec::new();
    for _ in 0..options.rounds * 2 {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("fill")
            .arg(&data)
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = child.stdout.take().map(BufReader::new).ok_or("no output")?.lines();
        // At least two seconds each time, so that it is killed at full speed.
        for (line, at) in lines.zip(0..) {
            if 20 <= at && options.mib << 20 <= line?.parse::<u64>()? {
                break;
            }
        }
        child.kill()?;
        child.wait()?;
        let begin = Instant::now();
        let config = EmbeddedConfig::default();
        let (store, report) = Embedded::open(&data, config, Arc::new(RealClock))?;
        runtime.block_on(store.write(About::default(), |txn| add_one(txn, &[1, 0x22])))??;
        let millis = begin.elapsed().as_secs_f64() * 1000.0;
        all.push(millis);
        let mib = size(&data.join("index"))? >> 20;
        say(&format!("{mib:>32} {:>10} {millis:>10.0}", report.replayed))?;
    }
    say(&format!(
        "median {:.0} ms, worst {:.0} ms",
        median(all.clone()),
        all.iter().fold(0.0, |a, b| b.max(a))
    ))
}
