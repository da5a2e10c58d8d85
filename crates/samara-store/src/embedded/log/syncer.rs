//! A thread that syncs segments, so that the committer can do something else meanwhile.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use super::segment::Segment;
use crate::Disk;

/// The thread, which ends when this is dropped.
pub(crate) struct Syncer {
    disk: Arc<dyn Disk>,
    orders: SyncSender<Arc<Segment>>,
    done: Receiver<()>,
}

impl Syncer {
    /// Starts the thread.
    pub(crate) fn start(disk: &Arc<dyn Disk>) -> io::Result<Self> {
        // One order at a time, and its answer.
        let (orders, ordered) = sync_channel::<Arc<Segment>>(1);
        let (tell, done) = sync_channel(1);
        let of_thread = Arc::clone(disk);
        Builder::new().name("samara-sync".to_owned()).spawn(move || {
            for segment in ordered {
                segment.sync(&*of_thread);
                if tell.send(()).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { disk: Arc::clone(disk), orders, done })
    }

    /// Syncs a segment and runs `meanwhile`; returns when both are done.
    pub(crate) fn sync(&self, segment: &Arc<Segment>, meanwhile: impl FnOnce()) {
        let ordered = self.orders.send(Arc::clone(segment)).is_ok();
        meanwhile();
        if !ordered || self.done.recv().is_err() {
            // The thread is gone, which only a panic in it can have done.
            segment.sync(&*self.disk);
        }
    }
}
