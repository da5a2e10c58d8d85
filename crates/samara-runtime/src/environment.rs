//! The environment of a function's process, as AWS sets it. Pure.

use crate::language::Language;
use crate::spec::InstanceSpec;

/// Where the Runtime API listens inside.
pub(crate) const RUNTIME_API_PORT: u16 = 9001;

/// Names that a function's own variables cannot replace. Source: Lambda developer guide,
/// "Defined runtime environment variables", the reserved ones; and the address of our door.
const RESERVED: [&str; 14] = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
];

/// The whole environment: the reserved names, then the user's (with the credentials), then the
/// defaults that a user may replace.
pub(crate) fn environment(
    spec: &InstanceSpec,
    language: Language,
    endpoint_port: u16,
) -> Vec<(String, String)> {
    let mut all = reserved(spec, language);
    for (name, value) in &spec.environment {
        let usable = !name.is_empty() && !name.contains(['=', '\0']) && !value.contains('\0');
        if usable && !RESERVED.contains(&name.as_str()) {
            put(&mut all, name, value);
        }
    }
    for (name, value) in defaults(language, endpoint_port) {
        if !all.iter().any(|(present, _)| *present == name) {
            all.push((name, value));
        }
    }
    all
}

fn put(all: &mut Vec<(String, String)>, name: &str, value: &str) {
    all.retain(|(present, _)| present != name);
    all.push((name.to_owned(), value.to_owned()));
}

fn reserved(spec: &InstanceSpec, language: Language) -> Vec<(String, String)> {
    let memory = spec.memory_mib.to_string();
    let api = format!("127.0.0.1:{RUNTIME_API_PORT}");
    let mut all = vec![
        ("_HANDLER", spec.handler.as_str()),
        ("AWS_DEFAULT_REGION", &spec.region),
        ("AWS_REGION", &spec.region),
        ("AWS_LAMBDA_FUNCTION_NAME", &spec.function_name),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("AWS_LAMBDA_FUNCTION_VERSION", &spec.version),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &spec.log_group),
        ("AWS_LAMBDA_LOG_STREAM_NAME", &spec.log_stream),
        ("LAMBDA_TASK_ROOT", "/var/task"),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
    ];
    let execution = format!("AWS_Lambda_{}", spec.runtime);
    if language == Language::Native {
        all.push(("AWS_LAMBDA_RUNTIME_API", &api));
    } else {
        // AWS sets it for its managed runtimes alone.
        all.push(("AWS_EXECUTION_ENV", &execution));
    }
    all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// What a user may replace.
pub(crate) fn defaults(language: Language, endpoint_port: u16) -> Vec<(String, String)> {
    let endpoint = format!("http://127.0.0.1:{endpoint_port}");
    let mut all = vec![
        ("AWS_ENDPOINT_URL", endpoint.as_str()),
        // Function, server and all their services share one machine: nobody answers here.
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"),
        ("HOME", "/tmp"),
        ("LANG", "en_US.UTF-8"),
        ("TZ", ":UTC"),
        ("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin"),
        (
            "LD_LIBRARY_PATH",
            "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:\
             /var/task/lib:/opt/lib",
        ),
    ];
    if let Language::Node { .. } = language {
        all.push(("NODE_PATH", "/opt/nodejs/node_modules:/node_modules:/var/runtime:/var/task"));
    }
    all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
