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

use crate::environment::{self, RUNTIME_API_PORT};
use crate::interpreters::Interpreter;
use crate::language::Language;
use crate::launcher::order::{IN_PROC, Mount, MountKind, Order};
use crate::spec::InstanceSpec;

/// AWS's limits on a function's processes and open files. Source: Lambda quotas.
const PROCESSES_MAX: u64 = 1024;
const OPEN_FILES_MAX: u64 = 1024;
/// Of the function's memory, what V8's old generation may take; the rest is for all else.
const NODE_HEAP_PERCENT: u32 = 85;

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
pub(crate) struct Plan<'a> {
    /// What is the same for all.
    pub base: &'a Base,
    /// The function.
    pub spec: &'a InstanceSpec,
    /// Its language.
    pub language: Language,
    /// The interpreter of its language, unless it is native.
    pub interpreter: Option<&'a Interpreter>,
    /// The folder of our bootstrap.
    pub bootstrap: &'a Path,
    /// The folder of the language's AWS SDK, if it is installed.
    pub sdk: Option<&'a Path>,
    /// The function's layers, merged.
    pub layers: Option<&'a Path>,
    /// The port of the AWS endpoint.
    pub endpoint_port: u16,
    /// Whether a host without a fresh `/proc` will do.
    pub proc_optional: bool,
}

impl Plan<'_> {
    /// The order for the launcher.
    pub(crate) fn order(&self) -> Order {
        let mut mounts = self.base.mounts.clone();
        let mut show = |source: &Path, target: &str, kind| {
            let source = source.to_string_lossy().into_owned();
            mounts.push(Mount { source, target: target.to_owned(), kind });
        };
        show(&self.spec.code_dir, "var/task", MountKind::Folder);
        if let Some(layers) = self.layers {
            show(layers, "opt", MountKind::Folder);
        }
        if let Some(interpreter) = self.interpreter {
            show(self.bootstrap, "var/runtime", MountKind::Folder);
            for (place, kind) in interpreter.shown() {
                let target = place.to_string_lossy().trim_start_matches('/').to_owned();
                show(&place, &target, kind);
            }
        }
        // The nearest version may run in place of the one asked for; packages go where it looks.
        let running = self.interpreter.map_or(self.language, |interpreter| interpreter.language);
        match (self.sdk, running) {
            (Some(sdk), Language::Node { .. }) => {
                show(&sdk.join("node_modules"), "node_modules", MountKind::Folder);
            }
            (Some(sdk), Language::Python { minor }) => {
                let target = format!("var/lang/lib/python3.{minor}/site-packages");
                show(sdk, &target, MountKind::Folder);
            }
            _ => {}
        }
        let (program, arguments) = self.program();
        let mut ports = vec![self.endpoint_port];
        if self.language == Language::Native {
            ports.push(RUNTIME_API_PORT);
        }
        let folders = ["opt", "usr/bin", "usr/local", "var/lang", "var/runtime", "dev"];
        Order {
            mounts,
            folders: folders.into_iter().map(str::to_owned).collect(),
            links: self.base.links.clone(),
            files: self.base.files.clone(),
            tmp_mib: self.spec.ephemeral_storage_mib,
            ports,
            host_name: "localhost".to_owned(),
            program,
            arguments,
            environment: environment::environment(self.spec, self.language, self.endpoint_port),
            working_folder: "/var/task".to_owned(),
            processes_max: PROCESSES_MAX,
            open_files_max: OPEN_FILES_MAX,
            proc_optional: self.proc_optional,
        }
    }

    /// The program and its arguments.
    fn program(&self) -> (String, Vec<String>) {
        let Some(interpreter) = self.interpreter else {
            let place = native_bootstrap(self.spec, self.layers).unwrap_or("/var/task/bootstrap");
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
        // As on AWS, a wrapper of the function's own starts the runtime, with all it needs.
        let mut variables = self.spec.environment.iter();
        let wrapper = variables.find(|(name, _)| name == "AWS_LAMBDA_EXEC_WRAPPER");
        if let Some((_, wrapper)) = wrapper.filter(|(_, wrapper)| !wrapper.is_empty()) {
            arguments.insert(0, wrapper.clone());
        }
        (arguments.first().cloned().unwrap_or_default(), arguments)
    }
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
            mounts: self.mounts.clone(),
            folders: vec!["usr/bin".to_owned(), "dev".to_owned()],
            links: self.links.clone(),
            files: self.files.clone(),
            tmp_mib: 1,
            ports: vec![endpoint_port],
            host_name: "localhost".to_owned(),
            program: "/nothing".to_owned(),
            arguments: vec!["nothing".to_owned()],
            environment: Vec::new(),
            working_folder: "/".to_owned(),
            processes_max: PROCESSES_MAX,
            open_files_max: OPEN_FILES_MAX,
            proc_optional,
        }
    }
}
