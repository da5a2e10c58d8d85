//! `AWS::Lambda::Function`.

use base64::Engine;
use serde_json::{Value as Json, json};

use super::{Tagging, attributes, changed, get, pick, retag, tag_map, text, with, zip};
use crate::plan::Resource;
use crate::schema::{Context, Made, Naming, Property, Schema};
use crate::work::{Call, slot};

/// How long inline code may be (AWS's figure).
const INLINE_BYTES_MAX: usize = 4 * 1024 * 1024;

pub(super) const NO_VPC: &str = "a function here has no route but to what it is granted; AWS's \
                                 subnets and security groups do not exist";
pub(super) const ONE_MACHINE: &str = "the machine that Samara runs on has one architecture";
pub(super) const TRACED: &str = "every hop is traced here, without being asked";
pub(super) const NO_KMS: &str = "there is no key management here; encrypt the disk under the data \
                                 directory";

const CODE: &[Property] = &[
    Property::text("S3Bucket"),
    Property::text("S3Key"),
    Property::text("S3ObjectVersion"),
    Property::text("ZipFile"),
    Property::refused("ImageUri", "functions from container images are not run"),
    Property::accepted("SourceKMSKeyArn", NO_KMS),
];

const LOGGING: &[Property] = &[
    Property::refused("ApplicationLogLevel", "logs are kept as the function writes them"),
    Property::text("LogFormat").checked(not_text),
    Property::text("LogGroup"),
    Property::refused("SystemLogLevel", "logs are kept as the function writes them"),
];

fn not_text(format: &str) -> Option<&'static str> {
    (format != "Text").then_some("logs are kept as the function writes them (Text)")
}

fn not_a_zip(kind: &str) -> Option<&'static str> {
    (kind != "Zip").then_some("functions from container images are not run")
}

/// A function.
pub(super) static FUNCTION: Schema = Schema {
    type_name: "AWS::Lambda::Function",
    properties: &[
        Property::accepted("Architectures", ONE_MACHINE),
        Property::object("Code", CODE).required(),
        Property::refused("CodeSigningConfigArn", "code is not signed here"),
        Property::refused(
            "DeadLetterConfig",
            "name an on-failure destination (EventInvokeConfig) instead",
        ),
        Property::text("Description").default("\"\""),
        Property::object("Environment", &[Property::texts("Variables")])
            .default("{\"Variables\":{}}"),
        Property::object("EphemeralStorage", &[Property::integer("Size").required()])
            .default("{\"Size\":512}"),
        Property::refused("FileSystemConfigs", "there is no network file system here"),
        Property::text("FunctionName").replaces(),
        Property::text("Handler").stays("a function of code in a zip archive needs it"),
        Property::refused("ImageConfig", "functions from container images are not run"),
        Property::accepted("KmsKeyArn", NO_KMS),
        Property::refused("Layers", "layers are not built yet; put what is in them into the code"),
        // Without a group of its own it writes to that of its name.
        Property::object("LoggingConfig", LOGGING).default("{\"LogFormat\":\"Text\"}"),
        Property::integer("MemorySize").default("128"),
        Property::text("PackageType").leaves_nothing().checked(not_a_zip),
        Property::refused("RecursiveLoop", "loops are not detected"),
        Property::integer("ReservedConcurrentExecutions").removed_by_update(),
        Property::text("Role").required(),
        Property::text("Runtime").stays("a function of code in a zip archive needs it"),
        Property::accepted("RuntimeManagementConfig", "runtimes are the host's, updated with it"),
        Property::object("SnapStart", &[Property::text("ApplyOn").required()])
            .default("{\"ApplyOn\":\"None\"}"),
        Property::tags(),
        Property::integer("Timeout").default("3"),
        Property::accepted("TracingConfig", TRACED),
        Property::accepted("VpcConfig", NO_VPC),
    ],
    attributes: &["Arn"],
    naming: Some(Naming { property: "FunctionName", longest: 64, lower: false }),
    create,
    update,
    delete,
};

const CONFIGURATION: [&str; 10] = [
    "Description",
    "Environment",
    "EphemeralStorage",
    "Handler",
    "LoggingConfig",
    "MemorySize",
    "Role",
    "Runtime",
    "SnapStart",
    "Timeout",
];

fn create(cx: &Context<'_>) -> Result<Made, String> {
    let properties = cx.properties;
    let input = with(
        pick(properties, &CONFIGURATION),
        json!({
            "FunctionName": cx.name,
            "Code": code(properties)?,
            "PackageType": get(properties, "PackageType"),
            "Tags": tag_map(properties),
        }),
    );
    let mut calls = vec![
        Call::new("lambda", "CreateFunction", input).capture("Arn", "/FunctionArn"),
        active(cx.name),
    ];
    calls.extend(concurrency(cx.name, properties));
    Ok(Made { calls, physical_id: json!(cx.name), attributes: attributes([("Arn", slot("Arn"))]) })
}

/// Waits until a new function can be invoked.
fn active(name: &str) -> Call {
    Call::new("lambda", "GetFunction", json!({ "FunctionName": name })).until(
        "/Configuration/State",
        Some("Active"),
        &["Failed"],
    )
}

fn concurrency(name: &str, properties: &Json) -> Option<Call> {
    let reserved = properties.get("ReservedConcurrentExecutions")?;
    let input = json!({ "FunctionName": name, "ReservedConcurrentExecutions": reserved });
    Some(Call::new("lambda", "PutFunctionConcurrency", input))
}

fn code(properties: &Json) -> Result<Json, String> {
    let code = get(properties, "Code");
    let Some(source) = text(&code, "ZipFile") else {
        if text(&code, "S3Bucket").is_none() || text(&code, "S3Key").is_none() {
            return Err("Please provide a source for function code.".to_owned());
        }
        return Ok(json!(pick(&code, &["S3Bucket", "S3Key", "S3ObjectVersion"])));
    };
    if INLINE_BYTES_MAX < source.len() {
        return Err(format!("Inline code may not exceed {INLINE_BYTES_MAX} bytes"));
    }
    let runtime = text(properties, "Runtime").unwrap_or_default();
    let file = if runtime.starts_with("nodejs") {
        "index.js"
    } else if runtime.starts_with("python") {
        "index.py"
    } else {
        return Err(format!("Runtime {runtime} does not support inline code (ZipFile)"));
    };
    let archive = zip::archive(file, source);
    Ok(json!({ "ZipFile": base64::engine::general_purpose::STANDARD.encode(archive) }))
}

fn update(cx: &Context<'_>, old: &Resource) -> Result<Made, String> {
    let (before, after) = (&old.properties, cx.properties);
    let mut calls = Vec::new();
    if changed(&["Code"], before, after) {
        let code = code(after)?;
        let map = code.as_object().cloned().unwrap_or_default();
        let input = with(map, json!({ "FunctionName": cx.name }));
        calls.push(Call::new("lambda", "UpdateFunctionCode", input));
        calls.push(updated(cx.name));
    }
    if changed(&CONFIGURATION, before, after) {
        let map = pick(after, &CONFIGURATION);
        let input = with(map, json!({ "FunctionName": cx.name }));
        calls.push(Call::new("lambda", "UpdateFunctionConfiguration", input));
        calls.push(updated(cx.name));
    }
    if changed(&["ReservedConcurrentExecutions"], before, after) {
        let delete =
            || Call::new("lambda", "DeleteFunctionConcurrency", json!({ "FunctionName": cx.name }));
        calls.push(concurrency(cx.name, after).unwrap_or_else(delete));
    }
    let arn = old.attributes.get("Arn").cloned().unwrap_or_default();
    calls.extend(retag(&TAGGING, &arn, before, after));
    Ok(Made { calls, physical_id: json!(cx.name), attributes: attributes([]) })
}

/// Waits until an update of a function is in force.
fn updated(name: &str) -> Call {
    Call::new("lambda", "GetFunction", json!({ "FunctionName": name })).until(
        "/Configuration/LastUpdateStatus",
        Some("Successful"),
        &["Failed"],
    )
}

const TAGGING: Tagging =
    Tagging { service: "lambda", arn: "Resource", tags: "Tags", keys: "TagKeys" };

fn delete(old: &Resource) -> Vec<Call> {
    vec![
        Call::new("lambda", "DeleteFunction", json!({ "FunctionName": old.physical_id }))
            .settled_by("ResourceNotFoundException"),
    ]
}
