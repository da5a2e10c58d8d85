//! What the server orders of the launcher: one sandbox, described whole, or a spare one, which is
//! told by an [`Adoption`] what is still missing when a function needs it.
//!
//! The message is a fixed head, which is all that the launcher reads, and a JSON body, which only
//! the new sandbox's own first process parses: the launcher never holds one function's credentials
//! in its heap while it forks another's sandbox. An adoption goes to that process itself.

use serde::{Deserialize, Serialize};

/// The user id that a function sees as its own, as on AWS (`sbx_user`).
pub(crate) const INSIDE_UID: u32 = 993;
/// The group id that a function sees as its own.
pub(crate) const INSIDE_GID: u32 = 990;

const MAGIC: [u8; 4] = *b"SMR1";
/// Bytes of the head: magic, host user id, flags.
pub(crate) const HEAD_BYTES: usize = 12;
const FLAG_CHANNEL: u32 = 1;
const FLAG_TMP: u32 = 2;

/// The part of an order that the launcher reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// The host user id that [`INSIDE_UID`] is mapped to.
    pub host_uid: u32,
    /// Whether a channel descriptor follows lifeline and log.
    pub channel: bool,
    /// Whether a disk for `/tmp` follows those.
    pub tmp: bool,
}

impl Head {
    /// Its bytes.
    pub(crate) fn encode(self) -> [u8; HEAD_BYTES] {
        let flag = |set, flag| if set { flag } else { 0 };
        let flags = flag(self.channel, FLAG_CHANNEL) | flag(self.tmp, FLAG_TMP);
        let mut bytes = [0; HEAD_BYTES];
        let parts = MAGIC.into_iter().chain(self.host_uid.to_le_bytes()).chain(flags.to_le_bytes());
        bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        bytes
    }

    /// Reads the head of a message; `None` when it is no order.
    pub(crate) fn decode(message: &[u8]) -> Option<Self> {
        let rest = message.strip_prefix(&MAGIC)?;
        let (uid, rest) = rest.split_first_chunk::<4>()?;
        let (flags, _) = rest.split_first_chunk::<4>()?;
        let flags = u32::from_le_bytes(*flags);
        Some(Self {
            host_uid: u32::from_le_bytes(*uid),
            channel: flags & FLAG_CHANNEL != 0,
            tmp: flags & FLAG_TMP != 0,
        })
    }
}

/// How the target of a mount begins that covers something in `/proc`, and so comes after it.
pub(crate) const IN_PROC: &str = "proc/";

/// One sandbox, as its first process builds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    /// What is shown of the host, each at a place inside.
    pub mounts: Vec<Mount>,
    /// Folders to make, parents first; the targets of mounts are made without being named here.
    pub folders: Vec<String>,
    /// Symbolic links to make: place and content.
    pub links: Vec<(String, String)>,
    /// Small files to write: place and content.
    pub files: Vec<(String, String)>,
    /// The size of the private `/tmp`, when it is a tmpfs; none when a spare gets it later.
    pub tmp_mib: Option<u32>,
    /// TCP ports to listen on at the sandbox's own loopback address.
    pub ports: Vec<u16>,
    /// The name of the machine as seen inside.
    pub host_name: String,
    /// The program to run; a spare may get it later.
    pub start: Option<Start>,
    /// The most processes and threads.
    pub processes_max: u64,
    /// The most open files of a process.
    pub open_files_max: u64,
    /// Whether a host that refuses a fresh `/proc` may go without.
    pub proc_optional: bool,
    /// Whether this is a spare: it waits for its [`Adoption`] before it is finished.
    pub spare: bool,
}

impl Order {
    /// Whether its program is told of this variable.
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        let mut variables = self.start.iter().flat_map(|start| &start.environment);
        variables.any(|(known, _)| known == name)
    }
}

/// A program, as it is executed inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Start {
    /// Absolute, as seen inside.
    pub program: String,
    /// Its arguments, its own name first.
    pub arguments: Vec<String>,
    /// Its whole environment.
    pub environment: Vec<(String, String)>,
    /// Where it starts.
    pub working_folder: String,
}

/// What makes a function's sandbox of a spare one. Its descriptors are the mounts, detached, in
/// their order, then the disk for `/tmp` and the channel, as far as they come with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Adoption {
    /// What is shown besides what the spare has: the targets of the mounts that come with it.
    pub mounts: Vec<Mount>,
    /// Empty folders of the spare's that this function is not to see.
    pub removed: Vec<String>,
    /// The size of `/tmp`, if the spare has none yet.
    pub tmp_mib: Option<u32>,
    /// Whether the disk for `/tmp` comes with it.
    pub disk: bool,
    /// Whether the channel comes with it.
    pub channel: bool,
    /// Whether the image of an initialised process comes with it, table and memory, to begin with
    /// in place of a program.
    pub image: bool,
    /// TCP ports to listen on at the sandbox's own loopback address.
    pub ports: Vec<u16>,
    /// The program to run, if the spare runs none yet.
    pub start: Option<Start>,
}

/// A file or folder of the host, shown read-only inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mount {
    /// Where it is on the host.
    pub source: String,
    /// Where it is shown, without the leading slash.
    pub target: String,
    /// What it is.
    pub kind: MountKind,
}

/// What a [`Mount`] shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MountKind {
    /// A folder with all below it.
    Folder,
    /// One file.
    File,
    /// A device node, which stays usable.
    Device,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_reads_back_and_a_stranger_does_not() {
        let head = Head { host_uid: 1_879_048_193, channel: true, tmp: false };
        assert_eq!(Head::decode(&head.encode()), Some(head));
        assert_eq!(Head::decode(b"SMR0________"), None);
        assert_eq!(Head::decode(b"SMR1__"), None);
    }
}
