//! File descriptors over a socket, and the messages that a sandbox and its server exchange.
//!
//! A sandbox has one *lifeline*: a pair of sequenced-packet sockets, one end with the server, the
//! other with the sandbox's first process. What comes up it is a [`Report`]; that it closes means
//! that nothing of the sandbox is left. The launcher itself answers on the lifeline too (with the
//! process descriptor), so its control socket only ever carries orders downwards and needs no
//! request numbers.

use std::io::{IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};

/// The most descriptors in one message: lifeline, log, channel, disk, and some cgroups; or a
/// function's mounts, disk and channel, and the image of a process.
pub(crate) const DESCRIPTORS_MAX: usize = 16;
/// The longest order. AWS allows 4 KiB of environment; the mounts of a root are some 8 KiB.
pub(crate) const ORDER_BYTES_MAX: usize = 128 * 1024;
/// The longest report: a tag and a sentence.
const REPORT_BYTES_MAX: usize = 1024;

/// A pair of connected sockets that keep message boundaries and carry descriptors.
pub(crate) fn packet_pair() -> Result<(OwnedFd, OwnedFd), Errno> {
    socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)
}

/// Sends one message with its descriptors.
pub(crate) fn send(
    socket: BorrowedFd<'_>,
    bytes: &[u8],
    descriptors: &[BorrowedFd<'_>],
) -> Result<(), Errno> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() && !control.push(SendAncillaryMessage::ScmRights(descriptors)) {
        return Err(Errno::INVAL);
    }
    let sent = sendmsg(socket, &[IoSlice::new(bytes)], &mut control, SendFlags::NOSIGNAL)?;
    if sent == bytes.len() { Ok(()) } else { Err(Errno::MSGSIZE) }
}

/// Receives one message: how many bytes came, and the descriptors. No bytes means the end.
pub(crate) fn receive(
    socket: BorrowedFd<'_>,
    buffer: &mut [u8],
) -> Result<(usize, Vec<OwnedFd>), Errno> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let mut parts = [IoSliceMut::new(buffer)];
    let received = recvmsg(socket, &mut parts, &mut control, RecvFlags::CMSG_CLOEXEC)?;
    let mut descriptors = Vec::new();
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(list) = message {
            descriptors.extend(list);
        }
    }
    Ok((received.bytes, descriptors))
}

/// How the main process of a sandbox ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It exited with this status.
    Status(i32),
    /// This signal ended it.
    Signal(i32),
}

/// What comes up a lifeline.
#[derive(Debug)]
pub(crate) enum Report {
    /// From the launcher: the descriptor of the sandbox's first process.
    Process(OwnedFd),
    /// The sandbox is built; these are its listeners, in the order in which the order named them.
    Ready(Vec<OwnedFd>),
    /// The sandbox could not be built, or its program not started: the step and the reason.
    Failed(String),
    /// The main process ended; the rest is being killed.
    Ended(Ended),
    /// Every process of the sandbox is gone.
    Closed,
}

impl Report {
    /// Sends this report up the lifeline.
    pub(crate) fn send(&self, lifeline: BorrowedFd<'_>) -> Result<(), Errno> {
        match self {
            Self::Process(pidfd) => send(lifeline, b"P", &[pidfd.as_fd()]),
            Self::Ready(listeners) => {
                let borrowed: Vec<_> = listeners.iter().map(AsFd::as_fd).collect();
                send(lifeline, b"R", &borrowed)
            }
            Self::Failed(reason) => {
                let mut bytes = vec![b'F'];
                bytes.extend(reason.bytes().take(REPORT_BYTES_MAX - 1));
                send(lifeline, &bytes, &[])
            }
            Self::Ended(ended) => {
                let (tag, number) = match ended {
                    Ended::Status(status) => (b'E', status),
                    Ended::Signal(signal) => (b'S', signal),
                };
                let mut bytes = vec![tag];
                bytes.extend(number.to_le_bytes());
                send(lifeline, &bytes, &[])
            }
            Self::Closed => Ok(()),
        }
    }

    /// Receives the next report. A message that cannot be understood is a failure to report.
    pub(crate) fn receive(lifeline: BorrowedFd<'_>) -> Result<Self, Errno> {
        let mut buffer = [0_u8; REPORT_BYTES_MAX];
        let (length, mut descriptors) = match receive(lifeline, &mut buffer) {
            Ok(received) => received,
            Err(Errno::CONNRESET) => return Ok(Self::Closed),
            Err(error) => return Err(error),
        };
        let Some((tag, rest)) = buffer.get(..length).and_then(<[u8]>::split_first) else {
            return Ok(Self::Closed);
        };
        let number = || rest.try_into().map(i32::from_le_bytes).unwrap_or_default();
        Ok(match tag {
            b'P' => match descriptors.pop() {
                Some(pidfd) => Self::Process(pidfd),
                None => Self::Failed("the launcher sent no process descriptor".to_owned()),
            },
            b'R' => Self::Ready(descriptors),
            b'F' => Self::Failed(String::from_utf8_lossy(rest).into_owned()),
            b'E' => Self::Ended(Ended::Status(number())),
            b'S' => Self::Ended(Ended::Signal(number())),
            other => Self::Failed(format!("a report of unknown kind {other}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If descriptors or numbers were lost on the way, the server would wait for ever or name the
    /// wrong cause of death.
    #[test]
    fn reports_arrive_as_they_were_sent() {
        let (up, down) = packet_pair().unwrap();
        Report::Ended(Ended::Signal(9)).send(down.as_fd()).unwrap();
        Report::Failed("mount: no".to_owned()).send(down.as_fd()).unwrap();
        Report::Ready(vec![down.try_clone().unwrap()]).send(down.as_fd()).unwrap();
        drop(down);
        let mut seen = Vec::new();
        loop {
            let report = Report::receive(up.as_fd()).unwrap();
            if let Report::Ready(list) = &report {
                assert_eq!(list.len(), 1);
            }
            let last = matches!(report, Report::Closed);
            seen.push(format!("{report:?}").chars().take(12).collect::<String>());
            if last {
                break;
            }
        }
        assert_eq!(seen, ["Ended(Signal", "Failed(\"moun", "Ready([Owned", "Closed"]);
    }
}
