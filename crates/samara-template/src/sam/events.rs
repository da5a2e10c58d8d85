//! What invokes a function: routes of APIs, and rules of event buses.

use serde_json::{Map, Value as Json, json};

use super::api::{Kind, Route};
use super::function::Function;
use super::{Expansion, auth, check_names, invalid, json_node, pass, resource, short_hash};
use crate::error::Problem;
use crate::node::{Entry, Node};
use crate::template::RESOURCES_MAX;

const TYPES: [&str; 6] =
    ["Api", "CloudWatchEvent", "DynamoDB", "EventBridgeRule", "HttpApi", "Schedule"];

/// The event sources that SAM knows and nothing here delivers yet.
const NOT_YET: [&str; 13] = [
    "AlexaSkill",
    "CloudWatchLogs",
    "Cognito",
    "DocumentDB",
    "IoTRule",
    "Kinesis",
    "MQ",
    "MSK",
    "S3",
    "SNS",
    "SQS",
    "ScheduleV2",
    "SelfManagedKafka",
];

/// The resources that a function's events become; routes are noted with their APIs.
pub(super) fn translate(
    expansion: &mut Expansion<'_>,
    function: &Function<'_>,
) -> Result<Vec<Entry>, Problem> {
    let mut made = Vec::new();
    let events = function.from.get("Events").map(Node::entries).unwrap_or_default();
    // Each becomes a resource at least: said here, before the work is done.
    if RESOURCES_MAX < events.len() {
        let mark = function.from.get("Events").map_or(function.entry.mark, |node| node.mark);
        let why =
            format!("It has more events than a template may have resources, {RESOURCES_MAX}.");
        return Err(invalid(function.id(), mark, &why));
    }
    // A default route comes first: it has the permission for the function's other routes.
    let default = |event: &&Entry| !is_default(&event.node);
    let mut ordered: Vec<&Entry> = events.iter().collect();
    ordered.sort_by_key(default);
    for event in ordered {
        made.extend(one(expansion, function, event)?);
    }
    Ok(made)
}

fn is_default(event: &Node) -> bool {
    let property = |name: &str| event.get("Properties").and_then(|one| one.get(name));
    let path = property("Path").and_then(Node::as_str);
    event.get("Type").and_then(Node::as_str) == Some("HttpApi")
        && (path == Some("$default") || (path.is_none() && property("Method").is_none()))
}

fn one(
    expansion: &mut Expansion<'_>,
    function: &Function<'_>,
    event: &Entry,
) -> Result<Vec<Entry>, Problem> {
    check_names(&event.node, "an event", function.id(), &["Properties", "Type"], &[])?;
    let node = event.node.get("Type");
    let Some(kind) = node.and_then(Node::as_str) else {
        let why = format!("Event with id [{}] is invalid. It has no Type.", event.key);
        return Err(invalid(function.id(), event.mark, &why));
    };
    match kind {
        "Api" => api_event(expansion, function, event, Kind::Rest),
        "HttpApi" => api_event(expansion, function, event, Kind::Http),
        "DynamoDB" => stream(function, event),
        "EventBridgeRule" | "CloudWatchEvent" => rule(function, event, &PATTERN),
        "Schedule" => rule(function, event, &SCHEDULE),
        _ => {
            let mark = node.map_or(event.mark, |node| node.mark);
            let message = format!(
                "Event type {kind} is not supported (event {} of {})",
                event.key,
                function.id()
            );
            let problem = Problem::at(mark, message);
            if NOT_YET.contains(&kind) {
                return Err(problem.hint(match kind {
                    "ScheduleV2" => "EventBridge Scheduler is not here yet: use Schedule.",
                    _ => "That service is not here yet.",
                }));
            }
            Err(problem.did_you_mean(kind, TYPES))
        }
    }
}

fn event_properties(function: &Function<'_>, event: &Entry) -> Result<Node, Problem> {
    let given = event.node.get("Properties").cloned();
    let given = given.unwrap_or_else(|| Node::map(event.mark));
    if given.is_map() {
        return Ok(given);
    }
    let why = format!("Event with id [{}] is invalid. Properties should be a map.", event.key);
    Err(invalid(function.id(), given.mark, &why))
}

/// A route of an API, and the permission for it.
fn api_event(
    expansion: &mut Expansion<'_>,
    function: &Function<'_>,
    event: &Entry,
    kind: Kind,
) -> Result<Vec<Entry>, Problem> {
    const AUTH: (&str, &str) = ("Auth", "authorizers are not built yet");
    let from = event_properties(function, event)?;
    match kind {
        Kind::Rest => check_names(
            &from,
            "the event Api",
            function.id(),
            &["Method", "Path", "RestApiId", "TimeoutInMillis"],
            &[
                AUTH,
                ("RequestModel", "requests are not validated against models"),
                ("RequestParameters", "requests are not validated against models"),
                ("ResponseTransferMode", "responses are not streamed"),
                ("Stage", "an API has one stage"),
            ],
        )?,
        Kind::Http => check_names(
            &from,
            "the event HttpApi",
            function.id(),
            &["ApiId", "Auth", "Method", "PayloadFormatVersion", "Path", "TimeoutInMillis"],
            &[
                ("RouteSettings", "routes have no throttling or logging of their own"),
                ("Stage", "an API has one stage"),
            ],
        )?,
    }
    let (path, method) = path_and_method(function, event, &from, kind)?;
    let api = expansion.apis.of(kind, function.id(), event, &from)?;
    let route = Route {
        path,
        method,
        function: function.id().to_owned(),
        target: match &function.alias {
            Some((_, id)) => format!("${{{id}}}"),
            None => format!("${{{}.Arn}}", function.id()),
        },
        condition: function.entry.node.get("Condition").and_then(Node::as_str).map(str::to_owned),
        retained: ["DeletionPolicy", "UpdateReplacePolicy"]
            .map(|name| function.entry.node.get(name).and_then(Node::as_str) == Some("Retain")),
        timeout: from.get("TimeoutInMillis").map(Node::to_json),
        payload: from.get("PayloadFormatVersion").map(Node::to_json),
        authorizer: if kind == Kind::Http { auth::of_event(&from, function.id())? } else { None },
        mark: event.mark,
    };
    let permission = permission(expansion, function, event, &api, &route);
    expansion.apis.add(&api, route, function.id())?;
    Ok(permission.into_iter().collect())
}

const METHODS: [&str; 8] = ["any", "delete", "get", "head", "options", "patch", "post", "put"];

/// The method that stands for all, in an `OpenAPI` document of API Gateway.
const ANY: &str = "x-amazon-apigateway-any-method";

fn path_and_method(
    function: &Function<'_>,
    event: &Entry,
    from: &Node,
    kind: Kind,
) -> Result<(String, String), Problem> {
    let text = |name: &str| from.get(name).and_then(Node::scalar);
    let (path, method) = match (text("Path"), text("Method")) {
        (None, None) if kind == Kind::Http => return Ok(("$default".to_owned(), ANY.to_owned())),
        (Some(path), Some(method)) => (path, method.to_lowercase()),
        (path, _) => {
            let missing = if path.is_none() { "Path" } else { "Method" };
            let why = format!(
                "Event with id [{}] is invalid. Event is missing key '{missing}'.",
                event.key
            );
            return Err(invalid(function.id(), event.mark, &why));
        }
    };
    if !path.starts_with('/') && path != "$default" {
        let mark = from.get("Path").map_or(event.mark, |node| node.mark);
        let why = format!("Event with id [{}] is invalid. 'Path' must start with '/'.", event.key);
        return Err(invalid(function.id(), mark, &why));
    }
    if !METHODS.contains(&method.as_str()) {
        let mark = from.get("Method").map_or(event.mark, |node| node.mark);
        let why = format!("Event with id [{}] is invalid. Unknown method {method}.", event.key);
        return Err(invalid(function.id(), mark, &why).did_you_mean(&method, METHODS));
    }
    Ok((path, if method == "any" { ANY.to_owned() } else { method }))
}

/// Who may invoke the function for a route; none if its default route has the permission.
fn permission(
    expansion: &Expansion<'_>,
    function: &Function<'_>,
    event: &Entry,
    api: &str,
    route: &Route,
) -> Option<Entry> {
    let kind = expansion.apis.kind(api)?;
    if kind == Kind::Http
        && route.path != "$default"
        && expansion.apis.has_default(api, function.id())
    {
        return None;
    }
    let method = if route.method == ANY { "*".to_owned() } else { route.method.to_uppercase() };
    let path = if route.path == "$default" { String::new() } else { permitted(&route.path) };
    let partition = match kind {
        Kind::Rest => "aws",
        Kind::Http => "${AWS::Partition}",
    };
    let arn = format!(
        "arn:{partition}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{__ApiId__}}/\
         ${{__Stage__}}/{method}{path}"
    );
    let json = json!({
        "Action": "lambda:InvokeFunction",
        "FunctionName": function.reference(),
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": { "Fn::Sub": [arn, { "__ApiId__": { "Ref": api }, "__Stage__": "*" }] },
    });
    let suffix = match kind {
        Kind::Http => String::new(),
        Kind::Rest => {
            let stage = expansion.apis.stage_suffix(api);
            let plain = stage.chars().all(|c| c.is_ascii_alphanumeric());
            if plain { stage } else { short_hash(&json!(stage)) }
        }
    };
    let suffix = format!("{}Permission{suffix}", event.key);
    Some(function.resource(&suffix, "AWS::Lambda::Permission", &json))
}

/// A path in a permission's ARN: no slash at its end, and a star for each parameter.
fn permitted(path: &str) -> String {
    let path = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
    let mut permitted = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        permitted.push_str(before);
        if name == "proxy+" || name.chars().all(plain) {
            permitted.push('*');
        } else {
            permitted.extend(["{", name, "}"]);
        }
        rest = tail;
    }
    permitted + rest
}

/// Whether a function reads the stream of a table, for which its role needs a policy.
pub(super) fn reads_streams(from: &Node) -> bool {
    let events = from.get("Events").map(Node::entries).unwrap_or_default();
    events.iter().any(|event| event.node.get("Type").and_then(Node::as_str) == Some("DynamoDB"))
}

/// A table's stream that is read for the function.
fn stream(function: &Function<'_>, event: &Entry) -> Result<Vec<Entry>, Problem> {
    const SAME: [&str; 14] = [
        "BatchSize",
        "BisectBatchOnFunctionError",
        "DestinationConfig",
        "Enabled",
        "FilterCriteria",
        "FunctionResponseTypes",
        "KmsKeyArn",
        "MaximumBatchingWindowInSeconds",
        "MaximumRecordAgeInSeconds",
        "MaximumRetryAttempts",
        "MetricsConfig",
        "ParallelizationFactor",
        "StartingPosition",
        "TumblingWindowInSeconds",
    ];
    const REFUSED: [(&str, &str); 1] =
        [("StartingPositionTimestamp", "a table's stream is read from its start or its end")];
    let from = event_properties(function, event)?;
    let known: Vec<&str> = SAME.into_iter().chain(["Stream"]).collect();
    check_names(&from, "the event DynamoDB", function.id(), &known, &REFUSED)?;
    for name in ["Stream", "StartingPosition"] {
        if from.get(name).is_none() {
            let why =
                format!("Event with id [{}] is invalid. Event is missing key '{name}'.", event.key);
            return Err(invalid(function.id(), event.mark, &why));
        }
    }
    let failure = from.get("DestinationConfig").and_then(|config| config.get("OnFailure"));
    if let Some(kind) = failure.and_then(|failure| failure.get("Type")) {
        let message = format!(
            "Destination Type {} is not supported: that service is not here yet (event {} of {})",
            kind.scalar().unwrap_or_default(),
            event.key,
            function.id()
        );
        let hint = "Leave Type out and give the ARN of a function or an event bus.";
        return Err(Problem::at(kind.mark, message).hint(hint));
    }
    let mut mapping = Node::map(event.mark);
    pass(&from, &SAME, &mut mapping);
    if let Some(stream) = from.get("Stream") {
        mapping.set("EventSourceArn", stream.clone());
    }
    mapping.set("FunctionName", json_node(&function.reference(), event.mark));
    let id = format!("{}{}", function.id(), event.key);
    Ok(vec![resource(function.entry, &id, "AWS::Lambda::EventSourceMapping", mapping)])
}

/// What a rule's target would have beside its input.
const NO_RETRIES: [(&str, &str); 2] = [
    ("DeadLetterConfig", "there are no queues here; give the function an EventInvokeConfig"),
    ("RetryPolicy", "events are tried again as the function's EventInvokeConfig says"),
];

/// A kind of event that a rule brings.
struct OfRule {
    name: &'static str,
    known: &'static [&'static str],
    /// Which property of the rule an event's property becomes.
    passed: &'static [(&'static str, &'static str)],
    /// The property without which there is nothing to wait for.
    needs: Option<&'static str>,
}

const SCHEDULE: OfRule = OfRule {
    name: "the event Schedule",
    known: &["Description", "Enabled", "Input", "Name", "Schedule", "State"],
    passed: &[("Description", "Description"), ("Name", "Name"), ("Schedule", "ScheduleExpression")],
    needs: Some("Schedule"),
};

const PATTERN: OfRule = OfRule {
    name: "the event EventBridgeRule",
    known: &[
        "Enabled",
        "EventBusName",
        "Input",
        "InputPath",
        "InputTransformer",
        "Pattern",
        "RuleName",
        "State",
        "Target",
    ],
    passed: &[("EventBusName", "EventBusName"), ("Pattern", "EventPattern"), ("RuleName", "Name")],
    needs: None,
};

/// A rule of an event bus, and the permission for it.
fn rule(function: &Function<'_>, event: &Entry, kind: &OfRule) -> Result<Vec<Entry>, Problem> {
    const SUFFIX: &str = "LambdaTarget";
    const TARGET_CHARS_MAX: usize = 64;
    let from = event_properties(function, event)?;
    check_names(&from, kind.name, function.id(), kind.known, &NO_RETRIES)?;
    if let Some(name) = kind.needs.filter(|name| from.get(name).is_none()) {
        let why =
            format!("Event with id [{}] is invalid. Event is missing key '{name}'.", event.key);
        return Err(invalid(function.id(), event.mark, &why));
    }
    let mut target = Map::new();
    target.insert("Arn".to_owned(), function.arn());
    let own = from.get("Target").and_then(|target| target.get("Id")).and_then(Node::scalar);
    let made = format!("{}{}", function.id(), event.key);
    let room = TARGET_CHARS_MAX - SUFFIX.len();
    let id = own.unwrap_or_else(|| made.chars().take(room).chain(SUFFIX.chars()).collect());
    target.insert("Id".to_owned(), json!(id));
    for name in ["Input", "InputPath", "InputTransformer"] {
        if let Some(node) = from.get(name) {
            target.insert(name.to_owned(), node.to_json());
        }
    }
    let mut rule = Node::map(event.mark);
    for (from_name, name) in kind.passed {
        if let Some(node) = from.get(from_name) {
            rule.set(name, node.clone());
        }
    }
    if let Some(state) = state(function, event, &from)? {
        rule.set("State", state);
    }
    rule.set("Targets", json_node(&json!([target]), event.mark));
    let rule = resource(function.entry, &made, "AWS::Events::Rule", rule);
    let permission = function.resource(
        &format!("{}Permission", event.key),
        "AWS::Lambda::Permission",
        &permission_of_rule(function, &made),
    );
    Ok(vec![rule, permission])
}

fn permission_of_rule(function: &Function<'_>, rule: &str) -> Json {
    json!({
        "Action": "lambda:InvokeFunction",
        "FunctionName": function.reference(),
        "Principal": "events.amazonaws.com",
        "SourceArn": { "Fn::GetAtt": [rule, "Arn"] },
    })
}

fn state(function: &Function<'_>, event: &Entry, from: &Node) -> Result<Option<Node>, Problem> {
    match (from.get("State"), from.get("Enabled")) {
        (Some(_), Some(enabled)) => Err(invalid(
            function.id(),
            enabled.mark,
            &format!(
                "Event with id [{}] is invalid. State and Enabled Properties cannot both be \
                 specified.",
                event.key
            ),
        )),
        (Some(state), None) => Ok(Some(state.clone())),
        (None, Some(enabled)) => {
            let on = enabled.scalar().as_deref() == Some("true");
            Ok(Some(Node::text(if on { "ENABLED" } else { "DISABLED" }, enabled.mark)))
        }
        (None, None) => Ok(None),
    }
}
