//! A guest's connection that tells, when it is over, whether the guest had read what it was sent.
//!
//! The kernel knows: a socket that is closed before all was read is reset (`ECONNRESET` here), as
//! is one that is written to after it was closed (`EPIPE`). One that had read everything ends in
//! order, whatever its process then died of.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;

/// What is known of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is not over.
    Open,
    /// The guest had read everything.
    Read,
    /// The guest had not.
    Unread,
}

/// A connection that remembers how it was closed.
pub(super) struct Witness {
    stream: TcpStream,
    reset: bool,
    owing: Arc<AtomicBool>,
    fate: watch::Sender<Fate>,
}

/// What others know of a connection.
#[derive(Debug, Clone)]
pub(super) struct Told {
    fate: watch::Receiver<Fate>,
    owing: Arc<AtomicBool>,
}

impl Told {
    /// From here on the guest is owed something: where nothing more is written it has not read it.
    pub(super) fn owe(&self) {
        self.owing.store(true, Ordering::Release);
    }

    /// Whether the connection is not over.
    pub(super) fn is_open(&self) -> bool {
        *self.fate.borrow() == Fate::Open
    }

    /// Waits until the connection is over, and says whether the guest had left something unread.
    pub(super) async fn is_unread(&mut self) -> bool {
        let over = self.fate.wait_for(|fate| *fate != Fate::Open).await;
        over.is_ok_and(|fate| *fate == Fate::Unread)
    }
}

impl Witness {
    /// Watches a connection.
    pub(super) fn of(stream: TcpStream) -> (Self, Told) {
        let (fate, told) = watch::channel(Fate::Open);
        let owing = Arc::new(AtomicBool::new(false));
        let told = Told { fate: told, owing: Arc::clone(&owing) };
        (Self { stream, reset: false, owing, fate }, told)
    }

    /// We have nothing more to say: waits until the guest has closed its end too, which tells
    /// whether it had read all.
    pub(super) async fn linger(mut self) {
        let mut rest = [0; 64];
        let closed = async {
            let _closed_already = self.shutdown().await;
            while matches!(self.read(&mut rest).await, Ok(1..)) {}
        };
        let _still_open = tokio::time::timeout(super::CLOSE_LIMIT, closed).await;
    }

    fn wrote(&mut self, written: io::Result<usize>) -> io::Result<usize> {
        if matches!(written, Ok(1..)) {
            self.owing.store(false, Ordering::Release);
        }
        self.note(written)
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let unread = [io::ErrorKind::ConnectionReset, io::ErrorKind::BrokenPipe];
            self.reset |= unread.contains(&error.kind());
        }
        result
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        // What came after the last read: it was sent when the guest had closed its end.
        let pending = self.stream.take_error().ok().flatten();
        let _noted = self.note(pending.map_or(Ok(()), Err));
        let unread = self.reset || self.owing.load(Ordering::Acquire);
        let fate = if unread { Fate::Unread } else { Fate::Read };
        self.fate.send_replace(fate);
    }
}

impl AsyncRead for Witness {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = ready!(Pin::new(&mut self.stream).poll_read(cx, buffer));
        Poll::Ready(self.note(read))
    }
}

impl AsyncWrite for Witness {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes));
        Poll::Ready(self.wrote(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(cx, parts));
        Poll::Ready(self.wrote(written))
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

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    async fn pair() -> (Witness, Told, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let guest = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (witness, told) = Witness::of(listener.accept().await.unwrap().0);
        (witness, told, guest)
    }

    /// A call that was never read must not become its caller's error, and one that was must not be
    /// run twice.
    #[tokio::test]
    async fn it_tells_what_was_read_from_what_was_not() {
        let mut rest = Vec::new();
        // Read whole, then closed.
        let (mut ours, told, mut guest) = pair().await;
        ours.write_all(b"call").await.unwrap();
        guest.read_exact(&mut [0; 4]).await.unwrap();
        drop(guest);
        ours.read_to_end(&mut rest).await.unwrap();
        drop(ours);
        assert_eq!(*told.fate.borrow(), Fate::Read);
        // Closed with half of it unread.
        let (mut ours, told, mut guest) = pair().await;
        ours.write_all(b"call").await.unwrap();
        guest.read_exact(&mut [0; 2]).await.unwrap();
        drop(guest);
        ours.read_to_end(&mut rest).await.unwrap_err();
        assert_eq!(*told.fate.borrow(), Fate::Open);
        drop(ours);
        assert_eq!(*told.fate.borrow(), Fate::Unread);
        // Closed before it was sent.
        let (mut ours, told, guest) = pair().await;
        drop(guest);
        ours.read_to_end(&mut rest).await.unwrap();
        ours.write_all(b"call").await.unwrap();
        drop(ours);
        assert_eq!(*told.fate.borrow(), Fate::Unread);
        // Given up by us before it was sent, since the guest had closed its end.
        let (ours, told, guest) = pair().await;
        drop(guest);
        told.owe();
        drop(ours);
        assert_eq!(*told.fate.borrow(), Fate::Unread);
    }
}
