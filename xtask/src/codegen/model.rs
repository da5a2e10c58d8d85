//! A service's model as botocore ships it, cut down to what the list asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use serde_json::Value;

use super::list::Service;

/// A model with only the operations on the list and the shapes that they reach.
pub(crate) struct Model {
    /// The `metadata` object.
    pub(crate) metadata: Value,
    /// Every operation that AWS has: name, method, URI; by name.
    pub(crate) known: Vec<(String, String, String)>,
    /// The operations on the list, in its order.
    pub(crate) operations: Vec<Value>,
    /// The shapes that they reach, by name.
    pub(crate) shapes: BTreeMap<String, Value>,
    /// The shapes that inputs or outputs reach (errors apart): those become structs.
    pub(crate) plain: BTreeSet<String>,
}

impl Model {
    /// Reads a service's model out of the package.
    pub(crate) fn read(package: &Path, service: &Service) -> anyhow::Result<Self> {
        let name = format!("botocore/data/{}/{}/service-2.json.gz", service.id, service.version);
        let mut archive = zip::ZipArchive::new(File::open(package)?)?;
        let packed = archive.by_name(&name).with_context(|| format!("{name} in the package"))?;
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut text)?;
        let whole: Value = serde_json::from_str(&text)?;
        Self::select(&whole, service)
    }

    fn select(whole: &Value, service: &Service) -> anyhow::Result<Self> {
        let all = whole["operations"].as_object().context("a model has operations")?;
        let known = all.iter().map(|(name, operation)| {
            let part = |key: &str| operation["http"][key].as_str().unwrap_or_default().to_owned();
            (name.clone(), part("method"), part("requestUri"))
        });
        let mut known: Vec<_> = known.collect();
        known.sort();
        let mut operations = Vec::new();
        let (mut plain, mut reached) = (BTreeSet::new(), BTreeSet::new());
        for name in service.operations {
            let Some(operation) = all.get(*name) else { bail!("{} has no {name}", service.id) };
            for end in ["input", "output"] {
                if let Some(shape) = operation[end]["shape"].as_str() {
                    reach(whole, shape, &mut plain)?;
                }
            }
            for error in operation["errors"].as_array().into_iter().flatten() {
                reach(whole, error["shape"].as_str().unwrap_or_default(), &mut reached)?;
            }
            operations.push(operation.clone());
        }
        reached.extend(plain.iter().cloned());
        let streaming = streaming(whole);
        let shapes = reached.iter().map(|name| {
            let mut shape = whole["shapes"][name].clone();
            if streaming.contains(name.as_str()) {
                shape["streaming"] = Value::Bool(true);
            }
            (name.clone(), shape)
        });
        let metadata = whole["metadata"].clone();
        Ok(Self { metadata, known, operations, shapes: shapes.collect(), plain })
    }

    /// The place of a shape in the table of shapes.
    pub(crate) fn id(&self, shape: &str) -> usize {
        self.shapes.keys().position(|name| name == shape).unwrap_or_default()
    }

    /// Whether a structure reaches itself through structures alone, so that it needs a box.
    pub(crate) fn needs_box(&self, member: &str, owner: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![member.to_owned()];
        while let Some(name) = open.pop() {
            if name == owner {
                return true;
            }
            let Some(shape) = self.shapes.get(&name).filter(|shape| shape["type"] == "structure")
            else {
                continue;
            };
            if seen.insert(name) {
                open.extend(
                    members(shape)
                        .map(|(_, member)| member["shape"].as_str().unwrap_or_default().to_owned()),
                );
            }
        }
        false
    }
}

/// The members of a structure, in the model's order.
pub(crate) fn members(shape: &Value) -> impl Iterator<Item = (&String, &Value)> {
    shape["members"].as_object().into_iter().flatten()
}

/// The shapes that stream because a member says so, as S3's bodies do; a descriptor has it of the
/// shape.
fn streaming(whole: &Value) -> BTreeSet<&str> {
    let shapes = whole["shapes"].as_object().into_iter().flatten();
    let all = shapes.flat_map(|(_, shape)| members(shape));
    all.filter(|(_, member)| member["streaming"] == true)
        .filter_map(|(_, member)| member["shape"].as_str())
        .collect()
}

fn reach(whole: &Value, shape: &str, reached: &mut BTreeSet<String>) -> anyhow::Result<()> {
    if !reached.insert(shape.to_owned()) {
        return Ok(());
    }
    let body = whole["shapes"].get(shape).with_context(|| format!("the model has {shape}"))?;
    for (_, member) in members(body) {
        reach(whole, member["shape"].as_str().unwrap_or_default(), reached)?;
    }
    for part in ["member", "key", "value"] {
        if let Some(shape) = body[part]["shape"].as_str() {
            reach(whole, shape, reached)?;
        }
    }
    Ok(())
}
