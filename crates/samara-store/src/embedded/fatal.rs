//! The ends of the process: where going on would mean to acknowledge what may be lost.
//!
//! After a failed fdatasync nobody knows which pages are on the disk, and a second one would say
//! that all is well; after a panic in the index its locks are poisoned and its state is unknown.
//! What was acknowledged is on the disk, and starting again takes a fraction of a second: so the
//! process ends, at once, with a message that says why.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The exit status of a process whose disk failed (`EX_IOERR` of sysexits).
pub(crate) const EXIT_DISK: i32 = 74;
/// The exit status of a process in which a part of the store failed (`EX_SOFTWARE`).
pub(crate) const EXIT_DEFECT: i32 = 70;

/// Ends the process because the disk failed under the log.
pub(crate) fn disk_failed(doing: &str, error: &io::Error) -> ! {
    end(
        EXIT_DISK,
        &format!(
            "could not {doing}: {error}. Everything acknowledged so far was synced before. Check \
             the disk, then start again."
        ),
    )
}

/// Runs a piece of the index; a panic in it ends the process.
pub(crate) fn guarded<T>(doing: &str, work: impl FnOnce() -> T) -> T {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(_) => end(
            EXIT_DEFECT,
            &format!("{doing} failed unexpectedly. Everything acknowledged is in the log."),
        ),
    }
}

#[expect(clippy::exit, reason = "the one place where going on would break a promise")]
fn end(status: i32, message: &str) -> ! {
    if tracing::dispatcher::has_been_set() {
        tracing::error!("{message}");
    } else {
        eprintln!("samara: {message}");
    }
    std::process::exit(status)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{EXIT_DEFECT, guarded};

    const WANTED: &str = "SAMARA_STORE_TEST_PANIC";

    /// The process that ends: it does nothing unless it is told to.
    #[test]
    fn victim() {
        if std::env::var_os(WANTED).is_some() {
            guarded("reading the index", || panic!("a defect, as the test wants it"));
        }
    }

    /// A panic in the index poisons its locks for good: every request after it would hang or fail
    /// in its own way. The process must end instead, and say that nothing is lost.
    #[test]
    fn a_panic_in_the_index_ends_the_process() {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "embedded::fatal::tests::victim", "--nocapture"]);
        let ended = command.env(WANTED, "1").output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(EXIT_DEFECT), "{said}");
        assert!(said.contains("reading the index failed unexpectedly"), "{said}");
    }
}
