//! Builds the piece of native code that a Node function loads to be copied.
//!
//! It needs nothing but a C compiler, and there is one wherever Rust links: no headers of Node's or
//! of a C library's. `cc` finds which one.

use std::path::{Path, PathBuf};

const SOURCE: &str = "../../runtimes/node/samara_zygote.c";
/// It brings no C library along: what it calls is there when Node has loaded it.
const FLAGS: [&str; 7] = [
    "-O2",
    "-Wall",
    "-fPIC",
    "-shared",
    "-nostdlib",
    "-fno-stack-protector",
    "-fvisibility=hidden",
];

fn main() {
    println!("cargo::rerun-if-changed={SOURCE}");
    let built = out_folder().join("samara_zygote.node");
    let mut compiler = cc::Build::new().cargo_metadata(false).get_compiler().to_command();
    compiler.args(FLAGS).arg("-o").arg(&built).arg(Path::new(SOURCE));
    let status = compiler.status();
    assert!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "{compiler:?}: {status:?}"
    );
}

fn out_folder() -> PathBuf {
    std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default()
}
