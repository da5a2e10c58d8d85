//! Python, as a function's author sees it.

use samara_runtime::FailureKind;
use serde_json::json;

use super::host::{Host, plain};

#[tokio::test]
async fn a_handler_gets_its_event_and_its_context() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os
calls = 0
def handler(event, context):
    global calls
    calls += 1
    print('hello', event['name'])
    return {'name': event['name'], 'calls': calls, 'id': context.aws_request_id,
            'arn': context.invoked_function_arn, 'memory': context.memory_limit_in_mb,
            'table': os.environ['TABLE'], 'trace': os.environ['_X_AMZN_TRACE_ID'],
            'left': 0 < context.get_remaining_time_in_millis() <= 3000}
";
    let mut function = host.python(code).await;
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:orders";
    let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
    let expected = |calls: u32| {
        json!({ "name": "Zoë", "calls": calls, "id": format!("request-{calls}"), "arn": arn,
            "memory": "128", "table": "orders", "trace": trace, "left": true })
    };
    assert_eq!(function.answer(r#"{"name": "Zoë"}"#).await, expected(1));
    assert_eq!(function.answer(r#"{"name": "Zoë"}"#).await, expected(2));
    assert_eq!(
        function.log(),
        [
            "INIT_START Runtime Version: python:0.0.0",
            "START RequestId: request-0 Version: $LATEST",
            "hello Zoë",
            "END RequestId: request-0",
            "REPORT RequestId: request-0\tDuration: 0.0 ms\tBilled Duration: 0 ms\t\
             Memory Size: 0 MB\tMax Memory Used: 0 MB\tInit Duration: 0.0 ms\t",
            "START RequestId: request-0 Version: $LATEST",
            "hello Zoë",
            "END RequestId: request-0",
            "REPORT RequestId: request-0\tDuration: 0.0 ms\tBilled Duration: 0 ms\t\
             Memory Size: 0 MB\tMax Memory Used: 0 MB\t",
        ]
    );
    host.runtime.shutdown().await;
}

/// AWS's context object is made of the environment at each call: what a function has changed there
/// its next call is told.
#[tokio::test]
async fn a_context_is_of_the_environment_as_it_is_now() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os
def handler(event, context):
    seen = [context.function_name, context.log_stream_name]
    if event == 1: os.environ['AWS_LAMBDA_FUNCTION_NAME'] = 'another'
    if event == 2: del os.environ['AWS_LAMBDA_LOG_STREAM_NAME']
    return seen
";
    let mut function = host.python(code).await;
    let stream = "2026/11/21/[$LATEST]00000000";
    assert_eq!(function.answer("1").await, json!(["orders", stream]));
    assert_eq!(function.answer("2").await, json!(["another", stream]));
    assert_eq!(function.answer("3").await, json!(["another", null]));
    assert_eq!(function.answer("4").await, json!(["another", null]));
}

#[tokio::test]
async fn an_exception_is_told_as_aws_tells_it() {
    let Some(host) = Host::start().await else { return };
    let code = "
def handler(event, context):
    return inner()
def inner():
    raise ValueError('no stock')
";
    let mut function = host.python(code).await;
    let outcome = function.call("{}").await;
    let error = outcome.result.unwrap_err();
    assert_eq!((error.kind, error.error_type.as_str()), (FailureKind::Handled, "ValueError"));
    let body: serde_json::Value = serde_json::from_slice(&error.payload).unwrap();
    assert_eq!(
        body,
        json!({
            "errorMessage": "no stock",
            "errorType": "ValueError",
            "requestId": "request-1",
            "stackTrace": [
                "  File \"/var/task/app.py\", line 3, in handler\n    return inner()\n",
                "  File \"/var/task/app.py\", line 5, in inner\n    raise ValueError('no stock')\n",
            ],
        })
    );
    assert!(outcome.log_tail.contains("[ERROR] ValueError: no stock\nTraceback"));
    assert!(function.instance.is_alive());
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_killed() {
    let Some(host) = Host::start().await else { return };
    let code = "
import time
def handler(event, context):
    print('waiting')
    time.sleep(60)
";
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    spec.timeout_ms = 300;
    let mut function = host.function(spec).await;
    let outcome = function.call("{}").await;
    let error = outcome.result.unwrap_err();
    assert_eq!(error.kind, FailureKind::Timeout);
    assert_eq!(
        std::str::from_utf8(&error.payload).unwrap(),
        r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: request-1 Error: Task timed out after 0.30 seconds"}"#
    );
    assert!(!function.instance.is_alive());
    assert_eq!(
        plain(&outcome.log_tail).lines().skip(1).collect::<Vec<_>>(),
        [
            "waiting",
            "0-0-0T0:0:0.0Z request-0 Task timed out after 0.0 seconds",
            "END RequestId: request-0",
            "REPORT RequestId: request-0\tDuration: 0.0 ms\tBilled Duration: 0 ms\t\
             Memory Size: 0 MB\tMax Memory Used: 0 MB\tInit Duration: 0.0 ms\tStatus: timeout",
        ]
    );
}

#[tokio::test]
async fn exit_and_out_of_memory_are_told_apart() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os, sys
def handler(event, context):
    if event == 'status': sys.exit(3)
    if event == 'signal': os.abort()
    if event == 'silent': os._exit(0)
    hog = bytearray(400 * 1024 * 1024)
    for at in range(0, len(hog), 4096): hog[at] = 1
    return 'never'
";
    for (event, kind, error_type, message) in [
        ("status", FailureKind::Exit, "Runtime.ExitError", "with error: exit status 3"),
        ("signal", FailureKind::Exit, "Runtime.ExitError", "with error: signal: aborted"),
        ("silent", FailureKind::Exit, "Runtime.ExitError", "without providing a reason"),
        ("memory", FailureKind::OutOfMemory, "Runtime.OutOfMemory", "with error: signal: killed"),
    ] {
        let mut function = host.python(code).await;
        let outcome = function.call(&format!("\"{event}\"")).await;
        let error = outcome.result.unwrap_err();
        assert_eq!((error.kind, error.error_type.as_str()), (kind, error_type), "{event}");
        let expected = format!("RequestId: request-1 Error: Runtime exited {message}");
        assert_eq!(error.error_message, expected);
        assert!(!function.instance.is_alive());
    }
}

#[tokio::test]
async fn a_handler_that_cannot_be_loaded_says_why() {
    let Some(host) = Host::start().await else { return };
    for (handler, code, error_type, message) in [
        (
            "app.handler",
            "import absent",
            "Runtime.ImportModuleError",
            "Unable to import module 'app': No module named 'absent'",
        ),
        (
            "app.handler",
            "def handler(:",
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module 'app': invalid syntax (app.py, line 1)",
        ),
        ("app.other", "", "Runtime.HandlerNotFound", "Handler 'other' missing on module 'app'"),
        (
            "app",
            "",
            "Runtime.MalformedHandlerName",
            "Bad handler 'app': not enough values to unpack (expected 2, got 1)",
        ),
        ("app.handler", "raise KeyError('x')", "KeyError", "'x'"),
    ] {
        let spec = host.spec("python3.12", handler, &[("app.py", code)]);
        let mut function = host.function(spec).await;
        let answer = function.answer("{}").await;
        assert_eq!(answer["errorType"], json!(error_type), "{answer}");
        assert_eq!(answer["errorMessage"], json!(message), "{answer}");
        // The same instance tries again with each call, within the function's own timeout.
        assert!(function.instance.is_alive());
        assert_eq!(function.answer("{}").await["errorType"], json!(error_type));
    }
}

/// DynamoDB's numbers come as decimals, which Python's own encoder refuses.
#[tokio::test]
async fn responses_are_written_as_aws_writes_them() {
    let Some(host) = Host::start().await else { return };
    let code = "
from decimal import Decimal
def handler(event, context):
    if event == 'bytes': return b'raw'
    if event == 'set': return {1}
    return {'price': Decimal('0.10000000000000000001'), 'all': [Decimal(7)], 'name': 'Zo\u{eb}'}
";
    let mut function = host.python(code).await;
    let body = function.call("1").await.result.unwrap();
    let expected = r#"{"price": 0.10000000000000000001, "all": [7], "name": "Zoë"}"#;
    assert_eq!(std::str::from_utf8(&body).unwrap(), expected);
    assert_eq!(function.call("\"bytes\"").await.result.unwrap(), "raw");
    let error = function.call("\"set\"").await.result.unwrap_err();
    let message = "Unable to marshal response: Object of type set is not JSON serializable";
    let (error_type, error_message) = (error.error_type.as_str(), error.error_message.as_str());
    assert_eq!((error_type, error_message), ("Runtime.MarshalError", message));
}

/// Agents and adapters come as a script that AWS starts in the runtime's place.
#[tokio::test]
async fn a_wrapper_starts_the_runtime() {
    let Some(host) = Host::start().await else { return };
    let code = "import os\ndef handler(event, context): return os.environ['WRAPPED']";
    let wrapper = "#!/bin/bash\nexport WRAPPED=yes\nexec \"$@\"\n";
    let files = [("app.py", code), ("wrapper", wrapper)];
    let mut spec = host.spec("python3.12", "app.handler", &files);
    let variable = ("AWS_LAMBDA_EXEC_WRAPPER".to_owned(), "/var/task/wrapper".to_owned());
    spec.environment.push(variable);
    assert_eq!(host.function(spec).await.answer("{}").await, json!("yes"));
}

/// Logging is one event a record, with the request's id, in AWS's form.
#[tokio::test]
async fn logging_has_the_form_of_aws() {
    let Some(host) = Host::start().await else { return };
    let code = "
import logging
logging.getLogger().setLevel(logging.INFO)
def handler(event, context):
    logging.info('two\\nlines')
    print('printed\\ntwice')
";
    let mut function = host.python(code).await;
    assert_eq!(function.answer("{}").await, json!(null));
    assert_eq!(
        function.log()[2..5],
        ["[INFO]\t0-0-0T0:0:0.0Z\trequest-0\ttwo\nlines", "printed", "twice"]
    );
}

#[tokio::test]
async fn a_response_over_the_limit_is_an_error() {
    let Some(host) = Host::start().await else { return };
    let mut function = host.python("def handler(event, context): return 'x' * event").await;
    let largest = samara_runtime::RESPONSE_BYTES_MAX - 2;
    let outcome = function.call(&largest.to_string()).await;
    assert_eq!(outcome.result.map(|body| body.len()), Ok(samara_runtime::RESPONSE_BYTES_MAX));
    let answer = function.answer(&(largest + 1).to_string()).await;
    assert_eq!(answer["errorType"], json!("Function.ResponseSizeTooLarge"));
    assert_eq!(function.answer("1").await, json!("x"), "the instance goes on");
}
