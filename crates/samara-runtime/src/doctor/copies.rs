//! Whether this host can copy a function that has initialised: one is, as it would be in earnest.
//!
//! What that needs of a kernel is much and scattered (tracing a process of another user, reading
//! its page table, setting the layout of its own memory): nobody's list of settings says it as well
//! as a copy that has spoken.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use samara_base::{Clock, Timestamp};

use super::probe::Place;
use crate::language::Language;
use crate::runtime::{Config, CpuShare, Isolation, Runtime};
use crate::spec::{Copies, Door, InstanceId, InstanceSpec};
use crate::zygotes::CopyPolicy;
use crate::{making, mother};

/// What is said of a host that has nothing to copy.
pub(super) const NO_LANGUAGE: &str =
    "not tried: neither Python nor Node is here, whose functions are copied";
/// What is said to whoever is not root.
pub(super) const NOT_ROOT: &str = "only root can copy";
/// What is said on other processors.
pub(super) const OTHER_PROCESSOR: &str = "processes are copied on x86-64 alone";
/// The function that is copied, by language.
const PYTHON: (&str, &str) = ("app.py", "def handler(event, context): return event\n");
const NODE: (&str, &str) = ("app.js", "exports.handler = async (event) => event;\n");
/// Any port: a sandbox's network is its own.
const PORT: u16 = 4566;

/// Copies a function in a folder of its own; how long the copy took to begin, or why there is none.
pub(super) async fn copies(place: &Place, room: &Path) -> Result<Duration, String> {
    if !cfg!(target_arch = "x86_64") {
        return Err(OTHER_PROCESSOR.to_owned());
    }
    if !rustix::process::geteuid().is_root() {
        return Err(NOT_ROOT.to_owned());
    }
    let code_dir = room.join("code");
    write_function(&code_dir).map_err(|error| format!("a function cannot be written: {error}"))?;
    let path = std::env::join_paths(&place.path).map_err(|error| error.to_string())?;
    let config = Config {
        data_dir: room.join("runtime"),
        layers_dir: room.join("layers"),
        isolation: Isolation::Partial,
        cpu: CpuShare::Weight,
        prewarm: false,
        copies: CopyPolicy::Never,
        weigh_server: false,
        endpoint_port: PORT,
        launcher: place.launcher.clone(),
        path: Some(path),
        home: None,
        clock: Arc::new(NoClock),
    };
    let runtime = Runtime::start(config, Arc::new(NoDoor)).await;
    let runtime = runtime.map_err(|error| error.to_string())?;
    let copied = copy(&runtime, &code_dir).await;
    runtime.shutdown().await;
    copied
}

/// Every user may read it, whatever this one's mask says.
fn write_function(code_dir: &Path) -> std::io::Result<()> {
    std::fs::create_dir(code_dir)?;
    for (name, code) in [PYTHON, NODE] {
        let file = code_dir.join(name);
        std::fs::write(&file, code)?;
        std::fs::set_permissions(&file, Permissions::from_mode(0o644))?;
    }
    std::fs::set_permissions(code_dir, Permissions::from_mode(0o755))
}

async fn copy(runtime: &Runtime, code_dir: &Path) -> Result<Duration, String> {
    let interpreters = runtime.interpreters().await;
    let languages = interpreters.iter().map(|interpreter| interpreter.language);
    let is_python = |language: &Language| matches!(language, Language::Python { .. });
    let language = languages.max_by_key(|language| (is_python(language), *language));
    let Some(language) = language else { return Err(NO_LANGUAGE.to_owned()) };
    let plan = runtime.plan(spec(language, code_dir)).await.map_err(|error| error.to_string())?;
    let image = Arc::new(mother::image(&runtime.0, &plan, None).await?);
    let began = Instant::now();
    let _ended_with_this = making::begin_with(&runtime.0, &plan, image).await?;
    Ok(began.elapsed())
}

fn spec(language: Language, code_dir: &Path) -> InstanceSpec {
    let text = str::to_owned;
    InstanceSpec {
        function_name: text("doctor"),
        function_arn: text("arn:aws:lambda:us-east-1:000000000000:function:doctor"),
        version: text("1"),
        runtime: language.to_string(),
        handler: text("app.handler"),
        code_dir: code_dir.to_owned(),
        layer_dirs: Vec::new(),
        environment: Vec::new(),
        memory_mib: 128,
        timeout_ms: 3000,
        ephemeral_storage_mib: 512,
        region: text("us-east-1"),
        account: text("000000000000"),
        log_group: text("/aws/lambda/doctor"),
        log_stream: text("doctor"),
        copies: Copies::IfProved,
    }
}

/// Nobody is called, so nobody is told the time.
struct NoClock;

impl Clock for NoClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(0)
    }
}

/// Nobody serves the function.
struct NoDoor;

impl Door for NoDoor {
    fn serve(&self, _: std::net::TcpListener, _: InstanceId, _: &InstanceSpec) {}

    fn close(&self, _: InstanceId) {}
}
