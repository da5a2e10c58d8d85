//! The sandbox's own network: loopback, and the listeners that the server serves from outside.

use std::net::{Ipv4Addr, SocketAddrV4};
use std::os::fd::{AsRawFd, OwnedFd};

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, listen as start, socket_with};

use super::{Failure, Step};

/// Connections that wait to be accepted; a sandbox has a few clients of its own at most.
const BACKLOG: i32 = 128;

/// Sets the machine's name as seen inside, so that the host's is not.
#[expect(unsafe_code, reason = "sethostname has no safe binding without another feature")]
pub(super) fn set_host_name(name: &str) -> Result<(), Failure> {
    // SAFETY: the pointer and the length are of the same live string.
    let result = unsafe { libc::sethostname(name.as_ptr().cast(), name.len()) };
    last(result).step("host name")
}

/// Brings up `lo`, which a new network namespace has, but down.
#[expect(unsafe_code, reason = "the interface ioctls have no safe binding")]
pub(super) fn loopback_up() -> Result<(), Failure> {
    let socket = tcp_socket().step("loopback socket")?;
    // SAFETY: ifreq is plain data, for which all zeroes is a value.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
        *to = libc::c_char::try_from(*from).unwrap_or_default();
    }
    // SAFETY: the request is live, named and of the kind that this ioctl takes.
    let read = unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCGIFFLAGS, &raw mut request) };
    last(read).step("loopback flags")?;
    // SAFETY: the flags are the member of the union that the call above has just filled.
    unsafe {
        request.ifr_ifru.ifru_flags |= libc::c_short::try_from(libc::IFF_UP).unwrap_or(1);
    }
    // SAFETY: as for reading the flags.
    let set = unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &raw const request) };
    last(set).step("loopback up")
}

fn last(result: libc::c_int) -> Result<(), Errno> {
    if result == 0 {
        return Ok(());
    }
    Err(Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::INVAL))
}

/// Listeners at the sandbox's own 127.0.0.1, ready for the server's poll loop.
pub(super) fn listen(ports: &[u16]) -> Result<Vec<OwnedFd>, Failure> {
    ports
        .iter()
        .map(|port| {
            let name = format!("listen on 127.0.0.1:{port}");
            let socket = tcp_socket().step(&name)?;
            bind(&socket, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, *port)).step(&name)?;
            start(&socket, BACKLOG).step(&name)?;
            Ok(socket)
        })
        .collect()
}

fn tcp_socket() -> Result<OwnedFd, Errno> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    socket_with(AddressFamily::INET, SocketType::STREAM, flags, None)
}
