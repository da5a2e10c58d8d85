//! Opening a data directory: take it, open the index, bring it up to date from the log, start the
//! threads.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use samara_base::{Clock, Timestamp};
use tokio::sync::{Semaphore, watch};

use super::blob_files::BlobFiles;
use super::chores::{Chores, keep_flushing, keep_merging};
use super::committer::Committer;
use super::due_head::DueHead;
use super::fatal::guarded;
use super::home::Home;
use super::index::{Index, IndexConfig, LsmIndex};
use super::log::LogFiles;
use super::log::recovery::{Recovered, recover};
use super::progress::Progress;
use super::queue::Queue;
use super::recent::Recent;
use super::room::Room;
use super::snapshots::Snapshots;
use super::window::Window;
use super::{Embedded, EmbeddedConfig, OpenError, OpenReport, QUEUE_UNITS_MAX, Shared, Threads};
use crate::StoreError;
use crate::file::io_error;

pub(super) fn open(
    dir: &Path,
    config: EmbeddedConfig,
    clock: Arc<dyn Clock>,
) -> Result<(Arc<Embedded>, OpenReport), OpenError> {
    let home = Home::take(dir, config.account.as_ref(), config.region.as_ref())?;
    let mut progress = Progress::load(dir)?;
    if !dir.join("index").exists() {
        // It can be made again from the log, as long as the log reaches back to the beginning.
        progress.persisted = 0;
    }
    let index_config =
        IndexConfig { memtable_bytes: config.memtable_bytes, cache_bytes: config.cache_bytes };
    let index = LsmIndex::open(&home.folder("index")?, index_config)?;
    let disk = config.disk;
    let files = LogFiles::new(home.folder("log")?, Arc::clone(&disk), config.segment_bytes);
    let room = Room::new(dir, disk, config.ballast_bytes, config.segment_bytes);
    let recovered = bring_up_to_date(&files, &room, &index, progress.persisted)?;
    if recovered.head < index.newest() {
        let (needed, oldest) = (index.newest(), Some(recovered.head + 1));
        return Err(OpenError::LogMissing { dir: files.dir.clone(), needed, oldest });
    }
    let blobs =
        BlobFiles::open(home.folder("blobs")?, home.folder("staging")?, Arc::clone(&clock))?;
    let report = OpenReport {
        created: home.created,
        account: home.account.clone(),
        region: home.region.clone(),
        head: recovered.head,
        replayed: recovered.replayed,
        cut_bytes: recovered.cut_bytes,
    };
    let time_ms = recovered.time.as_millis().max(progress.time_ms);
    let shared = Arc::new(Shared {
        dir: dir.to_owned(),
        clock,
        index,
        snapshots: Arc::new(Snapshots::default()),
        queue: Queue::default(),
        recent: Recent::new(config.recent_bytes, recovered.head),
        files,
        blobs,
        room,
        chores: Chores::default(),
        saved: Mutex::new(progress.clone()),
        progress: Mutex::new(progress),
        last_time: AtomicU64::new(time_ms),
        head: watch::Sender::new(recovered.head),
        next_due: watch::Sender::new(None),
    });
    let threads = start(&shared, recovered)?;
    let room_in_queue = Arc::new(Semaphore::new(QUEUE_UNITS_MAX));
    let threads = Mutex::new(Some(threads));
    Ok((Arc::new(Embedded { shared, room_in_queue, threads, _home: home }), report))
}

/// Replays the log into the index. A start must work on a full disk too: then the ballast goes.
fn bring_up_to_date(
    files: &Arc<LogFiles>,
    room: &Room,
    index: &LsmIndex,
    persisted: u64,
) -> Result<Recovered, OpenError> {
    let mut replay = |record: &super::log::record::Record| {
        let mut writes = record.entries.iter().map(|entry| (&entry.key, entry.value.as_ref()));
        index.apply(record.sequence, &mut writes);
    };
    let recovered = match recover(files, persisted, &mut replay) {
        Err(OpenError::Store(StoreError::Full)) => {
            room.ran_out();
            recover(files, persisted, &mut replay)?
        }
        other => other?,
    };
    if room.take_ballast().is_err() {
        room.ran_out();
    }
    Ok(recovered)
}

fn start(shared: &Arc<Shared>, recovered: Recovered) -> Result<Threads, OpenError> {
    let time_ms = shared.last_time.load(Ordering::Acquire);
    let mut committer = Committer {
        shared: Arc::clone(shared),
        log: recovered.log,
        window: Window::new(recovered.head),
        due: DueHead::unknown(),
        head: recovered.head,
        time: Timestamp::from_millis(time_ms),
    };
    committer.settle_due();
    shared.publish(committer.head, committer.due.from());
    committer.tell_due();
    let committer = spawn(shared, "samara-commit", move |_| committer.run())?;
    let flusher = spawn(shared, "samara-flush", |shared| keep_flushing(&shared))?;
    let merger = spawn(shared, "samara-merge", |shared| keep_merging(&shared))?;
    let go_on = |shared: &Shared| !shared.chores.is_stopping();
    let sweeper = spawn(shared, "samara-sweep", move |shared| match shared.sweep_blobs(&go_on) {
        Ok(0) => {}
        Ok(swept) => tracing::info!(swept, "blobs without an owner were deleted"),
        Err(error) => tracing::warn!(%error, "blobs without an owner could not be swept"),
    })?;
    // Allocates the next segment, and finishes what an earlier life left.
    shared.chores.ask();
    Ok(Threads { committer, chores: vec![flusher, merger, sweeper] })
}

/// A thread of the store's; a panic in it ends the process.
fn spawn(
    shared: &Arc<Shared>,
    name: &str,
    work: impl FnOnce(Arc<Shared>) + Send + 'static,
) -> Result<JoinHandle<()>, StoreError> {
    let mine = Arc::clone(shared);
    let doing = format!("the thread {name}");
    Builder::new()
        .name(name.to_owned())
        .spawn(move || guarded(&doing, || work(mine)))
        .map_err(io_error("start a thread for", &shared.dir))
}
