//! Patch operations: the form in which API Gateway takes changes.
//!
//! Source: API Gateway API reference, "Patch operations".

use crate::model::PatchOperation;
use crate::{Api, Deployment, Error, Stage, refuse};

/// One change, read.
struct Patch<'a> {
    op: &'a str,
    path: &'a str,
    value: Option<&'a str>,
}

impl<'a> Patch<'a> {
    fn read(operation: &'a PatchOperation) -> Result<Self, Error> {
        let op = operation.op.as_deref().unwrap_or_default();
        if !matches!(op, "add" | "remove" | "replace") {
            return Err(Error::Unsupported(format!("the patch operation '{op}'")));
        }
        let path = operation.path.as_deref().unwrap_or("null");
        Ok(Self { op, path, value: operation.value.as_deref() })
    }

    /// A text; none where it is removed or empty.
    fn text(&self) -> Option<String> {
        let value = self.value.filter(|value| !value.is_empty() && self.op != "remove");
        value.map(str::to_owned)
    }

    fn switch(&self) -> Result<bool, Error> {
        match self.value {
            Some("true") if self.op == "replace" => Ok(true),
            Some("false") if self.op == "replace" => Ok(false),
            _ => Err(self.invalid()),
        }
    }

    fn invalid(&self) -> Error {
        let Self { op, path, .. } = self;
        Error::BadRequest(format!(
            "Invalid patch path  '{path}' specified for op '{op}'. Please choose supported \
             operations"
        ))
    }
}

/// Changes an API.
///
/// # Errors
/// When a path names nothing of an API, or what is not built.
pub(crate) fn api(api: &mut Api, operations: &[PatchOperation]) -> Result<(), Error> {
    for operation in operations {
        let patch = Patch::read(operation)?;
        let first = patch.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        match first {
            "name" if patch.op == "replace" => {
                let empty = || Error::BadRequest("Name cannot be empty".to_owned());
                api.name = patch.text().ok_or_else(empty)?;
            }
            "description" if patch.op != "add" => api.description = patch.text(),
            "disableExecuteApiEndpoint" => api.endpoint_disabled = patch.switch()?,
            "binaryMediaTypes" => binary(&mut api.binary_media_types, &patch)?,
            "endpointConfiguration" => endpoint(api, &patch)?,
            "apiKeySource" => refuse::other_than("apiKeySource", "HEADER", patch.value)?,
            "minimumCompressionSize"
            | "policy"
            | "securityPolicy"
            | "endpointAccessMode"
            | "customDomain" => {
                return Err(Error::Unsupported(format!("{first} of a REST API")));
            }
            _ => return Err(patch.invalid()),
        }
    }
    Ok(())
}

/// Adds, removes or replaces `/binaryMediaTypes/type~1subtype`.
fn binary(types: &mut Vec<String>, patch: &Patch<'_>) -> Result<(), Error> {
    let named = patch.path.strip_prefix("/binaryMediaTypes/").filter(|name| !name.is_empty());
    let named = named.map(|name| name.replace("~1", "/").replace("~0", "~"));
    let Some(named) = named else {
        return Err(Error::BadRequest(format!("Invalid patch path {}", patch.path)));
    };
    let added = match patch.op {
        "add" => Some(named.clone()),
        "replace" => patch.text(),
        _ => None,
    };
    types.retain(|one| *one != named);
    if let Some(added) = added.filter(|added| !types.contains(added)) {
        types.push(added);
    }
    Ok(())
}

/// Replaces `/endpointConfiguration/types/EDGE`, which names the one endpoint in another way.
fn endpoint(api: &mut Api, patch: &Patch<'_>) -> Result<(), Error> {
    let types = patch.path.starts_with("/endpointConfiguration/types");
    match patch.value.filter(|_| types && patch.op == "replace") {
        Some(value) => api.endpoint_type = endpoint_type(value)?,
        None if types => return Err(patch.invalid()),
        None => return Err(Error::Unsupported(format!("{} of a REST API", patch.path))),
    }
    Ok(())
}

/// A kind of endpoint.
///
/// # Errors
/// When it is private, or none.
pub(crate) fn endpoint_type(text: &str) -> Result<String, Error> {
    match text {
        "EDGE" | "REGIONAL" => Ok(text.to_owned()),
        "PRIVATE" => Err(Error::Unsupported("PRIVATE endpoints of a REST API".to_owned())),
        _ => Err(Error::BadRequest(
            "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE".to_owned(),
        )),
    }
}

/// Changes a deployment: its description, as what it serves never changes.
///
/// # Errors
/// When a path names anything else.
pub(crate) fn deployment(
    deployment: &mut Deployment,
    operations: &[PatchOperation],
) -> Result<(), Error> {
    for operation in operations {
        let patch = Patch::read(operation)?;
        if patch.path != "/description" || patch.op == "add" {
            return Err(patch.invalid());
        }
        deployment.description = patch.text();
    }
    Ok(())
}

/// Changes a stage, but for the existence of its deployment.
///
/// # Errors
/// When a path names nothing of a stage, or what is not built.
pub(crate) fn stage(stage: &mut Stage, operations: &[PatchOperation]) -> Result<(), Error> {
    for operation in operations {
        let patch = Patch::read(operation)?;
        match patch.path {
            "/deploymentId" if patch.op == "replace" => {
                patch.value.unwrap_or_default().clone_into(&mut stage.deployment);
            }
            "/description" if patch.op != "add" => stage.description = patch.text(),
            "/tracingEnabled" => stage.tracing = patch.switch()?,
            "/cacheClusterEnabled" => refuse::on("cacheClusterEnabled", Some(patch.switch()?))?,
            other => match other.strip_prefix("/variables/") {
                Some(name) if !name.is_empty() => variable(stage, name, &patch)?,
                _ => return Err(other_of_stage(&patch)),
            },
        }
    }
    Ok(())
}

fn variable(stage: &mut Stage, name: &str, patch: &Patch<'_>) -> Result<(), Error> {
    match patch.op {
        "remove" => stage.variables.remove(name),
        _ => stage.variables.insert(name.to_owned(), patch.value.unwrap_or_default().to_owned()),
    };
    crate::record::check_variables(&stage.variables)
}

/// Why another path of a stage is refused: AWS knows it, or not even AWS.
fn other_of_stage(patch: &Patch<'_>) -> Error {
    const OF_METHODS: [&str; 4] = ["/metrics/", "/logging/", "/throttling/", "/caching/"];
    const OF_STAGES: [&str; 5] = [
        "/accessLogSettings",
        "/cacheCluster",
        "/canarySettings",
        "/clientCertificateId",
        "/documentationVersion",
    ];
    let known = OF_STAGES.iter().any(|start| patch.path.starts_with(start))
        || OF_METHODS.iter().any(|part| patch.path.contains(part));
    if known {
        return Error::Unsupported(format!("{} of a stage", patch.path));
    }
    patch.invalid()
}
