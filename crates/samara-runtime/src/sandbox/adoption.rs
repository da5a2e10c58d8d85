//! How a spare sandbox becomes a function's.
//!
//! A spare has its namespaces, its network and its root, without anything of a function's. Its
//! first process has not given anything up yet: it says that it is ready, and waits. A prewarmed
//! spare has also forked its language's interpreter, which was confined before it was executed and
//! waits on its channel.
//!
//! The [`Adoption`] brings what is missing, the function's pieces of the host as detached mounts:
//! the first process can no longer see the host, so it could not clone them. It attaches them,
//! closes the root, gives up what every first process gives up, and reports its listeners. Only
//! then does the server let a prewarmed interpreter load the function's code, or is the program
//! started. So a function's code never runs beside a first process that could still mount.
//!
//! A spare may also begin with the memory of a function that has initialised already ([`image`]):
//! its process is forked when this one has given everything up, like any program's.
//!
//! Landlock knows files and folders, not paths: the interpreter of a prewarmed spare may write to
//! the `/tmp` that was there when it was confined, which is why that one has its `/tmp` from the
//! start and a bare one gets it now. What is attached below the root is read by the root's rule.

use std::os::fd::{AsFd, OwnedFd};

use rustix::process::Pid;

use super::root::Root;
use super::{Confinement, Failure, Program, Step, Streams, image, network, start, start_program};
use crate::descriptors::{ORDER_BYTES_MAX, Report, receive};
use crate::launcher::order::Adoption;
use crate::launcher::process::Given;

/// Waits to be adopted, and becomes the function's sandbox; gives the process that serves it.
pub(super) fn wait(
    root: Root,
    prewarmed: Option<&Program>,
    given: &Given,
    confinement: &Confinement<'_>,
) -> Result<Pid, Failure> {
    let prewarm = |program| start_program(program, &Streams::of(given), Some(confinement));
    let prewarmed = prewarmed.map(prewarm).transpose()?;
    Report::Ready(Vec::new()).send(given.lifeline.as_fd()).step("report that it is ready")?;
    let mut adopted = Adopted::receive(&given.lifeline)?;
    root.adopt(&adopted.adoption, &adopted.mounts, adopted.disk.as_ref())?;
    let listeners = network::listen(&adopted.adoption.ports)?;
    root.close()?;
    adopted.mounts.clear();
    adopted.disk = None;
    let program = adopted.adoption.start.as_ref().map(Program::new).transpose()?;
    confinement.enter()?;
    Report::Ready(listeners).send(given.lifeline.as_fd()).step("report listeners")?;
    let streams = Streams { channel: adopted.channel.as_ref(), ..Streams::of(given) };
    match (prewarmed, program, &adopted.image) {
        (Some(process), None, None) => Ok(process),
        (None, Some(program), None) => start_program(&program, &streams, None),
        (None, None, Some((table, memory))) => {
            start(&streams, || image::become_image(table, memory, &streams))
        }
        _ => Err(Failure("a spare runs one program".to_owned())),
    }
}

/// An adoption with its descriptors.
struct Adopted {
    adoption: Adoption,
    mounts: Vec<OwnedFd>,
    disk: Option<OwnedFd>,
    channel: Option<OwnedFd>,
    /// The table and the memory of the process to begin with.
    image: Option<(OwnedFd, OwnedFd)>,
}

impl Adopted {
    /// Waits for it. A server that lets go of its end wants the sandbox no more.
    fn receive(lifeline: &OwnedFd) -> Result<Self, Failure> {
        let mut buffer = vec![0_u8; ORDER_BYTES_MAX];
        let (length, descriptors) = loop {
            match receive(lifeline.as_fd(), &mut buffer) {
                Err(rustix::io::Errno::INTR) => {}
                received => break received.step("adoption")?,
            }
        };
        let message = buffer.get(..length).filter(|message| !message.is_empty());
        let message = message.ok_or_else(|| Failure("it was not needed".to_owned()))?;
        let adoption: Adoption = serde_json::from_slice(message)
            .map_err(|error| Failure(format!("adoption: {error}")))?;
        let mut descriptors = descriptors.into_iter();
        let mounts: Vec<_> = descriptors.by_ref().take(adoption.mounts.len()).collect();
        let disk = if adoption.disk { descriptors.next() } else { None };
        let channel = if adoption.channel { descriptors.next() } else { None };
        let image = if adoption.image { descriptors.next().zip(descriptors.next()) } else { None };
        let whole = mounts.len() == adoption.mounts.len()
            && disk.is_some() == adoption.disk
            && channel.is_some() == adoption.channel
            && image.is_some() == adoption.image;
        if whole {
            return Ok(Self { adoption, mounts, disk, channel, image });
        }
        Err(Failure("the adoption came without all of its descriptors".to_owned()))
    }
}
