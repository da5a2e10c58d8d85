//! What a sandbox shows of its host: as little as a language needs. Pure but for looking which of
//! the usual places this host has.
//!
//! Of `/proc`, which shows the sandbox's own processes, what tells of the host's kernel, hardware
//! or other users is covered: its command line, symbols, keys, modules, interrupts, disks and
//! pressure.
//! What libraries read (`cpuinfo`, `meminfo`, `stat`, `loadavg`, `uptime`) stays.
//!
//! Shown are the shared libraries (`/usr/lib` and its like), a shell, time zones, the public
//! certificates, harmless devices, and the interpreter wherever it lives. Not shown are `/etc`
//! (ours is made of five small files), `/home`, `/root`, `/var`, `/run`, `/sys`, other programs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::environment::{self, RUNTIME_API_PORT};
use crate::interpreters::Interpreter;
use crate::language::Language;
use crate::launcher::order::{Adoption, IN_PROC, Mount, MountKind, Order, Start};
use crate::packages::Packages;
use crate::spec::{Copies, InstanceSpec};

/// AWS's limits on a function's processes and open files. Source: Lambda quotas.
const PROCESSES_MAX: u64 = 1024;
const OPEN_FILES_MAX: u64 = 1024;
/// Of the function's memory, what V8's old generation may take; the rest is for all else.
const NODE_HEAP_PERCENT: u32 = 85;

/// What keeps V8 from having threads that it cannot do without: a copy has none.
const NODE_ALONE: [&str; 2] = ["--single-threaded", "--v8-pool-size=0"];

/// Tells a bootstrap of ours to import these modules, separated by commas, and then to wait until
/// it becomes a function.
pub(crate) const SPARE_VARIABLE: &str = "SAMARA_SPARE";

/// Says of a spare that an image of it is to be taken, with which functions begin.
pub(crate) const IMAGED_VARIABLE: &str = "SAMARA_IMAGED";

/// Tells our bootstrap that its function is to be copied, and not called.
const ZYGOTE_VARIABLE: &str = "SAMARA_ZYGOTE";

/// Takes the room that the function's environment will need: what `/proc` tells of a process's
/// environment lies where the process found it when it started.
const ROOM_VARIABLE: &str = "SAMARA_ROOM";
/// AWS allows 4 KiB of a function's own variables; its credentials and ours are some 3 KiB.
const ROOM_BYTES: usize = 8 * 1024;
/// Where a layer keeps shared libraries.
const OPT_LIB: &str = "opt/lib";

/// What is covered in `/proc`, if this host's lets everybody read it.
const COVERED: [&str; 22] = [
    "acpi",
    "asound",
    "bus",
    "cmdline",
    "config.gz",
    "consoles",
    "diskstats",
    "driver",
    "dynamic_debug",
    "fs",
    "interrupts",
    "iomem",
    "irq",
    "kallsyms",
    "key-users",
    "keys",
    "locks",
    "modules",
    "partitions",
    "pressure",
    "scsi",
    "tty",
];

/// The part of a sandbox's root that is the same for every function of this host.
#[derive(Debug, Clone, Default)]
pub(crate) struct Base {
    mounts: Vec<Mount>,
    links: Vec<(String, String)>,
    files: Vec<(String, String)>,
}

impl Base {
    /// Looks which of the usual places this host has. `empty` is a folder with nothing in it.
    pub(crate) fn of_host(empty: &Path) -> Self {
        let mut base = Self::default();
        for folder in ["bin", "lib", "lib64", "lib32"] {
            base.show_or_link(folder);
        }
        for folder in
            ["usr/lib", "usr/lib64", "usr/lib32", "usr/share/zoneinfo", "etc/alternatives"]
        {
            base.show(folder, folder, MountKind::Folder);
        }
        for file in ["usr/bin/sh", "usr/bin/bash", "usr/bin/env", "etc/ld.so.cache"] {
            base.show(file, file, MountKind::File);
        }
        let certificates = [
            "etc/ssl/certs/ca-certificates.crt",
            "etc/pki/tls/certs/ca-bundle.crt",
            "etc/ssl/ca-bundle.pem",
        ];
        if let Some(bundle) = certificates.iter().find(|file| host(file).is_file()) {
            base.show(bundle, "etc/ssl/certs/ca-certificates.crt", MountKind::File);
            base.show(bundle, "etc/pki/tls/certs/ca-bundle.crt", MountKind::File);
        }
        for device in ["null", "zero", "full", "random", "urandom"] {
            let place = format!("dev/{device}");
            base.show(&place, &place, MountKind::Device);
        }
        for (name, number) in [("stdin", 0), ("stdout", 1), ("stderr", 2)] {
            base.links.push((format!("dev/{name}"), format!("/proc/self/fd/{number}")));
        }
        base.links.push(("dev/fd".to_owned(), "/proc/self/fd".to_owned()));
        base.files = files();
        for name in COVERED {
            base.cover(name, empty);
        }
        base
    }

    /// Covers an entry of `/proc` with nothing.
    fn cover(&mut self, name: &str, empty: &Path) {
        const OTHERS_READ: u32 = 0o004;
        let Ok(metadata) = std::fs::symlink_metadata(host("proc").join(name)) else { return };
        let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
        let (source, kind) = if metadata.is_dir() {
            (empty.to_string_lossy().into_owned(), MountKind::Folder)
        } else {
            ("/dev/null".to_owned(), MountKind::Device)
        };
        if mode & OTHERS_READ != 0 {
            self.mounts.push(Mount { source, target: format!("{IN_PROC}{name}"), kind });
        }
    }

    /// A folder of the root that is a link on a merged host, and a folder of its own elsewhere.
    /// The programs of an unmerged `/bin` are not shown.
    fn show_or_link(&mut self, folder: &str) {
        match std::fs::read_link(host(folder)) {
            Ok(target) => {
                let target = target.to_string_lossy().into_owned();
                self.links.push((folder.to_owned(), target));
            }
            Err(_) if folder == "bin" => {
                self.show("bin/sh", "bin/sh", MountKind::File);
                self.show("bin/bash", "bin/bash", MountKind::File);
            }
            Err(_) => self.show(folder, folder, MountKind::Folder),
        }
    }

    fn show(&mut self, source: &str, target: &str, kind: MountKind) {
        if host(source).exists() {
            let source = format!("/{source}");
            self.mounts.push(Mount { source, target: target.to_owned(), kind });
        }
    }
}

fn host(place: &str) -> PathBuf {
    Path::new("/").join(place)
}

/// The files that programs look for in `/etc`.
fn files() -> Vec<(String, String)> {
    let user = "sbx_user:x:993:990::/tmp:/bin/sh\n";
    let hosts = "127.0.0.1 localhost\n";
    let names = "passwd: files\ngroup: files\nhosts: files\n";
    [
        ("etc/passwd", user),
        ("etc/group", "sbx_user:x:990:\n"),
        ("etc/hosts", hosts),
        ("etc/nsswitch.conf", names),
        ("etc/resolv.conf", ""),
    ]
    .into_iter()
    .map(|(place, text)| (place.to_owned(), text.to_owned()))
    .collect()
}

/// What one function adds to the base.
#[derive(Clone)]
pub(crate) struct Plan {
    /// What is the same for all.
    pub base: Arc<Base>,
    /// The function.
    pub spec: Arc<InstanceSpec>,
    /// Its language.
    pub language: Language,
    /// The interpreter of its language, unless it is native.
    pub interpreter: Option<Interpreter>,
    /// The folder of our bootstrap.
    pub bootstrap: PathBuf,
    /// The folder of the language's AWS SDK, if it is installed.
    pub sdk: Option<PathBuf>,
    /// The function's layers, merged.
    pub layers: Option<PathBuf>,
    /// The port of the AWS endpoint.
    pub endpoint_port: u16,
    /// Whether a host without a fresh `/proc` will do.
    pub proc_optional: bool,
}

impl Plan {
    /// The order for a sandbox of this function's.
    pub(crate) fn order(&self) -> Order {
        let mut mounts = self.base.mounts.clone();
        mounts.extend(self.own_mounts());
        mounts.extend(self.language_mounts());
        Order {
            mounts,
            tmp_mib: Some(self.spec.ephemeral_storage_mib),
            ports: self.ports(),
            start: Some(self.start()),
            ..self.base.order(self.proc_optional)
        }
    }

    /// What makes this function's sandbox of a bare spare, whose order is [`Base::bare`].
    pub(crate) fn adoption(&self) -> Adoption {
        let mut mounts = self.own_mounts();
        mounts.extend(self.language_mounts());
        Adoption {
            mounts,
            removed: Vec::new(),
            tmp_mib: Some(self.spec.ephemeral_storage_mib),
            disk: false,
            channel: false,
            image: false,
            ports: self.ports(),
            start: Some(self.start()),
        }
    }

    /// The order for a spare of this language, in which the interpreter has started, has imported
    /// `preload`, and waits. It is the same for all functions that can use one another's spares, or
    /// the image of one if they are to begin with that.
    pub(crate) fn prewarmed(&self, preload: &str, imaged: bool) -> Order {
        let mut mounts = self.base.mounts.clone();
        mounts.extend(self.language_mounts());
        let mut folders = folders();
        // A library that was once looked for in a folder that was not there is never looked for
        // there again: these are on the search path, and may come with the function.
        folders.extend(["var/task/lib", OPT_LIB].map(str::to_owned));
        let mut environment = environment::defaults(self.language, self.endpoint_port);
        environment.push((SPARE_VARIABLE.to_owned(), preload.to_owned()));
        if imaged {
            environment.push((IMAGED_VARIABLE.to_owned(), "1".to_owned()));
        }
        environment.push((ROOM_VARIABLE.to_owned(), " ".repeat(ROOM_BYTES)));
        put_zone_first(&mut environment);
        Order {
            mounts,
            folders,
            tmp_mib: Some(self.spec.ephemeral_storage_mib),
            start: Some(Start {
                environment,
                working_folder: "/".to_owned(),
                ..self.interpreter_start()
            }),
            spare: true,
            ..self.base.order(self.proc_optional)
        }
    }

    /// What makes this function's sandbox of such a spare. Its environment comes by the channel.
    pub(crate) fn prewarmed_adoption(&self) -> Adoption {
        // Without layers there is nothing in `/opt`.
        let removed = self.layers.is_none().then(|| OPT_LIB.to_owned());
        Adoption {
            mounts: self.own_mounts(),
            removed: removed.into_iter().collect(),
            tmp_mib: None,
            disk: false,
            channel: false,
            image: false,
            ports: self.ports(),
            start: None,
        }
    }

    /// The order for the sandbox of an instance that is to be copied. Its copies write their own
    /// environments over its, for which there is room.
    pub(crate) fn zygote(&self) -> Order {
        let mut order = self.order();
        if let Some(start) = &mut order.start {
            start.environment = self.copied_environment();
            start.environment.push((ZYGOTE_VARIABLE.to_owned(), "1".to_owned()));
            start.environment.push((ROOM_VARIABLE.to_owned(), " ".repeat(ROOM_BYTES)));
            put_zone_first(&mut start.environment);
            if let Language::Node { .. } = self.language {
                // Before the bootstrap, which is the last argument.
                let at = start.arguments.len().saturating_sub(1);
                start.arguments.splice(at..at, NODE_ALONE.map(str::to_owned));
            }
        }
        order
    }

    /// What makes this function's sandbox of a bare spare, to begin with the image of its version.
    pub(crate) fn copied_adoption(&self) -> Adoption {
        Adoption { start: None, image: true, ..self.adoption() }
    }

    /// Whether its program is a bootstrap of ours, which speaks by a channel.
    pub(crate) fn has_channel(&self) -> bool {
        self.language != Language::Native
    }

    /// The whole environment of the function.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        environment::environment(&self.spec, self.language, self.endpoint_port)
    }

    /// The same for an instance that is copied, and for its copies.
    pub(crate) fn copied_environment(&self) -> Vec<(String, String)> {
        let mut environment = self.environment();
        let kind = |(name, _): &&mut (String, String)| name == "AWS_LAMBDA_INITIALIZATION_TYPE";
        // AWS has no such thing for Node.
        let is_python = matches!(self.language, Language::Python { .. });
        if self.spec.copies == Copies::Always
            && is_python
            && let Some((_, kind)) = environment.iter_mut().find(kind)
        {
            "snap-start".clone_into(kind);
        }
        environment
    }

    /// What it is looked up by among the packages.
    pub(crate) fn package(&self) -> (PathBuf, Option<PathBuf>, Language) {
        (self.spec.code_dir.clone(), self.layers.clone(), self.running())
    }

    /// The language and version that it runs on here.
    pub(crate) fn running(&self) -> Language {
        self.interpreter.as_ref().map_or(self.language, |interpreter| interpreter.language)
    }

    /// Whether an interpreter that has imported these modules can become this function.
    pub(crate) fn fits(&self, packages: &Packages, imported: &[String]) -> Result<(), String> {
        let known = packages.known(&self.package());
        match known {
            Some(package) => package.fits(imported),
            None => Err("its package is not known".to_owned()),
        }
    }

    fn ports(&self) -> Vec<u16> {
        let mut ports = vec![self.endpoint_port];
        if self.language == Language::Native {
            ports.push(RUNTIME_API_PORT);
        }
        ports
    }

    /// The code and the layers.
    fn own_mounts(&self) -> Vec<Mount> {
        let layers = self.layers.as_ref().map(|layers| mount(layers, "opt", MountKind::Folder));
        let code = mount(&self.spec.code_dir, "var/task", MountKind::Folder);
        [code].into_iter().chain(layers).collect()
    }

    /// The interpreter, its SDK, and our bootstrap.
    fn language_mounts(&self) -> Vec<Mount> {
        let Some(interpreter) = &self.interpreter else { return Vec::new() };
        let mut mounts = vec![mount(&self.bootstrap, "var/runtime", MountKind::Folder)];
        for (place, kind) in interpreter.shown() {
            let target = place.to_string_lossy().trim_start_matches('/').to_owned();
            mounts.push(mount(&place, &target, kind));
        }
        // The nearest version may run in place of the one asked for; packages go where it looks.
        match (&self.sdk, interpreter.language) {
            (Some(sdk), Language::Node { .. }) => {
                let modules = sdk.join("node_modules");
                mounts.push(mount(&modules, "node_modules", MountKind::Folder));
            }
            (Some(sdk), Language::Python { minor }) => {
                let target = format!("var/lang/lib/python3.{minor}/site-packages");
                mounts.push(mount(sdk, &target, MountKind::Folder));
            }
            _ => {}
        }
        mounts
    }

    /// The function's program, as AWS starts it.
    fn start(&self) -> Start {
        let mut start = self.interpreter_start();
        // As on AWS, a wrapper of the function's own starts the runtime, with all it needs.
        if let Some(wrapper) = wrapper(&self.spec) {
            start.arguments.insert(0, wrapper.to_owned());
            wrapper.clone_into(&mut start.program);
        }
        Start { environment: self.environment(), ..start }
    }

    /// The interpreter with our bootstrap, or the native program.
    fn interpreter_start(&self) -> Start {
        let (program, arguments) = self.program();
        let working_folder = "/var/task".to_owned();
        Start { program, arguments, environment: Vec::new(), working_folder }
    }

    /// The program and its arguments.
    fn program(&self) -> (String, Vec<String>) {
        let Some(interpreter) = &self.interpreter else {
            let place = native_bootstrap(&self.spec, self.layers.as_deref())
                .unwrap_or("/var/task/bootstrap");
            return (place.to_owned(), vec![place.to_owned()]);
        };
        let program = interpreter.program.to_string_lossy().into_owned();
        let mut arguments = vec![program];
        match self.language {
            // `-S`: the packages of the host's own Python are not the function's.
            Language::Python { .. } => {
                arguments.extend(["-S", "/var/runtime/bootstrap.py"].map(str::to_owned));
            }
            Language::Node { .. } | Language::Native => {
                let heap = self.spec.memory_mib.saturating_mul(NODE_HEAP_PERCENT) / 100;
                arguments.push(format!("--max-old-space-size={heap}"));
                arguments.push("/var/runtime/bootstrap.mjs".to_owned());
            }
        }
        (arguments.first().cloned().unwrap_or_default(), arguments)
    }
}

/// Node is left with the very text of its time zone when it gets another environment: setting it,
/// to whatever value, takes 20 ms. So its place must stay the same in each.
fn put_zone_first(environment: &mut [(String, String)]) {
    environment.sort_by_key(|(name, _)| name != "TZ");
}

/// The function's own wrapper of its runtime, if it has one.
pub(crate) fn wrapper(spec: &InstanceSpec) -> Option<&str> {
    let mut variables = spec.environment.iter();
    let wrapper = variables.find(|(name, _)| name == "AWS_LAMBDA_EXEC_WRAPPER");
    wrapper.map(|(_, wrapper)| wrapper.as_str()).filter(|wrapper| !wrapper.is_empty())
}

fn mount(source: &Path, target: &str, kind: MountKind) -> Mount {
    let source = source.to_string_lossy().into_owned();
    Mount { source, target: target.to_owned(), kind }
}

/// Folders that are there whatever is mounted.
fn folders() -> Vec<String> {
    let all = ["opt", "usr/bin", "usr/local", "var/lang", "var/runtime", "var/task", "dev"];
    all.into_iter().map(str::to_owned).collect()
}

/// Where a native function's program is, as seen inside.
pub(crate) fn native_bootstrap(spec: &InstanceSpec, layers: Option<&Path>) -> Option<&'static str> {
    if spec.code_dir.join("bootstrap").is_file() {
        return Some("/var/task/bootstrap");
    }
    layers.filter(|layers| layers.join("bootstrap").is_file()).map(|_| "/opt/bootstrap")
}

impl Base {
    /// The order for an empty sandbox, whose program does not exist: it proves that one can be
    /// built.
    pub(crate) fn probe_order(&self, endpoint_port: u16, proc_optional: bool) -> Order {
        Order {
            tmp_mib: Some(1),
            ports: vec![endpoint_port],
            start: Some(Start {
                program: "/nothing".to_owned(),
                arguments: vec!["nothing".to_owned()],
                environment: Vec::new(),
                working_folder: "/".to_owned(),
            }),
            ..self.order(proc_optional)
        }
    }

    /// The order for a spare that can become any function's sandbox.
    pub(crate) fn bare(&self, proc_optional: bool) -> Order {
        Order { spare: true, ..self.order(proc_optional) }
    }

    /// What is the same in all orders.
    fn order(&self, proc_optional: bool) -> Order {
        Order {
            mounts: self.mounts.clone(),
            folders: folders(),
            links: self.links.clone(),
            files: self.files.clone(),
            tmp_mib: None,
            ports: Vec::new(),
            host_name: "localhost".to_owned(),
            start: None,
            processes_max: PROCESSES_MAX,
            open_files_max: OPEN_FILES_MAX,
            proc_optional,
            spare: false,
        }
    }
}
