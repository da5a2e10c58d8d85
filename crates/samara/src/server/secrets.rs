//! The root credential: `test` / `test` in dev, else one of the data directory's own.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use samara_base::{Entropy, Seed};
use samara_front::Credential;
use serde_json::{Value, json};

use super::Options;

/// The file in the data directory that holds the root key, mode 0600.
pub(crate) const ROOT_KEY_FILE: &str = "root-key.json";

/// The credentials of the account's root that a dev server is given; none for another.
pub(super) fn given(options: &Options) -> anyhow::Result<Vec<Credential>> {
    if !options.dev {
        anyhow::ensure!(
            options.credentials.is_empty(),
            "--credential is for dev servers; make users and access keys with IAM instead"
        );
        return Ok(Vec::new());
    }
    let dev = |id: &str, secret: &str| Credential {
        access_key_id: id.to_owned(),
        secret: secret.to_owned(),
        outer_only: true,
    };
    let mut all = vec![dev("test", "test")];
    for text in &options.credentials {
        let (id, secret) = text
            .split_once(':')
            .filter(|(id, secret)| !id.is_empty() && !secret.is_empty())
            .with_context(|| format!("--credential '{text}' must be ID:SECRET"))?;
        all.push(dev(id, secret));
    }
    Ok(all)
}

/// The credentials of the account's root, the first the one to be told: those given, else the root
/// key of the data directory.
pub(super) fn root(
    given: Vec<Credential>,
    data_dir: &Path,
    entropy: &dyn Entropy,
) -> anyhow::Result<Vec<Credential>> {
    if given.is_empty() { Ok(vec![root_key(data_dir, entropy)?]) } else { Ok(given) }
}

/// The root key of a data directory, made at its first start.
fn root_key(data_dir: &Path, entropy: &dyn Entropy) -> anyhow::Result<Credential> {
    let file = data_dir.join(ROOT_KEY_FILE);
    if !file.exists() {
        write_new(&file, &Seed::new(entropy.draw()))?;
    }
    read(data_dir)
}

/// Reads the root key of a data directory.
pub(crate) fn read(data_dir: &Path) -> anyhow::Result<Credential> {
    let file = data_dir.join(ROOT_KEY_FILE);
    let text = fs::read_to_string(&file).with_context(|| {
        format!("cannot read the root key {} (is this a server's data directory?)", file.display())
    })?;
    let value: Value = serde_json::from_str(&text)
        .with_context(|| format!("{} is not the file that was written", file.display()))?;
    let part = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let both = part("AccessKeyId").zip(part("SecretAccessKey"));
    let (access_key_id, secret) =
        both.with_context(|| format!("{} is not the file that was written", file.display()))?;
    Ok(Credential { access_key_id, secret, outer_only: true })
}

/// Written beside and renamed, so that a crash leaves no half of a key.
fn write_new(file: &Path, seed: &Seed) -> anyhow::Result<()> {
    let id = format!("AKIA{}", seed.text("id", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16));
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let secret = seed.text("first half", alphabet, 20) + &seed.text("second half", alphabet, 20);
    let text = json!({ "AccessKeyId": id, "SecretAccessKey": secret });
    let beside = file.with_extension("new");
    let written = (|| {
        let mut options = fs::OpenOptions::new();
        let mut new = options.write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        writeln!(new, "{text:#}")?;
        new.sync_all()?;
        fs::rename(&beside, file)?;
        fs::File::open(file.parent().unwrap_or(file))?.sync_all()
    })();
    written.with_context(|| format!("cannot write the root key {}", file.display()))
}
