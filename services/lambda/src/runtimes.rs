//! Which of AWS's runtimes can run here.

use crate::Error;

/// This machine's architecture in Lambda's words.
pub(crate) const MACHINE: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };

/// The runtimes that `samara-runtime` has.
const RUN: &[&str] = &[
    "nodejs18.x",
    "nodejs20.x",
    "nodejs22.x",
    "nodejs24.x",
    "python3.9",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "provided.al2",
    "provided.al2023",
];

/// What AWS no longer takes (developer guide, "Lambda runtimes", deprecated runtimes).
const GONE: &[&str] = &[
    "nodejs",
    "nodejs4.3",
    "nodejs4.3-edge",
    "nodejs6.10",
    "nodejs8.10",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "java8",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "dotnet6",
    "go1.x",
    "ruby2.5",
    "ruby2.7",
    "provided",
];

/// Those of which an initialised instance can be copied. AWS has it from Python 3.12 on, for Java
/// and for .NET too.
const SNAP_START: &[&str] = &["python3.12", "python3.13", "python3.14"];

/// Whether versions of a runtime can begin as copies.
pub(crate) fn check_snap_start(runtime: &str) -> Result<(), Error> {
    if SNAP_START.contains(&runtime) {
        return Ok(());
    }
    Err(Error::invalid(format!("{runtime} is not supported for SnapStart enabled functions.")))
}

/// Whether a runtime can be asked for.
pub(crate) fn check(runtime: &str) -> Result<(), Error> {
    if RUN.contains(&runtime) {
        Ok(())
    } else if GONE.contains(&runtime) {
        Err(Error::invalid(format!(
            "The runtime parameter of {runtime} is no longer supported for creating or updating \
             AWS Lambda functions. We recommend you use a supported runtime while creating or \
             updating functions."
        )))
    } else {
        Err(Error::Unsupported(format!("the runtime {runtime} (it has {})", RUN.join(", "))))
    }
}
