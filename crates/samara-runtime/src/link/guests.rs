//! The connections of one guest to its Runtime API, polled by whoever drives its instance.
//!
//! A connection and its driver speak over a [`Desk`]: the connection lays down what the guest says
//! and looks for the answer each time it is polled; the driver takes it, lays down a verdict or a
//! call, and polls. Nobody wakes anybody for that. Where hyper wakes itself (a body has come that
//! it waits for) it is polled once more at once ([`Bell`]), instead of after a turn through the
//! scheduler, which would wake a thread to share the work.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::http::{Work, answer};
use super::witness::{Told, Witness};
use crate::machine::{Event, Verdict};

/// A runtime has one connection, or a few; more wait to be accepted.
const CONNECTIONS_MAX: usize = 16;
/// How often connections that wake themselves are polled again at once: a body in a few pieces.
const TURNS_MAX: usize = 8;

/// One thing that the guest says.
pub(super) struct Message {
    pub(super) event: Event,
    /// Where it waits for an answer.
    pub(super) desk: Arc<Desk>,
}

/// Where a connection and the driver lay down what they have for each other.
pub(super) struct Desk {
    turn: Mutex<Turn>,
    /// What became of the connection.
    pub(super) connection: Told,
}

/// What lies on a desk.
enum Turn {
    /// Nothing: the guest says nothing, or waits.
    Empty,
    /// What the guest says.
    Said(Event),
    /// What it was worth.
    Judged(Verdict),
    /// The call that it asked for.
    Handed(Arc<Work>),
}

impl Desk {
    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says something to the driver, and waits for a call or a verdict.
    pub(super) async fn say(&self, event: Event) -> Result<Arc<Work>, Verdict> {
        *self.turn() = Turn::Said(event);
        // The driver polls when it has laid something down: no waker is kept.
        poll_fn(|_| {
            let mut turn = self.turn();
            match std::mem::replace(&mut *turn, Turn::Empty) {
                Turn::Judged(verdict) => Poll::Ready(Err(verdict)),
                Turn::Handed(work) => Poll::Ready(Ok(work)),
                other => {
                    *turn = other;
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Takes what the guest says.
    fn take(&self) -> Option<Event> {
        let mut turn = self.turn();
        match std::mem::replace(&mut *turn, Turn::Empty) {
            Turn::Said(event) => Some(event),
            other => {
                *turn = other;
                None
            }
        }
    }

    /// Tells the guest what it said was worth.
    pub(super) fn judge(&self, verdict: Verdict) {
        *self.turn() = Turn::Judged(verdict);
    }

    /// Hands over a call; whether the connection is still there to take it.
    pub(super) fn hand(&self, work: Arc<Work>) -> bool {
        *self.turn() = Turn::Handed(work);
        self.connection.is_open()
    }
}

/// A connection that is being served.
struct Connection {
    desk: Arc<Desk>,
    /// None when it is over.
    serving: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Connection {
    fn of(stream: TcpStream) -> Self {
        let _unbuffered = stream.set_nodelay(true);
        let (stream, connection) = Witness::of(stream);
        let desk = Arc::new(Desk { turn: Mutex::new(Turn::Empty), connection });
        let guest = Arc::clone(&desk);
        let serving = async move {
            let service = service_fn(|request| Box::pin(answer(request, &guest)));
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            if let Ok(over) = connection.without_shutdown().await {
                over.io.into_inner().linger().await;
            }
        };
        Self { desk, serving: Some(Box::pin(serving)) }
    }

    fn poll(&mut self, cx: &mut Context<'_>) {
        if let Some(serving) = &mut self.serving
            && serving.as_mut().poll(cx).is_ready()
        {
            self.serving = None;
        }
    }
}

/// The connections of one guest.
pub(super) struct Guests {
    /// None after an error: the deadline of the guest then ends it.
    listener: Option<TcpListener>,
    connections: Vec<Connection>,
    bell: Arc<Bell>,
    /// The bell, as connections see it.
    waker: Waker,
}

impl Guests {
    /// Those that will come to this listener.
    pub(super) fn of(listener: TcpListener) -> Self {
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(Arc::clone(&bell));
        Self { listener: Some(listener), connections: Vec::new(), bell, waker }
    }

    /// The next thing that a guest says; none when no more can come.
    pub(super) fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Option<Message>> {
        self.bell.set_driver(Some(cx.waker()));
        self.turn();
        let said = |connection: &Connection| {
            let desk = &connection.desk;
            desk.take().map(|event| Message { event, desk: Arc::clone(desk) })
        };
        let message = self.connections.iter().find_map(said);
        if message.is_some() || self.listener.is_none() && self.connections.is_empty() {
            return Poll::Ready(message);
        }
        let full = CONNECTIONS_MAX <= self.connections.len();
        // Over, and nothing of it is left to be heard.
        self.connections.retain(|connection| connection.serving.is_some());
        if full && self.connections.len() < CONNECTIONS_MAX {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    /// Serves until something else has come.
    pub(super) async fn poll_until<T>(
        &mut self,
        mut other: Pin<&mut impl Future<Output = T>>,
    ) -> T {
        poll_fn(|cx| {
            self.bell.set_driver(Some(cx.waker()));
            self.turn();
            other.as_mut().poll(cx)
        })
        .await
    }

    /// Takes what was laid down to the guest. What it says from here on wakes nobody until
    /// somebody asks.
    pub(super) fn turn_alone(&mut self) {
        self.bell.set_driver(None);
        self.turn();
    }

    fn turn(&mut self) {
        let mut cx = Context::from_waker(&self.waker);
        for _ in 0..TURNS_MAX {
            self.bell.begin();
            if self.connections.len() < CONNECTIONS_MAX
                && let Some(listener) = &self.listener
            {
                match listener.poll_accept(&mut cx) {
                    Poll::Ready(Ok((stream, _))) => {
                        self.connections.push(Connection::of(stream));
                        self.waker.wake_by_ref();
                    }
                    Poll::Ready(Err(_)) => self.listener = None,
                    Poll::Pending => {}
                }
            }
            self.connections.iter_mut().for_each(|connection| connection.poll(&mut cx));
            if !self.bell.end() {
                return;
            }
        }
        // Enough for one turn of the scheduler, which may have had enough of us itself.
        self.bell.wake_driver();
    }
}

/// Nobody polls: the driver has to be woken.
const QUIET: u8 = 0;
/// The driver polls.
const POLLING: u8 = 1;
/// It polls, and has to do so once more.
const AGAIN: u8 = 2;

/// What wakes a driver, unless it is it that polls just now: then it polls once more.
#[derive(Default)]
struct Bell {
    state: AtomicU8,
    driver: Mutex<Option<Waker>>,
}

impl Bell {
    fn driver(&self) -> MutexGuard<'_, Option<Waker>> {
        self.driver.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says whom to wake.
    fn set_driver(&self, driver: Option<&Waker>) {
        let mut known = self.driver();
        match (known.as_mut(), driver) {
            (Some(known), Some(driver)) => known.clone_from(driver),
            _ => *known = driver.cloned(),
        }
    }

    fn begin(&self) {
        self.state.store(POLLING, Ordering::SeqCst);
    }

    /// Whether it rang meanwhile.
    fn end(&self) -> bool {
        self.state.swap(QUIET, Ordering::SeqCst) == AGAIN
    }

    fn wake_driver(&self) {
        // Not under the lock: what is woken may be dropped here.
        let driver = self.driver().clone();
        if let Some(driver) = driver {
            driver.wake();
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let (order, other) = (Ordering::SeqCst, Ordering::SeqCst);
        match self.state.compare_exchange(POLLING, AGAIN, order, other) {
            Ok(_) | Err(AGAIN) => {}
            Err(_) => self.wake_driver(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    struct Count(AtomicU8);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// A wake that got lost would leave a call without its answer until its limit.
    #[test]
    fn the_bell_wakes_the_driver_or_has_it_poll_once_more() {
        let bell = Arc::new(Bell::default());
        let count = Arc::new(Count(AtomicU8::new(0)));
        bell.set_driver(Some(&Waker::from(Arc::clone(&count))));
        bell.wake_by_ref();
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
        bell.begin();
        assert!(!bell.end());
        bell.begin();
        bell.wake_by_ref();
        bell.wake_by_ref();
        assert!(bell.end());
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
        bell.wake_by_ref();
        assert_eq!(count.0.load(Ordering::SeqCst), 2);
    }

    /// The driver goes when the call has its answer: what the guest is told then must be written
    /// before, or it would wait for it until the next call.
    #[tokio::test]
    async fn a_verdict_is_written_although_nobody_polls_any_more() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut guest = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut guests = Guests::of(listener);
        let asked = b"POST /2018-06-01/runtime/invocation/7/response HTTP/1.1\r\n\
            host: x\r\ncontent-length: 4\r\n\r\n";
        guest.write_all(asked).await.unwrap();
        guest.write_all(b"\"it\"").await.unwrap();
        let message = poll_fn(|cx| guests.poll_message(cx)).await.unwrap();
        assert!(
            matches!(message.event, Event::Response { payload, .. } if &payload[..] == b"\"it\"")
        );
        message.desk.judge(Verdict::Accepted);
        guests.turn_alone();
        let mut told = [0; 12];
        guest.read_exact(&mut told).await.unwrap();
        assert_eq!(&told, b"HTTP/1.1 202");
    }
}
