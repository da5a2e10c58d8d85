//! Code as it is deployed: dependencies installed, zipped the same each time.
//!
//! What `sam build` would do: `requirements.txt` by pip, `package.json` by npm, `BuildMethod:
//! makefile` by make. The result is kept under a name made of all its inputs, so that code that
//! did not change is neither built nor uploaded again. A zip has its entries in order, without
//! times, so that the same files make the same bytes.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use samara_template::Artifact;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

use crate::output::{self, Colour, paint};

/// What is uploaded for an artifact.
pub(crate) struct Package {
    /// Named by its content.
    pub(crate) name: String,
    /// The zip archive, or the file as it is.
    pub(crate) content: Bytes,
}

/// The largest package, bytes (Lambda: 250 MB unpacked).
const PACKAGE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Builds and packs what a template names on the author's disk.
pub(crate) async fn package(
    folder: &Path,
    artifact: &Artifact,
    cache_dir: &Path,
) -> anyhow::Result<Package> {
    let path = folder.join(&artifact.path);
    let found = path.metadata();
    let found = found.with_context(|| format!("there is no {}", path.display()))?;
    if !artifact.zipped || (found.is_file() && is_zip(&path)) {
        let content =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("bin");
        return Ok(Package {
            name: format!("{}.{ending}", digest(&content)),
            content: content.into(),
        });
    }
    let sources = if found.is_file() {
        vec![Source::of(&path, path.parent().unwrap_or(folder))?]
    } else {
        sources(&path)?
    };
    let recipe = Recipe::of(&path, artifact)?;
    let cached = cache_dir.join(format!("{}.zip", recipe.key(&sources)?));
    if !matches!(recipe, Recipe::Makefile { .. })
        && let Ok(content) = std::fs::read(&cached)
    {
        return Ok(Package { name: format!("{}.zip", digest(&content)), content: content.into() });
    }
    let content = match recipe {
        Recipe::Plain => zip(&sources)?,
        recipe => {
            let built = tempdir(cache_dir)?;
            let result = recipe.build(&path, &sources, &built).await;
            let zipped = result.and_then(|()| zip(&self::sources(&built)?));
            std::fs::remove_dir_all(&built)?;
            zipped?
        }
    };
    keep(&cached, &content)?;
    Ok(Package { name: format!("{}.zip", digest(&content)), content: content.into() })
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "zip" || ending == "jar")
}

/// The SHA-256 of bytes, 64 hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file of the code.
struct Source {
    path: PathBuf,
    /// Its name in the archive, with slashes.
    name: String,
    executable: bool,
}

impl Source {
    fn of(path: &Path, root: &Path) -> anyhow::Result<Self> {
        let relative = path.strip_prefix(root)?;
        let name = relative.to_str().with_context(|| {
            format!("the name of {} is not UTF-8, which a package needs", path.display())
        })?;
        let mode = path.metadata()?.permissions().mode();
        Ok(Self { path: path.to_owned(), name: name.to_owned(), executable: mode & 0o111 != 0 })
    }
}

/// Files that are never part of a package.
const LEFT_OUT: [&str; 5] = [".git", ".samara", ".aws-sam", "__pycache__", ".DS_Store"];

/// All files below a folder, in the order of their names.
fn sources(root: &Path) -> anyhow::Result<Vec<Source>> {
    /// Entries of a package.
    const FILES_MAX: usize = 100_000;
    let (mut all, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default();
            if LEFT_OUT.iter().any(|left_out| name == *left_out) {
                continue;
            }
            // Links are followed: a package has the files themselves.
            let found =
                path.metadata().with_context(|| format!("cannot read {}", path.display()))?;
            if found.is_dir() {
                open.push(path);
            } else if found.is_file() {
                all.push(Source::of(&path, root)?);
            }
            ensure!(
                all.len() + open.len() <= FILES_MAX,
                "{} has over {FILES_MAX} files",
                root.display()
            );
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// What has to be done before code is packed.
enum Recipe {
    Plain,
    Pip,
    Npm,
    Makefile { target: String },
}

impl Recipe {
    fn of(path: &Path, artifact: &Artifact) -> anyhow::Result<Self> {
        let runtime = artifact.runtime.as_deref().unwrap_or_default();
        match artifact.build_method.as_deref() {
            Some("makefile") => {
                let id = artifact.logical_id.as_deref().unwrap_or_default();
                return Ok(Self::Makefile { target: format!("build-{id}") });
            }
            Some(method) if !method.starts_with("python") && !method.starts_with("nodejs") => {
                bail!("Samara does not build with BuildMethod '{method}', only with makefile")
            }
            _ => {}
        }
        let has = |name: &str| path.join(name).is_file();
        Ok(match runtime {
            _ if runtime.starts_with("python") && has("requirements.txt") => Self::Pip,
            _ if runtime.starts_with("nodejs") && has("package.json") => Self::Npm,
            _ => Self::Plain,
        })
    }

    /// A name for the result: it follows from the recipe and every file.
    fn key(&self, sources: &[Source]) -> anyhow::Result<String> {
        let mut hash = Sha256::new();
        hash.update(match self {
            Self::Plain => "plain 1",
            Self::Pip => "pip 1",
            Self::Npm => "npm 1",
            Self::Makefile { .. } => "makefile 1",
        });
        for source in sources {
            let content = std::fs::read(&source.path)
                .with_context(|| format!("cannot read {}", source.path.display()))?;
            hash.update([u8::from(source.executable)]);
            hash.update((source.name.len() as u64).to_be_bytes());
            hash.update(&source.name);
            hash.update((content.len() as u64).to_be_bytes());
            hash.update(content);
        }
        Ok(digest(&hash.finalize()))
    }

    async fn build(&self, path: &Path, sources: &[Source], into: &Path) -> anyhow::Result<()> {
        if let Self::Makefile { target } = self {
            let into = into.canonicalize()?;
            let artifacts = format!("ARTIFACTS_DIR={}", into.display());
            return run(path, "make", &["--silent", target, &artifacts]).await;
        }
        for source in sources {
            let copy = into.join(&source.name);
            std::fs::create_dir_all(copy.parent().unwrap_or(into))?;
            std::fs::copy(&source.path, &copy)?;
        }
        match self {
            Self::Pip => {
                let arguments = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
                let rest = ["--requirement", "requirements.txt", "--target", "."];
                run(into, "python3", &[arguments.as_slice(), &rest].concat()).await
            }
            Self::Npm => {
                let verb = if into.join("package-lock.json").is_file() { "ci" } else { "install" };
                let rest = ["--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
                run(into, "npm", &[[verb].as_slice(), &rest].concat()).await
            }
            Self::Plain | Self::Makefile { .. } => Ok(()),
        }
    }
}

/// Runs a tool in a folder; what it says is shown only when it fails.
async fn run(folder: &Path, tool: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let shown = format!("{tool} {}", arguments.join(" "));
    output::note(&paint(Colour::Dim, &format!("building: {shown}")));
    let output = tokio::process::Command::new(tool)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .await
        .with_context(|| format!("cannot run {tool}, which this function's build needs"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    bail!("{shown} failed in {}:\n{}", folder.display(), String::from_utf8_lossy(&said).trim())
}

fn zip(sources: &[Source]) -> anyhow::Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut bytes = 0u64;
    for source in sources {
        let content = std::fs::read(&source.path)
            .with_context(|| format!("cannot read {}", source.path.display()))?;
        bytes = bytes.saturating_add(content.len() as u64);
        ensure!(bytes <= PACKAGE_BYTES_MAX, "the code is larger than {PACKAGE_BYTES_MAX} bytes");
        let mode = if source.executable { 0o755 } else { 0o644 };
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(mode);
        archive.start_file(&source.name, options)?;
        archive.write_all(&content)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A new folder in the cache.
fn tempdir(cache_dir: &Path) -> anyhow::Result<PathBuf> {
    for number in 0..1_000 {
        let folder = cache_dir.join(format!(".building-{}-{number}", std::process::id()));
        std::fs::create_dir_all(cache_dir)?;
        match std::fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    bail!("{} is full of unfinished builds: remove it", cache_dir.display())
}

/// Keeps a result, whole or not at all.
fn keep(cached: &Path, content: &[u8]) -> anyhow::Result<()> {
    let folder = cached.parent().unwrap_or(cached);
    std::fs::create_dir_all(folder)?;
    let beside = cached.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&beside, content)?;
    std::fs::rename(&beside, cached)?;
    Ok(())
}
