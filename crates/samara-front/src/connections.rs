//! The connections of a listener: how many there may be, whose, and which goes when another needs
//! its place.
//!
//! A connection is *at rest* while it has no request under way: before the first, between two, and
//! while a head is still coming. One at rest is the first to go, the longest at rest before
//! others. What it has of time:
//!
//! - at rest at most [`REST_SECONDS`]: so a head has as long in all, however its bytes trickle;
//! - a body that comes: [`Pace`], which the reader of the body keeps;
//! - an answer that the client takes: the same [`Pace`], which [`Connections::sweep`] keeps.
//!
//! A peer (an IPv4 address, or the first 64 bits of an IPv6 one) has a share of the places. Where
//! it is used up and none of its own connections is at rest, a further one is answered 503. Where
//! all places are taken, whoever comes waits until one is free.
//!
//! A request costs two stores here and no lock.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv6Addr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

/// How long a connection may be at rest, seconds: longer than the SDKs keep an idle one, and long
/// enough for any head.
pub(crate) const REST_SECONDS: u32 = 60;

/// A peer has at most one of so many parts of a listener's places.
pub(crate) const PEER_SHARE: usize = 2;

/// How long what is sent may stop, seconds; also what a slow one has before it is measured.
pub(crate) const SILENCE_SECONDS: u64 = 30;

/// The slowest that a client may send a body, or take an answer, on the average: bytes a second.
/// A tenth of a bad mobile connection.
pub(crate) const BYTES_PER_SECOND_MIN: u64 = 8 * 1024;

/// How long one at rest that was told to go has, to take the end of its last answer.
const LEAVE: Duration = Duration::from_secs(1);

/// How long the other side may take: a while, and longer the more has passed already. Pure: only
/// the time counts in which nothing came although it could have.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Pace {
    passed_bytes: u64,
    waited: Duration,
}

impl Pace {
    /// Notes that some of it passed, after a wait.
    pub(crate) fn pass(&mut self, bytes: u64, waited: Duration) {
        self.passed_bytes = self.passed_bytes.saturating_add(bytes);
        self.waited = self.waited.saturating_add(waited);
    }

    /// How long may be waited for more of it.
    pub(crate) fn left(&self) -> Duration {
        let earned = SILENCE_SECONDS.saturating_add(self.passed_bytes / BYTES_PER_SECOND_MIN);
        let left = Duration::from_secs(earned).saturating_sub(self.waited);
        left.min(Duration::from_secs(SILENCE_SECONDS))
    }

    fn is_over(&self) -> bool {
        self.left().is_zero()
    }
}

/// Whose connections are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct PeerKey(IpAddr);

impl PeerKey {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => {
                // One customer of a provider has 64 bits of addresses or more.
                let network = address.to_bits() >> 64 << 64;
                Self(Ipv6Addr::from_bits(network).into())
            }
            address @ IpAddr::V4(_) => Self(address),
        }
    }
}

/// What a connection was told from outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Nothing yet.
    Stay,
    /// To end after the request under way.
    Drain,
    /// To go, unless a request has come meanwhile; that one is its last.
    Leave,
    /// To end at once.
    Drop,
}

impl Told {
    fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Stay,
            1 => Self::Drain,
            2 => Self::Leave,
            _ => Self::Drop,
        }
    }
}

/// A connection as others see it.
struct Slot {
    peer: PeerKey,
    /// When it came to rest, in sweeps, plus one; 0 while a request is under way.
    rests: AtomicU32,
    /// Bytes that the client took since the last request began.
    sent_bytes: AtomicU64,
    /// Whether a write waits for the client.
    stuck: AtomicBool,
    /// Sweeps that found it stuck since the last request began.
    stuck_seconds: AtomicU32,
    told: AtomicU8,
    /// Whether it counts for its peer.
    counted: AtomicBool,
    wake: Notify,
}

impl Slot {
    fn new(peer: PeerKey, now: u32) -> Self {
        Self {
            peer,
            rests: AtomicU32::new(now),
            sent_bytes: AtomicU64::new(0),
            stuck: AtomicBool::new(false),
            stuck_seconds: AtomicU32::new(0),
            told: AtomicU8::new(Told::Stay as u8),
            counted: AtomicBool::new(true),
            wake: Notify::new(),
        }
    }

    /// Whether a client that takes its answer slowly has had its time; asked once a second.
    fn is_stuck_for_good(&self) -> bool {
        let waited = Duration::from_secs(self.stuck_seconds.fetch_add(1, Ordering::SeqCst).into());
        let passed_bytes = self.sent_bytes.load(Ordering::Relaxed);
        Pace { passed_bytes, waited }.is_over()
    }

    fn tell(&self, told: Told) {
        self.told.fetch_max(told as u8, Ordering::SeqCst);
        self.wake.notify_one();
    }

    fn rests(&self) -> bool {
        self.rests.load(Ordering::SeqCst) != 0
    }

    fn leaves(&self) -> bool {
        self.told.load(Ordering::SeqCst) != Told::Stay as u8
    }
}

/// The connections of a listener.
pub(crate) struct Connections {
    max: usize,
    peer_max: usize,
    open: Mutex<Open>,
    /// Whether somebody waits for a place.
    wanted: AtomicBool,
    /// A place is free, or might be: one came to rest, or is gone. One waits for it: who accepts,
    /// and then who drains.
    freed: Notify,
    /// There is a connection to sweep.
    came: Notify,
    /// Sweeps so far: a clock of seconds that costs nothing to read.
    sweeps: AtomicU32,
}

#[derive(Default)]
struct Open {
    next: u64,
    slots: HashMap<u64, Arc<Slot>>,
    /// Connections by peer, without those that were told to leave.
    by_peer: HashMap<PeerKey, usize>,
}

/// What becomes of one who comes.
enum Admitted {
    /// It has a place.
    In(Place),
    /// Its peer's share is used up.
    ShareUsedUp,
    /// No place is free yet.
    Full,
}

impl Connections {
    /// Room for so many at once, of which one peer has at most `peer_max`.
    pub(crate) fn new(max: usize, peer_max: usize) -> Arc<Self> {
        Arc::new(Self {
            max: max.max(1),
            peer_max: peer_max.max(1),
            open: Mutex::default(),
            wanted: AtomicBool::new(false),
            freed: Notify::new(),
            came: Notify::new(),
            sweeps: AtomicU32::new(0),
        })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a place as soon as there is one; `None` where the peer's share is used up.
    pub(crate) async fn place(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        loop {
            match self.admit(PeerKey::of(address)) {
                Admitted::In(place) => return Some(place),
                Admitted::ShareUsedUp => return None,
                Admitted::Full => self.freed.notified().await,
            }
        }
    }

    fn admit(self: &Arc<Self>, peer: PeerKey) -> Admitted {
        let mut open = self.open();
        let used_up = self.peer_max <= open.by_peer.get(&peer).copied().unwrap_or_default();
        // Said before anything is looked at: one that comes to rest from now on tells.
        let full = self.max <= open.slots.len();
        self.wanted.store(full, Ordering::SeqCst);
        if full && open.slots.values().any(|slot| slot.leaves() && slot.rests()) {
            return Admitted::Full;
        }
        if used_up || full {
            let one_leaves = open.send_away(used_up.then_some(peer));
            match (used_up, full) {
                (true, _) if !one_leaves => return Admitted::ShareUsedUp,
                (_, true) => return Admitted::Full,
                (_, false) => {}
            }
        }
        let slot = Arc::new(Slot::new(peer, self.now()));
        let id = open.next;
        open.next += 1;
        open.slots.insert(id, slot.clone());
        *open.by_peer.entry(peer).or_default() += 1;
        self.came.notify_one();
        Admitted::In(Place { connections: self.clone(), id, slot })
    }

    /// A time that is never 0, in sweeps.
    fn now(&self) -> u32 {
        self.sweeps.load(Ordering::Relaxed).saturating_add(1)
    }

    /// Once a second, while there are connections: ends those that take too long. Never returns.
    pub(crate) async fn keep_swept(&self) {
        loop {
            let came = self.came.notified();
            if self.open().slots.is_empty() {
                came.await;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.sweep();
        }
    }

    fn sweep(&self) {
        self.sweeps.fetch_add(1, Ordering::Relaxed);
        let now = self.now();
        let mut open = self.open();
        let slots: Vec<_> = open.slots.values().cloned().collect();
        for slot in slots {
            if slot.stuck.load(Ordering::SeqCst) {
                if slot.is_stuck_for_good() {
                    slot.tell(Told::Drop);
                }
                continue;
            }
            let since = slot.rests.load(Ordering::SeqCst);
            if since != 0 && REST_SECONDS <= now.saturating_sub(since) && !slot.leaves() {
                open.tell_to_leave(&slot);
            }
        }
    }

    /// Tells all to end after the request under way, and waits until they have.
    pub(crate) async fn drain(&self) {
        loop {
            {
                let open = self.open();
                if open.slots.is_empty() {
                    return;
                }
                open.slots.values().for_each(|slot| slot.tell(Told::Drain));
            }
            self.freed.notified().await;
        }
    }

    fn gone(&self, id: u64) {
        let mut open = self.open();
        if let Some(slot) = open.slots.remove(&id) {
            open.uncount(&slot);
        }
        drop(open);
        self.freed.notify_one();
    }
}

impl Open {
    /// Tells the one that is longest at rest to leave, of one peer or of all; whether there was
    /// one.
    fn send_away(&mut self, of: Option<PeerKey>) -> bool {
        let goes = |slot: &&Arc<Slot>| {
            of.is_none_or(|peer| peer == slot.peer)
                && slot.rests()
                && !slot.leaves()
                && !slot.stuck.load(Ordering::SeqCst)
        };
        let resting = self.slots.values().filter(goes);
        let longest = resting.min_by_key(|slot| slot.rests.load(Ordering::SeqCst)).cloned();
        longest.inspect(|slot| self.tell_to_leave(slot)).is_some()
    }

    fn tell_to_leave(&mut self, slot: &Slot) {
        self.uncount(slot);
        slot.tell(Told::Leave);
    }

    /// Takes one out of its peer's count, once.
    fn uncount(&mut self, slot: &Slot) {
        if !slot.counted.swap(false, Ordering::SeqCst) {
            return;
        }
        if let Some(count) = self.by_peer.get_mut(&slot.peer) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.by_peer.remove(&slot.peer);
            }
        }
    }
}

/// A connection's place, for as long as it lives.
pub(crate) struct Place {
    connections: Arc<Connections>,
    id: u64,
    slot: Arc<Slot>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.gone(self.id);
    }
}

impl Place {
    /// A request has begun: its head is here.
    pub(crate) fn begin(&self) {
        let slot = &self.slot;
        slot.rests.store(0, Ordering::SeqCst);
        slot.sent_bytes.store(0, Ordering::Relaxed);
        slot.stuck_seconds.store(0, Ordering::Relaxed);
    }

    /// Its answer is made, and only has to be taken.
    pub(crate) fn rest(&self) {
        self.slot.rests.store(self.connections.now(), Ordering::SeqCst);
        if self.connections.wanted.load(Ordering::SeqCst) {
            self.connections.freed.notify_one();
        }
    }

    /// The stream with what passes through it noted.
    pub(crate) fn watch<S>(self: &Arc<Self>, stream: S) -> Watched<S> {
        Watched { stream, place: self.clone() }
    }

    /// Runs a connection to its end, or to where it is told to end. `end_after_request` asks it to
    /// end once the request under way is answered, at once where there is none.
    ///
    /// `None` where it was ended from outside.
    pub(crate) async fn run<C: Future>(
        &self,
        mut connection: Pin<&mut C>,
        end_after_request: impl Fn(Pin<&mut C>),
    ) -> Option<C::Output> {
        loop {
            tokio::select! {
                ended = connection.as_mut() => return Some(ended),
                () = self.slot.wake.notified() => {}
            }
            match Told::from_code(self.slot.told.load(Ordering::SeqCst)) {
                Told::Stay => {}
                Told::Drain => end_after_request(connection.as_mut()),
                Told::Leave => {
                    end_after_request(connection.as_mut());
                    let ended = tokio::time::timeout(LEAVE, connection.as_mut()).await;
                    if ended.is_ok() || self.slot.rests() {
                        return ended.ok();
                    }
                }
                Told::Drop => return None,
            }
        }
    }
}

/// A stream whose writes are noted.
pub(crate) struct Watched<S> {
    stream: S,
    place: Arc<Place>,
}

impl<S> Watched<S> {
    fn note(&self, written: &Poll<io::Result<usize>>) {
        let slot = &self.place.slot;
        match written {
            Poll::Pending => slot.stuck.store(true, Ordering::SeqCst),
            Poll::Ready(Err(_)) => {}
            Poll::Ready(Ok(bytes)) => {
                slot.stuck.store(false, Ordering::SeqCst);
                slot.sent_bytes.fetch_add(*bytes as u64, Ordering::Relaxed);
                // The rest begins with the end of the answer.
                if slot.rests() {
                    slot.rests.store(self.place.connections.now(), Ordering::SeqCst);
                }
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, from);
        self.note(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, from);
        self.note(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
