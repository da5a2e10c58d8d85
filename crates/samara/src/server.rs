//! The server: everything built, joined, run and drained.

mod sdks;
mod secrets;
mod snapshots;
mod wiring;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use samara_base::{Account, Clock, Entropy, Region};
use samara_front::{BindError, Config, Credential, Front, Listening, Parts, Table, all_services};
use samara_runtime::Toolbox;
use samara_store::{About, Embedded, EmbeddedConfig, StoreExt};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::cli::{CopiesArgument, IsolationArgument, ServerArguments};
use crate::real::{SystemClock, SystemEntropy};

pub(crate) use secrets::read as read_root_key;

/// The interpreters of this host, and the SDK layers of a data directory or of `runtimes_dir`.
pub(crate) fn toolbox(data_dir: &Path, runtimes_dir: Option<&Path>) -> anyhow::Result<Toolbox> {
    let (path, home) = (std::env::var_os("PATH"), std::env::var_os("HOME"));
    let dir = wiring::layers_dir_of(data_dir, runtimes_dir)?;
    Ok(Toolbox::new(&dir, path.as_deref(), home.as_deref().map(Path::new)))
}

/// What a server is told.
pub(crate) struct Options {
    pub(crate) data_dir: PathBuf,
    pub(crate) bind: IpAddr,
    pub(crate) hosts: Vec<String>,
    pub(crate) dev: bool,
    pub(crate) port: u16,
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) isolation: IsolationArgument,
    pub(crate) cpu_quota: bool,
    pub(crate) prewarm: bool,
    pub(crate) copies: CopiesArgument,
    pub(crate) credentials: Vec<String>,
    pub(crate) retry_base_ms: Option<u64>,
    pub(crate) tables: TableOptions,
    pub(crate) runtimes_dir: Option<PathBuf>,
}

/// What a server is told of its tables.
pub(crate) struct TableOptions {
    pub(crate) recovery_max_mib: u32,
    pub(crate) enforce_throughput: bool,
}

impl Options {
    /// A dev server on loopback.
    pub(crate) fn dev(data_dir: &Path, arguments: &ServerArguments) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            bind: Ipv4Addr::LOCALHOST.into(),
            hosts: Vec::new(),
            dev: true,
            port: arguments.port,
            account: arguments.account.clone(),
            region: arguments.server_region.clone(),
            isolation: arguments.isolation,
            cpu_quota: arguments.cpu_quota,
            prewarm: !arguments.no_prewarm,
            copies: arguments.copies,
            credentials: arguments.credential.clone(),
            retry_base_ms: arguments.retry_base_ms,
            tables: TableOptions {
                recovery_max_mib: arguments.recovery_max_mib,
                enforce_throughput: arguments.enforce_throughput,
            },
            runtimes_dir: arguments.runtimes_dir.clone(),
        }
    }
}

/// A server that listens and is not served yet.
pub(crate) struct Server {
    pub(crate) endpoint: String,
    pub(crate) region: Region,
    pub(crate) account: Account,
    pub(crate) credential: Credential,
    store: Arc<Embedded>,
    front: Front,
    listening: Listening,
    parts: wiring::Running,
}

/// Queries and scans at once.
const SCANS_MAX: usize = 16;
/// The bodies of all requests under way, bytes.
const BODIES_BYTES_MAX: usize = 512 * 1024 * 1024;
/// How long requests and calls under way may take to end once the server is told to stop.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// Connections at once, each some 10 KiB.
const CONNECTIONS_MAX: usize = 4096;

impl Server {
    /// Opens the store, builds everything and binds the listener.
    pub(crate) async fn start(options: Options) -> anyhow::Result<Self> {
        if options.dev && !options.bind.is_loopback() {
            bail!(
                "--dev accepts the credential test / test as root, so it listens on loopback only; \
                 leave --bind out, or --dev"
            );
        }
        // Before there is a data directory: a start that is refused fixes no account or region.
        let dev_credentials = secrets::given(&options)?;
        let address = SocketAddr::new(options.bind, options.port);
        let port = reserve(address)?;
        refuse_foreign(&options.data_dir)?;
        raise_file_limit();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        std::fs::create_dir_all(&options.data_dir)
            .with_context(|| format!("cannot make the folder {}", options.data_dir.display()))?;
        let (store, account, region) = open_store(&options, clock.clone())?;
        let entropy = SystemEntropy;
        let fresh = entropy.draw();
        let server_key = store
            .write(About::default(), move |txn| samara_sts::keys::server_key_or_put(txn, fresh))
            .await??;
        let root = secrets::root(dev_credentials, &options.data_dir, &entropy)?;
        let endpoint = format!("http://{}", SocketAddr::new(options.bind, port));
        let trace = wiring::trace(&options.data_dir, clock.clone())?;
        let table = Arc::new(Table::new(all_services()));
        let config = Config {
            account: account.clone(),
            region: region.clone(),
            endpoint: endpoint.as_str().into(),
            root_credentials: root.clone(),
            hosts: options.hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
            enforces_throughput: options.tables.enforce_throughput,
            scans_max: SCANS_MAX,
            bodies_bytes_max: BODIES_BYTES_MAX,
            connections_max: CONNECTIONS_MAX,
        };
        let parts = Parts {
            store: store.clone(),
            clock: clock.clone(),
            entropy: Arc::new(entropy),
            observed: wiring::observed(&trace),
            table,
            server_key: server_key.clone(),
        };
        let front = Front::new(config, parts);
        let listening = front.bind(SocketAddr::new(options.bind, port)).await?;
        let made = wiring::Made { options: &options, clock, trace, server_key };
        let parts = wiring::start(made, &store, &front, port).await?;
        let credential = root.into_iter().next().context("a server has a root credential")?;
        Ok(Self { endpoint, region, account, credential, store, front, listening, parts })
    }

    /// Serves until `stop` is true, then lets what is under way end within a bound, and closes.
    pub(crate) async fn serve(self, mut stop: watch::Receiver<bool>) {
        let front = self.front.clone();
        let follower = tokio::spawn(async move {
            // Without it a revoked policy would stay valid: a defect in it must not end it.
            while let Err(error) = tokio::spawn(front.clone().follow()).await {
                tracing::error!(%error, "the door's follower begins again");
            }
        });
        let serving = tokio::spawn(self.listening.serve(stop.clone()));
        let _ = stop.wait_for(|stop| *stop).await;
        let deadline = Instant::now() + DRAIN_MAX;
        if timeout_at(deadline, serving).await.is_err() {
            tracing::warn!("requests that were still answered were given up");
        }
        self.parts.stop(deadline).await;
        follower.abort();
        self.store.close();
    }
}

/// Raises the limit of open files to what the operating system allows this process: connections,
/// sandboxes and tables of the store each hold some.
fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(%error, "the limit of open files stays low");
    }
}

/// A port of one's own, the one asked for or any free one, known before anything is built on it.
fn reserve(address: SocketAddr) -> anyhow::Result<u16> {
    let bound = std::net::TcpListener::bind(address).and_then(|listener| listener.local_addr());
    Ok(bound.map_err(|source| BindError::of(address, source))?.port())
}

/// Refuses a folder that holds something and is no data directory: nothing is mixed into it.
fn refuse_foreign(dir: &Path) -> anyhow::Result<()> {
    /// What a build, an installation of layers or a new file system puts there before the first
    /// start.
    const HARMLESS: [&str; 3] = ["build", "runtime", "lost+found"];
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            let message = format!("cannot use {} as the data directory", dir.display());
            return Err(anyhow::Error::new(error).context(message));
        }
    };
    let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    // What is in a folder with a store is the store's to judge.
    if names.iter().any(|name| name == "store") {
        return Ok(());
    }
    let foreign = names.iter().find(|name| !HARMLESS.iter().any(|harmless| *name == harmless));
    if let Some(name) = foreign {
        bail!(
            "{} is no data directory of Samara's, and not empty (it holds {}): name an empty or \
             a new folder with --data-dir",
            dir.display(),
            name.display()
        );
    }
    Ok(())
}

fn open_store(
    options: &Options,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(Arc<Embedded>, Account, Region)> {
    let account = options.account.as_deref().map(str::parse::<Account>).transpose()?;
    let region = options.region.as_deref().map(str::parse::<Region>).transpose()?;
    let dir = options.data_dir.join("store");
    let existing = dir.join("format").exists();
    // A new data directory gets the defaults; an old one keeps what it has.
    let (account, region) = match (existing, account, region) {
        (true, account, region) => (account, region),
        (false, account, region) => {
            let account = account.map_or_else(|| "000000000000".parse(), Ok)?;
            let region = region.map_or_else(|| "us-east-1".parse(), Ok)?;
            (Some(account), Some(region))
        }
    };
    let config = EmbeddedConfig { account, region, ..EmbeddedConfig::default() };
    let (store, report) = Embedded::open(&dir, config, clock)?;
    let account = report.account.context("the data directory does not say its account")?;
    let region = report.region.context("the data directory does not say its region")?;
    tracing::info!(head = report.head, replayed = report.replayed, "the store is open");
    Ok((store, account, region))
}
