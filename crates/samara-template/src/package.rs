//! The files that a template names on its author's disk, and their places once uploaded.
//!
//! The client that has the disk zips and uploads; this module only says what, and puts the places
//! into the template. The result keeps the places in the author's text, so that what is wrong can
//! still be shown there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{Mark, Problems};
use crate::node::{Entry, Node};
use crate::sam::merged;
use crate::template::Template;

/// A file or folder on the author's disk that the template needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// What tells it from the template's others: `Resources/Checkout/CodeUri`.
    pub key: String,
    /// The resource that needs it; none if it stands in `Globals`.
    pub logical_id: Option<String>,
    /// The resource's type.
    pub resource_type: String,
    /// Its path as written, relative to the template.
    pub path: String,
    /// Whether it is uploaded as a zip archive of a folder, or as the file that it is.
    pub zipped: bool,
    /// The runtime of the function, `Globals` included.
    pub runtime: Option<String>,
    /// The handler of the function, `Globals` included.
    pub handler: Option<String>,
    /// `Metadata.BuildMethod`: how `sam build` would make it.
    pub build_method: Option<String>,
    /// Where it stands in the text.
    pub mark: Mark,
}

/// Where an artifact was uploaded to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
}

/// A property that may name something on disk.
struct Place {
    resource_type: &'static str,
    property: &'static str,
    zipped: bool,
    /// Whether the uploaded place is written as a mapping.
    mapping: bool,
}

const FUNCTION_CODE: Place = Place::new("AWS::Serverless::Function", "CodeUri", true, false);

const PLACES: [Place; 6] = [
    FUNCTION_CODE,
    Place::new("AWS::Serverless::LayerVersion", "ContentUri", true, false),
    Place::new("AWS::Serverless::Api", "DefinitionUri", false, false),
    Place::new("AWS::Serverless::HttpApi", "DefinitionUri", false, false),
    Place::new("AWS::Lambda::Function", "Code", true, true),
    Place::new("AWS::Lambda::LayerVersion", "Content", true, true),
];

impl Place {
    const fn new(
        resource_type: &'static str,
        property: &'static str,
        zipped: bool,
        mapping: bool,
    ) -> Self {
        Self { resource_type, property, zipped, mapping }
    }
}

impl Template {
    /// What has to be uploaded before the template can be deployed, in the order of the text.
    ///
    /// A SAM function without code has its template's folder (`.`), as with AWS's tools.
    #[must_use]
    pub fn artifacts(&self) -> Vec<Artifact> {
        let mut all = Vec::new();
        let globals = self.root.get("Globals").and_then(|globals| globals.get("Function"));
        let global = globals.and_then(|section| section.get("CodeUri"));
        if let Some(node) = global.filter(|node| is_local(node)) {
            all.push(artifact(GLOBAL_KEY, None, &FUNCTION_CODE, node));
        }
        for entry in merged(&self.root, &mut Problems::default()) {
            let kind = entry.node.get("Type").and_then(Node::as_str).unwrap_or_default();
            for place in PLACES.iter().filter(|place| place.resource_type == kind) {
                all.extend(self.of_resource(&entry, place, global.is_some()));
            }
        }
        all
    }

    /// One resource's artifact, if what it names is not uploaded or global.
    fn of_resource(&self, merged: &Entry, place: &Place, global: bool) -> Option<Artifact> {
        let own = self.root.get("Resources")?.get(&merged.key)?;
        let given = own.get("Properties").and_then(|all| all.get(place.property));
        let all = merged.node.get("Properties");
        let get = |name: &str| all.and_then(|all| all.get(name)).and_then(Node::scalar);
        let here = Node::text(".", merged.mark);
        let image = get("PackageType").as_deref() == Some("Image");
        let node = match given {
            Some(node) if is_local(node) => node,
            None if place.property == "CodeUri"
                && !global
                && !image
                && get("InlineCode").is_none() =>
            {
                &here
            }
            _ => return None,
        };
        let key = format!("Resources/{}/{}", merged.key, place.property);
        let method = own.get("Metadata").and_then(|metadata| metadata.get("BuildMethod"));
        Some(Artifact {
            runtime: get("Runtime"),
            handler: get("Handler"),
            build_method: method.and_then(Node::scalar),
            ..artifact(&key, Some(&merged.key), place, node)
        })
    }

    /// The template with the places of what was uploaded, by the artifacts' keys.
    #[must_use]
    pub fn packaged(&self, uploaded: &BTreeMap<String, Uploaded>) -> Self {
        let mut packaged = self.clone();
        for (key, to) in uploaded {
            let mut parts = key.split('/');
            let (Some(section), Some(id), Some(property)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            packaged.put(section, id, property, to);
        }
        packaged
    }

    fn put(&mut self, section: &str, id: &str, property: &str, to: &Uploaded) {
        let Some(mut all) = self.root.get(section).cloned() else { return };
        if let Some(mut resource) = all.get(id).cloned() {
            let uri = Node::text(format!("s3://{}/{}", to.bucket, to.key), resource.mark);
            if section == "Globals" {
                resource.set(property, uri);
            } else {
                let kind = resource.get("Type").and_then(Node::as_str).unwrap_or_default();
                let mapping = PLACES.iter().any(|one| one.resource_type == kind && one.mapping);
                let place = json!({ "S3Bucket": to.bucket, "S3Key": to.key });
                let node = if mapping { Node::from_json(&place, resource.mark) } else { uri };
                let own = resource.get("Properties").cloned();
                let mut properties = own.unwrap_or_else(|| Node::map(resource.mark));
                properties.set(property, node);
                resource.set("Properties", properties);
            }
            all.set(id, resource);
        }
        self.root.set(section, all);
    }
}

const GLOBAL_KEY: &str = "Globals/Function/CodeUri";

/// Whether a value names something on disk: a text that is no place in a bucket or on the web.
fn is_local(node: &Node) -> bool {
    let remote = ["s3://", "http://", "https://", "arn:"];
    node.as_str().is_some_and(|text| !remote.iter().any(|prefix| text.starts_with(prefix)))
}

fn artifact(key: &str, logical_id: Option<&String>, place: &Place, node: &Node) -> Artifact {
    Artifact {
        key: key.to_owned(),
        logical_id: logical_id.cloned(),
        resource_type: place.resource_type.to_owned(),
        path: node.as_str().unwrap_or_default().to_owned(),
        zipped: place.zipped,
        runtime: None,
        handler: None,
        build_method: None,
        mark: node.mark,
    }
}
