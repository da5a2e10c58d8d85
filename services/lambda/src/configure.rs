//! What may be configured of a function: each setting is checked and kept, or refused by its name.

use std::collections::BTreeMap;

use samara_service::{Answer, Cx, Principal};
use samara_store::Txn;
use samara_wire::{Document, Name};
use serde_json::Value;

use crate::function::Settings;
use crate::model::{self, UpdateFunctionConfigurationRequest};
use crate::{Error, refused, runtimes};

/// All environment variables together, bytes (Lambda quotas: 4 KB).
const ENVIRONMENT_BYTES_MAX: usize = 4096;
/// Lambda's default memory and the bounds that may be asked for, MiB (Lambda quotas).
const MEMORY_MIB: (i64, i64, i64) = (128, 128, 10_240);
/// The same for the time of a call, seconds.
const TIMEOUT_S: (i64, i64, i64) = (3, 1, 900);
/// The same for `/tmp`, MiB.
const EPHEMERAL_MIB: (i64, i64, i64) = (512, 512, 10_240);

/// Names that the runtime sets itself (developer guide, "Defined runtime environment variables").
const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

/// Lambda's defaults, for a machine of this architecture.
pub(crate) fn defaults() -> Settings {
    Settings {
        runtime: String::new(),
        role: String::new(),
        handler: String::new(),
        description: String::new(),
        timeout_s: bounded(TIMEOUT_S.0),
        memory_mib: bounded(MEMORY_MIB.0),
        environment: BTreeMap::new(),
        ephemeral_mib: bounded(EPHEMERAL_MIB.0),
        architecture: runtimes::MACHINE.to_owned(),
        log_group: None,
        tracing: "PassThrough".to_owned(),
        subnets: Vec::new(),
        security_groups: Vec::new(),
        snap_start: false,
    }
}

/// A number that has been checked against bounds that fit.
fn bounded(value: i64) -> u32 {
    u32::try_from(value).unwrap_or_default()
}

/// Changes what an input gives of the settings; the rest stays.
pub(crate) fn change(
    settings: &mut Settings,
    input: &UpdateFunctionConfigurationRequest,
) -> Result<(), Error> {
    refused::configuration(input)?;
    if let Some(runtime) = &input.runtime {
        runtimes::check(runtime)?;
        settings.runtime.clone_from(runtime);
    }
    set(&mut settings.role, input.role.as_ref());
    set(&mut settings.handler, input.handler.as_ref());
    set(&mut settings.description, input.description.as_ref());
    number(&mut settings.timeout_s, input.timeout, "timeout", TIMEOUT_S)?;
    number(&mut settings.memory_mib, input.memory_size, "memorySize", MEMORY_MIB)?;
    let ephemeral = input.ephemeral_storage.as_ref().map(|storage| storage.size);
    number(&mut settings.ephemeral_mib, ephemeral, "ephemeralStorage.size", EPHEMERAL_MIB)?;
    if let Some(environment) = &input.environment {
        let variables = environment.variables.clone().unwrap_or_default();
        check_environment(&variables)?;
        settings.environment = variables;
    }
    if let Some(mode) = input.tracing_config.as_ref().and_then(|tracing| tracing.mode.as_ref()) {
        settings.tracing.clone_from(mode);
    }
    if let Some(logging) = &input.logging_config {
        settings.log_group.clone_from(&logging.log_group);
    }
    if let Some(vpc) = &input.vpc_config {
        settings.subnets = vpc.subnet_ids.clone().unwrap_or_default();
        settings.security_groups = vpc.security_group_ids.clone().unwrap_or_default();
    }
    if let Some(apply_on) = input.snap_start.as_ref().and_then(|it| it.apply_on.as_ref()) {
        settings.snap_start = apply_on == "PublishedVersions";
    }
    if settings.snap_start {
        runtimes::check_snap_start(&settings.runtime)?;
    }
    Ok(())
}

fn set(field: &mut String, value: Option<&String>) {
    if let Some(value) = value {
        field.clone_from(value);
    }
}

fn number(
    field: &mut u32,
    value: Option<i64>,
    name: &str,
    (_, min, max): (i64, i64, i64),
) -> Result<(), Error> {
    let Some(value) = value else { return Ok(()) };
    let constraint = if value < min {
        format!("greater than or equal to {min}")
    } else if max < value {
        format!("less than or equal to {max}")
    } else {
        *field = bounded(value);
        return Ok(());
    };
    Err(Error::Validation(format!(
        "Value '{value}' at '{name}' failed to satisfy constraint: Member must have value \
         {constraint}"
    )))
}

fn check_environment(variables: &BTreeMap<String, String>) -> Result<(), Error> {
    let reserved: Vec<&str> =
        variables.keys().map(String::as_str).filter(|name| RESERVED.contains(name)).collect();
    if !reserved.is_empty() {
        return Err(Error::invalid(format!(
            "Lambda was unable to configure your environment variables because the environment \
             variables you have provided contains reserved keys that are currently not supported \
             for modification. Reserved keys used in this request: {}",
            reserved.join(", ")
        )));
    }
    // The kernel's form of an environment has no place for it.
    if let Some((name, _)) = variables.iter().find(|(_, value)| value.contains('\0')) {
        return Err(Error::invalid(format!(
            "Lambda was unable to configure your environment variables because the value of \
             {name} contains a NUL character."
        )));
    }
    let text = serde_json::to_string(variables)?;
    if ENVIRONMENT_BYTES_MAX < text.len() {
        return Err(Error::invalid(format!(
            "Lambda was unable to configure your environment variables because the environment \
             variables you have provided exceeded the 4KB limit. String measured: {text}"
        )));
    }
    Ok(())
}

/// The architecture that a package was built for: what a native binary needs must be this
/// machine's; what is interpreted runs anywhere.
pub(crate) fn architecture(
    settings: &mut Settings,
    given: Option<&Vec<String>>,
) -> Result<(), Error> {
    if let Some(architecture) = given.and_then(|given| given.first()) {
        settings.architecture.clone_from(architecture);
    }
    if settings.runtime.starts_with("provided") && settings.architecture != runtimes::MACHINE {
        return Err(Error::Unsupported(format!(
            "{} binaries: this machine is {}",
            settings.architecture,
            runtimes::MACHINE
        )));
    }
    Ok(())
}

/// The role must be one of this account's that lets Lambda assume it.
///
/// The platform looks it up itself: who creates a function needs `iam:PassRole`, not `iam:GetRole`.
pub(crate) fn check_role(cx: &Cx, txn: &mut dyn Txn, role: &str) -> Result<(), Error> {
    let cannot =
        || Error::invalid("The role defined for the function cannot be assumed by Lambda.");
    let mine = format!("arn:aws:iam::{}:role/", cx.account);
    let Some(path) = role.strip_prefix(&mine) else {
        return Err(Error::AccessDenied("Cross-account pass role is not allowed.".to_owned()));
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = Document::String(name.to_owned());
    let input = Document::Map(vec![(Name::Borrowed("RoleName"), name)]);
    let platform = cx.acting_as(Principal::Root);
    let answer = match cx.operations.call_in(&platform, txn, "iam", "GetRole", input) {
        Ok(Answer::Done(output)) => output,
        Ok(_) => return Err(cannot()),
        Err(refusal) if refusal.code.starts_with("NoSuchEntity") => return Err(cannot()),
        Err(refusal) => return Err(Error::Other(Box::new(refusal))),
    };
    let found = answer.get("Role");
    let arn = found.and_then(|found| found.get("Arn")).and_then(Document::as_str);
    let trust = found.and_then(|found| found.get("AssumeRolePolicyDocument"));
    let trust = trust.and_then(Document::as_str).map(percent_decoded).unwrap_or_default();
    if arn == Some(role) && trusts_lambda(&trust) { Ok(()) } else { Err(cannot()) }
}

/// Whether a trust policy has a statement that lets Lambda assume the role.
fn trusts_lambda(policy: &str) -> bool {
    let Ok(policy) = serde_json::from_str::<Value>(policy) else { return false };
    let one_or_many = |value: Option<&Value>, wanted: &[&str]| {
        let is = |value: &Value| value.as_str().is_some_and(|text| wanted.contains(&text));
        match value {
            Some(Value::Array(values)) => values.iter().any(is),
            Some(value) => is(value),
            None => false,
        }
    };
    let allows = |statement: &Value| {
        let principal = statement.get("Principal");
        let service = principal.and_then(|principal| principal.get("Service"));
        statement.get("Effect").and_then(Value::as_str) == Some("Allow")
            && one_or_many(statement.get("Action"), &["sts:AssumeRole", "sts:*", "*"])
            && (one_or_many(principal, &["*"]) || one_or_many(service, &["lambda.amazonaws.com"]))
    };
    match policy.get("Statement") {
        Some(Value::Array(statements)) => statements.iter().any(allows),
        Some(statement) => allows(statement),
        None => false,
    }
}

/// IAM writes policies URL-encoded.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = byte.map_or(after, |_| after.get(2..).unwrap_or_default());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The settings of a `CreateFunction` in the form of an update of the defaults.
pub(crate) fn as_update(
    input: &model::CreateFunctionRequest,
) -> UpdateFunctionConfigurationRequest {
    let input = input.clone();
    UpdateFunctionConfigurationRequest {
        function_name: input.function_name,
        role: Some(input.role),
        handler: input.handler,
        description: input.description,
        timeout: input.timeout,
        memory_size: input.memory_size,
        vpc_config: input.vpc_config,
        environment: input.environment,
        runtime: input.runtime,
        dead_letter_config: input.dead_letter_config,
        kms_key_arn: input.kms_key_arn,
        tracing_config: input.tracing_config,
        revision_id: None,
        layers: input.layers,
        file_system_configs: input.file_system_configs,
        image_config: input.image_config,
        ephemeral_storage: input.ephemeral_storage,
        snap_start: input.snap_start,
        logging_config: input.logging_config,
        capacity_provider_config: input.capacity_provider_config,
        durable_config: input.durable_config,
        runtime_config: input.runtime_config,
        accelerator_config: input.accelerator_config,
    }
}
