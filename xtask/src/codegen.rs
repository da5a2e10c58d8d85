//! Writes each service's `model.rs` from the service models that AWS publishes in botocore.
//!
//! The package is pinned ([`BOTOCORE`]) and fetched once with pip into `target/codegen`. Of each
//! service only the operations on our list ([`list`]) and the shapes that they reach are kept:
//! descriptors for the codec, plain structs for the operations, no prose. Generated files are
//! committed and never edited; running again changes nothing, which `--check` proves.

#[expect(clippy::indexing_slicing, reason = "a JSON value indexed by what it lacks is null")]
mod emit;
mod list;
#[expect(clippy::indexing_slicing, reason = "a JSON value indexed by what it lacks is null")]
mod model;
mod names;
#[expect(clippy::indexing_slicing, reason = "a JSON value indexed by what it lacks is null")]
mod spoken;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

/// The pinned package, as pip names it.
const BOTOCORE: &str = "botocore==1.44.5";

/// Writes the models, or with `check` fails where a committed file differs.
///
/// # Errors
/// When the package cannot be had, a model lacks an operation on the list, or a file differs.
pub(crate) fn run(root: &Path, check: bool) -> anyhow::Result<()> {
    let package = package(&root.join("target/codegen"))?;
    for service in list::SERVICES {
        let source = model::Model::read(&package, service)
            .with_context(|| format!("reading the model of {}", service.id))?;
        spoken::check(&source).with_context(|| format!("the model of {}", service.id))?;
        let text = format(&emit::model(service, &source)?)?;
        let file = root.join("services").join(service.folder).join("model.rs");
        if check {
            let committed = fs::read_to_string(&file).unwrap_or_default();
            ensure!(
                committed == text,
                "{} is not what the generator writes: run `cargo xtask codegen`",
                file.display()
            );
        } else {
            fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
        }
    }
    Ok(())
}

/// The wheel of the pinned package, fetched if it is not there yet.
fn package(folder: &Path) -> anyhow::Result<PathBuf> {
    let (name, version) = BOTOCORE.split_once("==").context("the pin has a version")?;
    let wheel = folder.join(format!("{name}-{version}-py3-none-any.whl"));
    if wheel.exists() {
        return Ok(wheel);
    }
    fs::create_dir_all(folder)?;
    let status = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest"])
        .arg(folder)
        .arg(BOTOCORE)
        .status()
        .context("running python3 -m pip, which fetches the service models")?;
    ensure!(status.success(), "pip could not download {BOTOCORE}");
    if wheel.exists() { Ok(wheel) } else { bail!("pip did not leave {}", wheel.display()) }
}

/// The text as rustfmt writes it, so that `cargo fmt --check` agrees with the generator.
fn format(text: &str) -> anyhow::Result<String> {
    use std::io::Write;
    use std::process::Stdio;
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=100,use_small_heuristics=Max"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("running rustfmt")?;
    let mut input = rustfmt.stdin.take().context("rustfmt has an input")?;
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output()?;
    writer.join().ok().context("the writer ended")??;
    ensure!(output.status.success(), "rustfmt refused the generated text");
    Ok(String::from_utf8(output.stdout)?)
}
