//! The runtime: what is the same for all instances of a server.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use samara_base::Clock;

use crate::bootstraps;
use crate::cgroup::{GroupVersion, Groups};
use crate::ephemeral::{Ephemeral, in_memory};
use crate::freezer::Freezer;
use crate::instance::{Instance, Made};
use crate::interpreters::{Finder, Interpreter, NoInterpreter};
use crate::language::{Language, UnsupportedRuntime};
use crate::launcher::client::{Launcher, OrderError};
use crate::launcher::order::Order;
use crate::layers::Layers;
use crate::layout::Base;
use crate::load::{self, Load};
use crate::merged::Merged;
use crate::packages::Packages;
use crate::reaper::Reaper;
use crate::spares::{Spares, keep};
use crate::spec::{Door, InstanceId, InstanceSpec, LogLine, LogSink};
use crate::way::SpareReport;
use crate::zygotes::{self, CopyPolicy, NotCopied, Zygotes};

/// The host user ids that instances run as, when the server is root: a range that no distribution
/// gives out (subordinate ids begin at 100,000 and end long before).
pub(crate) const HOST_UID_FIRST: u32 = 1_879_048_192;
const HOST_UIDS: u64 = 65_536;

/// How the functions of this server are kept apart from the host and from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// Everything, or nothing runs.
    Full,
    /// What the host gives; the rest is named in [`HostReport::missing`].
    Partial,
}

/// How much CPU an instance gets; 1,769 MiB of memory are worth one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CpuShare {
    /// A share by its memory when others want the CPU too; all that is free otherwise.
    Weight,
    /// Never more than its share, as on AWS; its initialisation has no limit.
    Quota,
}

/// What the runtime is told at start.
#[derive(Clone)]
pub struct Config {
    /// The runtime's own folder, for bootstraps and merged layers. Every user must be able to
    /// read it; only the server may write.
    pub data_dir: PathBuf,
    /// Where language layers are kept: a folder that several servers may share, and that every
    /// user can read.
    pub layers_dir: PathBuf,
    /// What to do on a host that cannot isolate fully.
    pub isolation: Isolation,
    /// How CPU is shared. Since v0.1.
    pub cpu: CpuShare,
    /// Whether sandboxes are made and interpreters are started ahead, once functions are started
    /// that can use them: they cost memory. Since v0.1.
    pub prewarm: bool,
    /// Which functions begin as copies of one that has initialised. Since v0.1.
    pub copies: CopyPolicy,
    /// Whether this whole process moves to a control group that weighs more than its functions':
    /// for a process that is a server and nothing else. Since v0.1.
    pub weigh_server: bool,
    /// The port of the AWS endpoint at the sandbox's own 127.0.0.1.
    pub endpoint_port: u16,
    /// The executable that becomes the launcher when it is started with
    /// [`crate::LAUNCHER_ARGUMENT`]: the server's own.
    pub launcher: PathBuf,
    /// The server's `PATH`, where interpreters are looked for.
    pub path: Option<OsString>,
    /// The server's home folder, where version managers keep interpreters.
    pub home: Option<PathBuf>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
}

/// Why the runtime could not start.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The runtime's folder cannot be written.
    #[error("the folder {} cannot be prepared", folder.display())]
    Folder {
        /// Which one.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The launcher did not start.
    #[error("the launcher process did not start")]
    Launcher(#[source] std::io::Error),
    /// The host gives no memory limits, and [`Isolation::Full`] was asked for.
    #[error(
        "this host gives the server no control groups with memory limits, without which one \
         function could take all memory: run the server as root, or under systemd with \
         Delegate=yes, or accept it with --isolation=partial"
    )]
    NoMemoryLimits,
    /// The host has no way to limit CPU, and [`CpuShare::Quota`] was asked for.
    #[error(
        "this host gives the server no cpu controller, without which --cpu-quota has no effect: \
         run the server as root, or under systemd with Delegate=yes, or leave --cpu-quota out"
    )]
    NoCpuQuota,
    /// A sandbox cannot be built here.
    #[error(
        "this host does not let the server build a sandbox: {0} (`samara doctor` says what to change)"
    )]
    NoSandbox(String),
}

/// Why an instance could not be started: never the function's own fault.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The runtime is none that is supported.
    #[error(transparent)]
    Unsupported(#[from] UnsupportedRuntime),
    /// No interpreter of the language.
    #[error(transparent)]
    NoInterpreter(#[from] NoInterpreter),
    /// The code folder is not there.
    #[error("the function's code is not at {}", .0.display())]
    NoCode(PathBuf),
    /// The code folder is closed to the user that the function runs as.
    #[error("the function's code at {} is not readable by every user", .0.display())]
    ClosedCode(PathBuf),
    /// The function's layers could not be merged.
    #[error("the function's layers could not be merged")]
    Layers(#[source] std::io::Error),
    /// The control group could not be made.
    #[error("the instance's control group could not be made")]
    ControlGroup(#[source] std::io::Error),
    /// The disk for its `/tmp` could not be made.
    #[error("the disk for the instance's /tmp could not be made: {0}")]
    Disk(String),
    /// The launcher could not be asked.
    #[error("the sandbox could not be ordered")]
    Order(#[source] OrderError),
    /// The sandbox could not be built; the step and the reason.
    #[error("the sandbox could not be built: {0}")]
    Sandbox(String),
    /// A descriptor could not be made or used.
    #[error("a descriptor of the instance failed")]
    Descriptor(#[source] std::io::Error),
    /// The runtime is shutting down.
    #[error("the runtime is shutting down")]
    Stopping,
}

impl StartError {
    pub(crate) fn io(error: rustix::io::Errno) -> Self {
        Self::Descriptor(error.into())
    }

    pub(crate) fn no_listener() -> Self {
        Self::Sandbox("its listeners did not arrive".to_owned())
    }
}

/// What this host gives.
#[derive(Debug, Clone)]
pub struct HostReport {
    /// What was asked for.
    pub isolation: Isolation,
    /// The control groups that limit memory, if any.
    pub groups: Option<GroupVersion>,
    /// Whether each instance has a host user id of its own.
    pub user_per_instance: bool,
    /// What full isolation would have and this host does not give, a sentence each.
    pub missing: Vec<String>,
    /// The launcher's process id.
    pub launcher_process_id: u32,
}

/// Instances of functions. A cheap handle; all clones are one.
#[derive(Clone)]
pub struct Runtime(pub(crate) Arc<Inner>);

/// What all instances share.
pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) launcher: Launcher,
    pub(crate) groups: Option<Arc<Groups>>,
    pub(crate) door: Arc<dyn Door>,
    pub(crate) reaper: Arc<Reaper>,
    pub(crate) freezer: Freezer,
    /// The disks for `/tmp`, where they can be made.
    pub(crate) ephemeral: Option<Ephemeral>,
    /// Sandboxes made ahead, and the order for an empty one.
    pub(crate) spares: Arc<Spares>,
    pub(crate) bare: Arc<Order>,
    /// Images of functions that have initialised.
    pub(crate) zygotes: Zygotes,
    pub(crate) packages: Packages,
    pub(crate) base: Arc<Base>,
    pub(crate) bootstraps: bootstraps::Folders,
    finder: Finder,
    pub(crate) layers: Layers,
    pub(crate) merged: Merged,
    found: Mutex<HashMap<Language, Interpreter>>,
    finding: tokio::sync::Mutex<()>,
    next_id: AtomicU64,
    started: Instant,
    privileged: bool,
    missing: Vec<String>,
    pub(crate) proc_optional: bool,
    load: Load,
}

impl Inner {
    /// The host user id of an instance.
    pub(crate) fn host_uid(&self, id: InstanceId) -> u32 {
        if !self.privileged {
            return rustix::process::geteuid().as_raw();
        }
        HOST_UID_FIRST + u32::try_from(id.0 % HOST_UIDS).unwrap_or_default()
    }

    /// The interpreter for this language, if it has been looked for.
    fn known(&self, language: Language) -> Option<Interpreter> {
        self.found.lock().ok()?.get(&language).cloned()
    }

    /// What an instance that has initialised is held to, if to anything.
    pub(crate) fn cpu(&self) -> CpuShare {
        self.config.cpu
    }

    /// Microseconds since the runtime started.
    pub(crate) fn uptime_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Ends everything, in the order in which one needs the other. Blocking; twice is once.
    fn stop(&self) {
        // First: what is being made fails from here on, which is no fault of its function.
        self.zygotes.stop();
        self.launcher.stop();
        self.spares.stop();
        self.freezer.stop();
        if let Some(disks) = &self.ephemeral {
            disks.stop();
        }
        self.reaper.stop();
        if let Some(groups) = &self.groups {
            groups.remove_all();
        }
    }

    /// Lets the server weigh more than its functions, soon: moving a process to another group has
    /// the kernel wait for every processor, some ten milliseconds, in which nobody can fork. So
    /// it comes after the sandbox that a start tries out.
    fn weigh(&self) {
        let Some(groups) = self.groups.clone().filter(|_| self.config.weigh_server) else { return };
        let launcher = self.launcher.process_id();
        // Owner: nobody; it is over in milliseconds, and the end of the groups waits for it.
        tokio::task::spawn_blocking(move || groups.weigh_server(launcher));
    }

    pub(crate) fn next_id(&self) -> InstanceId {
        InstanceId(self.next_id.fetch_add(1, Ordering::Relaxed))
    }

    /// What full isolation would have and this host does not give.
    fn missing(&self) -> Vec<String> {
        let tmp = self.ephemeral.as_ref().and_then(Ephemeral::failure);
        self.missing.iter().cloned().chain(tmp.map(|reason| in_memory(&reason))).collect()
    }

    /// Builds an empty sandbox, to learn at start and not at the first call whether that works.
    async fn probe(&self) -> Result<(), String> {
        let order = self.base.probe_order(self.config.endpoint_port, self.proc_optional);
        crate::doctor::empty_sandbox(&self.launcher, &order, Vec::new()).await
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the host's control groups cannot do.
fn missing_of(groups: Option<&Groups>) -> Vec<String> {
    let mut missing = Vec::new();
    let mut note = |wanting: bool, what: &str| {
        if wanting {
            missing.push(what.to_owned());
        }
    };
    let lacks = |able: fn(&Groups) -> bool| groups.is_some_and(|groups| !able(groups));
    note(groups.is_none(), "no control groups: memory is not limited");
    let processes = "no pids controller: processes are limited by user alone";
    note(lacks(Groups::limits_processes), processes);
    note(lacks(Groups::shares_cpu), "no cpu controller: CPU is not shared by memory");
    let freezer = "no freezer: a function may go on working after its response";
    note(!groups.is_some_and(Groups::can_freeze), freezer);
    missing
}

/// The control groups that the host gives, if they are enough for what was asked for.
fn groups_of(config: &Config) -> Result<Option<Groups>, RuntimeError> {
    let groups = Groups::prepare(&config.data_dir);
    if groups.is_none() && config.isolation == Isolation::Full {
        return Err(RuntimeError::NoMemoryLimits);
    }
    let no_cpu = !groups.as_ref().is_some_and(Groups::shares_cpu);
    if no_cpu && config.cpu == CpuShare::Quota {
        return Err(RuntimeError::NoCpuQuota);
    }
    Ok(groups)
}

impl Runtime {
    /// Starts the launcher and learns what the host gives.
    ///
    /// # Errors
    /// [`RuntimeError`]; nothing is left running then.
    pub async fn start(config: Config, door: Arc<dyn Door>) -> Result<Self, RuntimeError> {
        let folder = |source| RuntimeError::Folder { folder: config.data_dir.clone(), source };
        std::fs::create_dir_all(&config.data_dir).map_err(folder)?;
        let bootstraps = bootstraps::Folders::write(&config.data_dir).map_err(folder)?;
        let empty = config.data_dir.join("empty");
        std::fs::create_dir_all(&empty).map_err(folder)?;
        let groups = groups_of(&config)?;
        let path: Vec<PathBuf> =
            config.path.iter().flat_map(|path| std::env::split_paths(path)).collect();
        let disks = Ephemeral::prepare(&config.data_dir, &path);
        let mut missing = missing_of(groups.as_ref());
        let launcher = Launcher::start(&config.launcher).map_err(RuntimeError::Launcher)?;
        let reaper = Reaper::start().map_err(RuntimeError::Launcher)?;
        let privileged = rustix::process::geteuid().is_root();
        let base = Base::of_host(&empty);
        let mut inner = Inner {
            clock: Arc::clone(&config.clock),
            launcher,
            groups: groups.map(Arc::new),
            door,
            reaper: Arc::new(reaper),
            freezer: Freezer::start().map_err(RuntimeError::Launcher)?,
            ephemeral: None,
            spares: Arc::new(Spares::new(privileged && config.prewarm)),
            zygotes: Zygotes::new(config.copies, privileged),
            bare: Arc::new(base.bare(false)),
            packages: Packages::default(),
            base: Arc::new(base),
            bootstraps,
            layers: Layers::new(&config.layers_dir),
            merged: Merged::new(&config.data_dir),
            finder: Finder::new(config.path.as_deref(), config.home.as_deref()),
            found: Mutex::default(),
            finding: tokio::sync::Mutex::default(),
            next_id: AtomicU64::new(1),
            started: Instant::now(),
            privileged,
            missing: Vec::new(),
            proc_optional: false,
            load: Load::default(),
            config,
        };
        if let Err(reason) = inner.probe().await {
            inner.proc_optional = true;
            inner.bare = Arc::new(inner.base.bare(true));
            let partial = inner.config.isolation == Isolation::Partial;
            if !partial || inner.probe().await.is_err() {
                return Err(RuntimeError::NoSandbox(reason));
            }
            missing.push(format!("functions have no /proc: {reason}"));
        }
        match disks {
            Ok(disks) => inner.ephemeral = Some(disks),
            Err(error) => missing.push(in_memory(&error.reason())),
        }
        inner.missing = missing;
        let inner = Arc::new(inner);
        inner.weigh();
        // Owner: the runtime, whose `stop` ends it, as does its going away.
        tokio::spawn(keep(Arc::clone(&inner.spares), Arc::downgrade(&inner)));
        Ok(Self(inner))
    }

    /// Starts an instance and waits for the end of its init phase, which may take ten seconds.
    ///
    /// A function that fails to initialise is no error here: its first call initialises it again
    /// and is told, as on AWS.
    ///
    /// # Errors
    /// [`StartError`]: the platform's own failures.
    pub async fn start_instance(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> Result<Instance, StartError> {
        let plan = self.plan(spec).await?;
        tracing::debug!(target: "start", phase = "planned");
        for text in plan.remarks() {
            logs.line(LogLine { at: self.0.clock.now(), request_id: None, text: &text });
        }
        let made = Made { id: self.0.next_id(), plan };
        let started = Instance::start(Arc::clone(&self.0), made, logs).await;
        tracing::debug!(target: "start", phase = "ready");
        started
    }

    /// The sandboxes that are kept ready for starts to come.
    #[must_use]
    pub fn spares(&self) -> Vec<SpareReport> {
        self.0.spares.report()
    }

    /// Has the image of this function made, and waits for it: from then on its instances begin as
    /// copies. What it writes while it initialises goes to the log.
    ///
    /// # Errors
    /// [`NotCopied`] says why it cannot be copied.
    pub async fn copyable(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> Result<(), NotCopied> {
        let plan = self.plan(spec).await;
        let plan = plan.map_err(|error| NotCopied::Refused(error.to_string()))?;
        zygotes::ready(&self.0, &plan, logs).await
    }

    /// The memory that the images of initialised functions and of interpreters take, in bytes.
    #[must_use]
    pub fn image_bytes(&self) -> u64 {
        self.0.zygotes.bytes() + self.0.spares.image_bytes()
    }

    /// The interpreter that runs this language here, looked for once.
    ///
    /// # Errors
    /// [`NoInterpreter`] says what to install.
    pub async fn interpreter(
        &self,
        language: Language,
    ) -> Result<Option<Interpreter>, NoInterpreter> {
        if let Some(known) = self.0.known(language) {
            return Ok(Some(known));
        }
        // A burst of first starts must not look, and compile, once each.
        let _one_at_a_time = self.0.finding.lock().await;
        if let Some(known) = self.0.known(language) {
            return Ok(Some(known));
        }
        let inner = Arc::clone(&self.0);
        let looked = tokio::task::spawn_blocking(move || {
            let found = inner.finder.find(language)?;
            if let Some(interpreter) = &found {
                inner.bootstraps.compile(interpreter);
            }
            Ok(found)
        });
        let looked = looked.await;
        let found = looked.unwrap_or_else(|_| {
            Err(NoInterpreter { wanted: language.to_string(), name: "the language" })
        })?;
        if let Some(warning) = found.as_ref().and_then(Interpreter::warning) {
            tracing::warn!("{warning}");
        }
        if let (Ok(mut all), Some(found)) = (self.0.found.lock(), &found) {
            all.insert(language, found.clone());
        }
        Ok(found)
    }

    /// Every interpreter of this host that a function could run on. Each is started once to ask it
    /// for its version, so this is for people who look, not for a start.
    pub async fn interpreters(&self) -> Vec<Interpreter> {
        let inner = Arc::clone(&self.0);
        let languages = tokio::task::spawn_blocking(move || inner.finder.languages()).await;
        let mut all = Vec::new();
        for language in languages.unwrap_or_default() {
            if let Ok(Some(interpreter)) = self.interpreter(language).await {
                all.push(interpreter);
            }
        }
        all
    }

    /// The AWS SDKs that functions find in their runtime.
    #[must_use]
    pub fn layers(&self) -> &Layers {
        &self.0.layers
    }

    /// Whether a processor has had nothing to do since this was last asked.
    #[must_use]
    pub fn processor_is_idle(&self) -> bool {
        self.0.load.processor_is_idle()
    }

    /// Whether the machine is short of memory.
    #[must_use]
    pub fn memory_is_short(&self) -> bool {
        load::memory_is_short()
    }

    /// What this host gives.
    #[must_use]
    pub fn host_report(&self) -> HostReport {
        HostReport {
            isolation: self.0.config.isolation,
            groups: self.0.groups.as_deref().map(Groups::version),
            user_per_instance: self.0.privileged,
            missing: self.0.missing(),
            launcher_process_id: self.0.launcher.process_id(),
        }
    }

    /// Kills every instance, ends the launcher, and removes the control groups.
    pub async fn shutdown(&self) {
        let inner = Arc::clone(&self.0);
        let stopped = tokio::task::spawn_blocking(move || {
            inner.stop();
        });
        let _panicked = stopped.await;
    }
}
