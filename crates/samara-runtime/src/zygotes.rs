//! Which versions are kept as images to copy, as a value, and the task that makes them.
//!
//! A *zygote* is the image of a function that has initialised ([`crate::sandbox::image`]). It is
//! taken of an instance that is started for this alone, after the second start of the version, or
//! when its publication asks for it; so no call ever waits for it. What lies in memory are the
//! images, the last used first, up to [`BYTES_MAX`] together; no process stays behind.
//!
//! Of a version that cannot be copied the reason is kept, so that it is not tried at every start.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::language::Language;
use crate::layout::{Plan, wrapper};
use crate::mother;
use crate::runtime::Inner;
use crate::sandbox::image::Image;
use crate::spec::{Copies, InstanceSpec, LogSink};

/// The most memory that all images together take.
pub(crate) const BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The most memory that one image takes: the largest functions are started plainly.
pub(crate) const IMAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Of how many versions it is remembered whether they can be copied.
const KNOWN_MAX: usize = 512;
/// After how many starts its image is made: what is started once and then kept warm needs none.
const STARTS_MIN: u32 = 2;
/// After how many copies in a row that did not start a version is not copied any more.
const FAILURES_MAX: u32 = 3;
/// What differs between two instances of a version, and is renewed in each copy.
pub(crate) const RENEWED: [&str; 3] =
    ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/// Why a function cannot begin as a copy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCopied {
    /// It does not initialise; its error.
    #[error("its initialisation failed: {0}")]
    Failed(String),
    /// It, or this server, is not made for it; why not.
    #[error("{0}")]
    Refused(String),
    /// The server ends; nothing was found out.
    #[error("the server is stopping")]
    Stopping,
}

/// Which functions of a server begin as copies of one that has initialised already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyPolicy {
    /// None.
    Never,
    /// Those that ask for it, by `SnapStart` or their tag `samara:copies`.
    OnRequest,
    /// Those too whose initialisation was seen to be harmless to copy.
    Proved,
}

/// What an initialised function depends on: two instances with the same can begin as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    function_arn: String,
    version: String,
    runtime: String,
    handler: String,
    code_dir: PathBuf,
    layer_dirs: Vec<PathBuf>,
    environment: Vec<(String, String)>,
    limits: (u32, u64, u32),
    log_group: String,
}

impl Key {
    pub(crate) fn of(spec: &InstanceSpec) -> Self {
        let mut environment = spec.environment.clone();
        environment.retain(|(name, _)| !RENEWED.contains(&name.as_str()));
        Self {
            function_arn: spec.function_arn.clone(),
            version: spec.version.clone(),
            runtime: spec.runtime.clone(),
            handler: spec.handler.clone(),
            code_dir: spec.code_dir.clone(),
            layer_dirs: spec.layer_dirs.clone(),
            environment,
            limits: (spec.memory_mib, spec.timeout_ms, spec.ephemeral_storage_mib),
            log_group: spec.log_group.clone(),
        }
    }
}

/// What is known of a version.
#[derive(Debug, Clone)]
enum State<I> {
    /// It is being made.
    Making,
    /// It can be copied.
    Ready(Arc<I>, u64),
    /// It cannot; why not.
    Refused(String),
    /// It could, and was let go, or did not start.
    Gone,
}

#[derive(Debug)]
struct Entry<K, I> {
    key: K,
    state: State<I>,
    starts: u32,
    failures: u32,
}

/// The images of a server, and what is known of versions without. The last used comes first.
#[derive(Debug)]
pub(crate) struct Shelf<K, I> {
    entries: VecDeque<Entry<K, I>>,
    bytes_max: u64,
}

impl<K: PartialEq, I> Shelf<K, I> {
    pub(crate) fn new(bytes_max: u64) -> Self {
        Self { entries: VecDeque::new(), bytes_max }
    }

    fn entry(&mut self, key: K) -> &mut Entry<K, I> {
        let known = self.entries.iter().position(|entry| entry.key == key);
        let entry = known.and_then(|at| self.entries.remove(at));
        let entry = entry.unwrap_or(Entry { key, state: State::Gone, starts: 0, failures: 0 });
        self.entries.truncate(KNOWN_MAX - 1);
        self.entries.push_front(entry);
        // It was pushed a line above.
        #[expect(clippy::indexing_slicing, reason = "an entry was pushed to the front")]
        &mut self.entries[0]
    }

    /// The image of a version; otherwise why there is none.
    pub(crate) fn find(&mut self, key: K) -> Result<Arc<I>, String> {
        match &self.entry(key).state {
            State::Ready(image, _) => Ok(Arc::clone(image)),
            State::Refused(reason) => Err(reason.clone()),
            State::Making => Err("its image is being made".to_owned()),
            State::Gone => Err("no image of it was made yet".to_owned()),
        }
    }

    /// Whether its image is to be made by whoever asks; it is being made from then on.
    pub(crate) fn begin(&mut self, key: K) -> bool {
        let entry = self.entry(key);
        let gone = matches!(entry.state, State::Gone);
        if gone {
            entry.state = State::Making;
        }
        gone
    }

    /// A start has ended that was no copy. Whether the image is to be made for those to come.
    pub(crate) fn started(&mut self, key: K) -> bool {
        let entry = self.entry(key);
        entry.starts += 1;
        let due = STARTS_MIN <= entry.starts && matches!(entry.state, State::Gone);
        if due {
            entry.state = State::Making;
        }
        due
    }

    /// Whether it is being made.
    fn is_making(&self, key: &K) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.key == *key && matches!(entry.state, State::Making))
    }

    /// Takes in what was made, with its size, or why it could not be. Those that were not used for
    /// the longest time go for it.
    pub(crate) fn put(&mut self, key: K, made: Result<(I, u64), String>) {
        let entry = self.entry(key);
        entry.state = match made {
            Ok((image, bytes)) => State::Ready(Arc::new(image), bytes),
            Err(reason) => State::Refused(reason),
        };
        let mut total = 0;
        for entry in &mut self.entries {
            if let State::Ready(_, bytes) = entry.state {
                total += bytes;
                if self.bytes_max < total {
                    entry.state = State::Gone;
                }
            }
        }
    }

    /// A copy of it did not start: another image may do better.
    pub(crate) fn failed(&mut self, key: K, reason: &str) {
        let entry = self.entry(key);
        entry.failures += 1;
        entry.state = if entry.failures < FAILURES_MAX {
            State::Gone
        } else {
            State::Refused(format!("copies of it did not start: {reason}"))
        };
    }

    /// The bytes of all images.
    pub(crate) fn bytes(&self) -> u64 {
        let bytes = |entry: &Entry<K, I>| match entry.state {
            State::Ready(_, bytes) => bytes,
            _ => 0,
        };
        self.entries.iter().map(bytes).sum()
    }

    /// Lets go of all images.
    fn clear(&mut self) {
        self.entries.clear();
    }
}

/// The zygotes of one server.
pub(crate) struct Zygotes {
    policy: CopyPolicy,
    /// Only root can read another sandbox's process.
    privileged: bool,
    shelf: Mutex<Shelf<Key, Image>>,
    /// One is made at a time.
    making: tokio::sync::Semaphore,
    /// One was put.
    put: tokio::sync::Notify,
}

impl Zygotes {
    pub(crate) fn new(policy: CopyPolicy, privileged: bool) -> Self {
        Self {
            policy,
            privileged,
            shelf: Mutex::new(Shelf::new(BYTES_MAX)),
            making: tokio::sync::Semaphore::new(1),
            put: tokio::sync::Notify::new(),
        }
    }

    /// Whether this function may begin as a copy; otherwise why not.
    fn permits(&self, plan: &Plan) -> Result<(), String> {
        let reason = match (self.policy, plan.spec.copies) {
            (CopyPolicy::Never, _) => "this server makes no copies",
            (_, Copies::Never) => "its tag samara:copies says never",
            (CopyPolicy::OnRequest, Copies::IfProved) => {
                "it does not ask for it, by SnapStart or its tag samara:copies"
            }
            _ if plan.language == Language::Native => {
                "copies are made of Python and Node functions alone"
            }
            _ if !self.privileged => "only root can copy",
            _ if wrapper(&plan.spec).is_some() => "AWS_LAMBDA_EXEC_WRAPPER starts the interpreter",
            _ => return Ok(()),
        };
        Err(reason.to_owned())
    }

    /// The image that this function can begin with; otherwise why there is none.
    pub(crate) fn find(&self, plan: &Plan) -> Result<Arc<Image>, String> {
        self.permits(plan)?;
        self.shelf().find(Key::of(&plan.spec))
    }

    /// A copy did not start.
    pub(crate) fn failed(&self, plan: &Plan, reason: &str) {
        self.shelf().failed(Key::of(&plan.spec), reason);
    }

    /// The memory that all images take.
    pub(crate) fn bytes(&self) -> u64 {
        self.shelf().bytes()
    }

    /// Lets go of all.
    pub(crate) fn stop(&self) {
        self.making.close();
        self.shelf().clear();
        self.put.notify_waiters();
    }

    /// A panic under this lock leaves nothing half done.
    fn shelf(&self) -> MutexGuard<'_, Shelf<Key, Image>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A version has started in another way: has its image made, if it can be, for the starts to come.
pub(crate) fn consider(runtime: &Arc<Inner>, plan: &Plan) {
    let zygotes = &runtime.zygotes;
    let key = Key::of(&plan.spec);
    if zygotes.permits(plan).is_err() {
        return;
    }
    // Of what asks for it the next start is to be a copy already.
    let due = match plan.spec.copies {
        Copies::Always | Copies::AskedIfProved => zygotes.shelf().begin(key),
        Copies::IfProved | Copies::Never => zygotes.shelf().started(key),
    };
    if due {
        let (runtime, plan) = (Arc::clone(runtime), plan.clone());
        // Owner: the runtime, whose launcher's end ends the sandbox that this waits for.
        tokio::spawn(async move { make(&runtime, &plan, None).await });
    }
}

/// Has the image of a version made, and waits for it.
pub(crate) async fn ready(
    runtime: &Arc<Inner>,
    plan: &Plan,
    logs: Arc<dyn LogSink>,
) -> Result<(), NotCopied> {
    let zygotes = &runtime.zygotes;
    zygotes.permits(plan).map_err(NotCopied::Refused)?;
    let key = Key::of(&plan.spec);
    if zygotes.shelf().begin(key.clone()) {
        make(runtime, plan, Some(logs)).await;
    }
    loop {
        let changed = zygotes.put.notified();
        if zygotes.making.is_closed() {
            return Err(NotCopied::Stopping);
        }
        if !zygotes.shelf().is_making(&key) {
            break;
        }
        changed.await;
    }
    zygotes.shelf().find(key).map(|_| ()).map_err(|reason| {
        match reason.strip_prefix(mother::INIT_FAILED) {
            Some(error) => NotCopied::Failed(error.to_owned()),
            None => NotCopied::Refused(reason),
        }
    })
}

/// Makes an image, one at a time, and puts it on the shelf.
async fn make(runtime: &Arc<Inner>, plan: &Plan, logs: Option<Arc<dyn LogSink>>) {
    let zygotes = &runtime.zygotes;
    let Ok(_turn) = zygotes.making.acquire().await else { return };
    let made = mother::image(runtime, plan, logs).await;
    if let Err(reason) = &made {
        tracing::debug!(function = plan.spec.function_name, reason, "not copied");
    }
    let made = made.map(|image| {
        let bytes = image.bytes;
        (image, bytes)
    });
    zygotes.shelf().put(Key::of(&plan.spec), made);
    zygotes.put.notify_waiters();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Images of functions that nobody calls would take the memory of those that run.
    #[test]
    fn what_was_not_used_for_the_longest_time_goes() {
        let mut shelf = Shelf::new(100);
        for (key, bytes) in [("a", 40), ("b", 40)] {
            assert!(shelf.begin(key));
            shelf.put(key, Ok((key, bytes)));
        }
        assert_eq!(shelf.find("a").as_deref(), Ok(&"a"));
        assert!(shelf.begin("c"));
        shelf.put("c", Ok(("c", 40)));
        assert_eq!(shelf.bytes(), 80);
        assert_eq!(shelf.find("b"), Err("no image of it was made yet".to_owned()));
        assert!(shelf.find("a").is_ok() && shelf.find("c").is_ok());
        assert!(shelf.begin("b"), "it may be made again");
    }

    /// Most functions are started once and kept: an image of each would be wasted.
    #[test]
    fn what_is_started_once_has_no_image() {
        let mut shelf = Shelf::<_, ()>::new(100);
        assert!(!shelf.started("a"));
        assert!(shelf.started("a"));
        assert!(!shelf.started("a"), "it is being made");
    }

    /// A version that cannot be copied must not be initialised once more at each of its starts.
    #[test]
    fn a_refusal_is_remembered() {
        let mut shelf = Shelf::<_, ()>::new(100);
        assert!(shelf.begin("a"));
        assert!(!shelf.begin("a"), "one is being made");
        shelf.put("a", Err("uuid.uuid4() at app.py:3".to_owned()));
        assert!(!shelf.begin("a"));
        assert_eq!(shelf.find("a"), Err("uuid.uuid4() at app.py:3".to_owned()));
    }

    /// Addresses that collide by chance do not do so again; anything else would for ever.
    #[test]
    fn what_does_not_start_again_and_again_is_given_up() {
        let mut shelf = Shelf::new(100);
        for _ in 0..FAILURES_MAX {
            assert!(shelf.begin("a"));
            shelf.put("a", Ok((1, 10)));
            shelf.failed("a", "no room");
        }
        assert!(!shelf.begin("a"));
        assert_eq!(shelf.find("a"), Err("copies of it did not start: no room".to_owned()));
    }
}
