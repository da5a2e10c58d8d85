//! `AWS::Serverless::Function`: the function, its role, version and alias, URL, and what becomes
//! of its asynchronous invocations; its events are in `events`.

use serde_json::{Map, Value as Json, json};

use super::policies::{self, Policy};
use super::{
    Expansion, check_names, check_properties, events, invalid, json_node, pass, properties,
    resource, s3_place, short_hash, tag_list,
};
use crate::error::Problem;
use crate::node::{Entry, Node, Value};

const KNOWN: [&str; 36] = [
    "Architectures",
    "AssumeRolePolicyDocument",
    "AutoPublishAlias",
    "AutoPublishCodeSha256",
    "CodeSigningConfigArn",
    "CodeUri",
    "DeadLetterQueue",
    "Description",
    "Environment",
    "EphemeralStorage",
    "EventInvokeConfig",
    "Events",
    "FileSystemConfigs",
    "FunctionName",
    "FunctionUrlConfig",
    "Handler",
    "InlineCode",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "PermissionsBoundary",
    "Policies",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Role",
    "RolePath",
    "Runtime",
    "RuntimeManagementConfig",
    "SnapStart",
    "Tags",
    "Timeout",
    "Tracing",
    "VersionDescription",
    "VpcConfig",
];

const IMAGES: &str = "functions from container images are not run";

const REFUSED: [(&str, &str); 13] = [
    (
        "AutoPublishAliasAllProperties",
        "a version is published when the code changes, and only then",
    ),
    ("CapacityProviderConfig", "there are no capacity providers here"),
    ("DeploymentPreference", "an alias moves at once: there is no CodeDeploy"),
    ("DurableConfig", "durable functions are not built"),
    ("FunctionScalingConfig", "there are no capacity providers here"),
    ("ImageConfig", IMAGES),
    ("ImageUri", IMAGES),
    ("PropagateTags", "tags stay on the function and its role"),
    ("ProvisionedConcurrencyConfig", "instances are kept warm by use only"),
    ("PublishToLatestPublished", "there are no capacity providers here"),
    ("SourceKMSKeyArn", "there is no key management here"),
    ("TenancyConfig", "functions have no tenants of their own here"),
    ("VersionDeletionPolicy", "set DeletionPolicy on the function"),
];

const LAMBDA: &str = "AWS::Lambda::Function";

/// A function under translation.
pub(super) struct Function<'a> {
    /// The SAM resource, globals merged in.
    pub(super) entry: &'a Entry,
    /// Its properties.
    pub(super) from: Node,
    /// The alias's name and logical id, if the function is published.
    pub(super) alias: Option<(String, String)>,
}

impl Function<'_> {
    pub(super) fn id(&self) -> &str {
        &self.entry.key
    }

    /// What a permission or URL is for: the alias, or the function.
    pub(super) fn reference(&self) -> Json {
        match &self.alias {
            Some((_, id)) => json!({ "Ref": id }),
            None => json!({ "Ref": self.id() }),
        }
    }

    /// The ARN that events are delivered to.
    pub(super) fn arn(&self) -> Json {
        match &self.alias {
            Some((_, id)) => json!({ "Ref": id }),
            None => json!({ "Fn::GetAtt": [self.id(), "Arn"] }),
        }
    }

    pub(super) fn resource(&self, suffix: &str, kind: &str, json: &Json) -> Entry {
        let id = format!("{}{suffix}", self.id());
        resource(self.entry, &id, kind, json_node(json, self.entry.mark))
    }
}

/// Everything that a function becomes.
pub(super) fn translate(
    expansion: &mut Expansion<'_>,
    entry: &Entry,
) -> Result<Vec<Entry>, Problem> {
    check_properties(entry, &KNOWN, &REFUSED)?;
    let mut function = Function { entry, from: properties(entry), alias: None };
    // AWS looks through a parameter here, since `Disabled` makes nothing.
    if let Some(tracing) = function.from.get("Tracing") {
        let resolved = json_node(&expansion.resolved(&tracing.to_json()), tracing.mark);
        if resolved.as_str() == Some("Disabled") {
            function.from.remove("Tracing");
        }
    }
    check_package(&function)?;
    let code = code(&function)?;
    let mut lambda = lambda(&function, code.clone());
    let mut made = Vec::new();
    if function.from.get("AutoPublishAlias").is_some() {
        made.extend(published(expansion, &mut function, &code)?);
        describe(expansion, &function, &mut lambda);
    }
    made.extend(url(&function)?);
    let mut documents = dead_letters(&function)?;
    if let Some(config) = function.from.get("EventInvokeConfig") {
        let (resource, policies) = invoke_config(&function, config)?;
        made.push(resource);
        documents.extend(policies);
    }
    if function.from.get("Role").is_none() {
        made.insert(0, role(&function, &documents)?);
        let arn = json!({ "Fn::GetAtt": [format!("{}Role", entry.key), "Arn"] });
        lambda.set("Role", json_node(&arn, entry.mark));
    }
    let at = usize::from(function.from.get("Role").is_none());
    made.insert(at, resource(entry, &entry.key, LAMBDA, lambda));
    made.extend(events::translate(expansion, &function)?);
    Ok(made)
}

/// Puts the hash that its author gives the code into the function's description, so that a change
/// of the code behind an unchanged place is a change of the function.
fn describe(expansion: &Expansion<'_>, function: &Function<'_>, lambda: &mut Node) {
    let resolved =
        |name: &str| function.from.get(name).map(|node| expansion.resolved(&node.to_json()));
    let Some(Json::String(sha)) = resolved("AutoPublishCodeSha256") else { return };
    let text = match resolved("Description") {
        None => json!(sha),
        Some(Json::String(text)) => json!(format!("{text} {sha}")),
        Some(other) => json!({ "Fn::Join": [" ", [other, sha]] }),
    };
    lambda.set("Description", json_node(&text, function.entry.mark));
}

fn check_package(function: &Function<'_>) -> Result<(), Problem> {
    let from = &function.from;
    let kind = from.get("PackageType");
    if let Some(node) = kind.filter(|node| node.as_str() != Some("Zip")) {
        let message = format!(
            "PackageType {} of AWS::Serverless::Function is not supported: {IMAGES} (resource {})",
            node.scalar().unwrap_or_default(),
            function.id()
        );
        return Err(Problem::at(node.mark, message));
    }
    if from.get("Runtime").is_none() || from.get("Handler").is_none() {
        let why = "Runtime and Handler needs to be present when PackageType is of type `Zip`";
        return Err(invalid(function.id(), function.entry.mark, why));
    }
    if let Some(role) = from.get("Role")
        && let Some(("Fn::If", branches)) = role.intrinsic()
        && branches
            .items()
            .iter()
            .any(|branch| branch.get("Ref").and_then(Node::as_str) == Some("AWS::NoValue"))
    {
        let why = "A Role that is AWS::NoValue under a condition is not supported.";
        return Err(invalid(function.id(), role.mark, why)
            .hint("Write two functions, or give a role in both cases."));
    }
    Ok(())
}

fn code(function: &Function<'_>) -> Result<Node, Problem> {
    if let Some(inline) = function.from.get("InlineCode") {
        let mut code = Node::map(inline.mark);
        code.set("ZipFile", inline.clone());
        return Ok(code);
    }
    match function.from.get("CodeUri") {
        Some(uri) => s3_place(function.id(), "CodeUri", uri, "S3ObjectVersion"),
        None => Err(invalid(
            function.id(),
            function.entry.mark,
            "Either 'InlineCode' or 'CodeUri' must be set.",
        )),
    }
}

fn lambda(function: &Function<'_>, code: Node) -> Node {
    const PASSED: [&str; 21] = [
        "Architectures",
        "CodeSigningConfigArn",
        "Description",
        "Environment",
        "EphemeralStorage",
        "FileSystemConfigs",
        "FunctionName",
        "Handler",
        "KmsKeyArn",
        "Layers",
        "LoggingConfig",
        "MemorySize",
        "PackageType",
        "RecursiveLoop",
        "ReservedConcurrentExecutions",
        "Role",
        "Runtime",
        "RuntimeManagementConfig",
        "SnapStart",
        "Timeout",
        "VpcConfig",
    ];
    let (from, mark) = (&function.from, function.entry.mark);
    let mut lambda = Node::map(mark);
    lambda.set("Code", code);
    pass(from, &PASSED, &mut lambda);
    lambda.set("Tags", tag_list(from.get("Tags"), mark, true));
    if let Some(mode) = tracing(from) {
        let mut config = Node::map(mode.mark);
        config.set("Mode", mode.clone());
        lambda.set("TracingConfig", config);
    }
    if let Some(target) = from.get("DeadLetterQueue").and_then(|queue| queue.get("TargetArn")) {
        let mut config = Node::map(target.mark);
        config.set("TargetArn", target.clone());
        lambda.set("DeadLetterConfig", config);
    }
    lambda
}

fn tracing(from: &Node) -> Option<&Node> {
    from.get("Tracing").filter(|mode| mode.as_str() != Some("Disabled"))
}

/// The version and the alias that `AutoPublishAlias` asks for. The version's id has a hash of what
/// it is a copy of, so that a change publishes another.
fn published(
    expansion: &mut Expansion<'_>,
    function: &mut Function<'_>,
    code: &Node,
) -> Result<Vec<Entry>, Problem> {
    let (from, entry) = (&function.from, function.entry);
    let Some(node) = from.get("AutoPublishAlias") else { return Ok(Vec::new()) };
    let name = expansion.resolved(&node.to_json());
    let valid = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let Some(name) = name.as_str().filter(|name| !name.is_empty() && name.chars().all(valid))
    else {
        let why = "AutoPublishAlias must be a string or a reference to a parameter, of letters, \
                   digits, hyphens and underscores.";
        return Err(invalid(&entry.key, node.mark, why));
    };
    let mut hashed = expansion.resolved(&code.to_json());
    if let Json::Object(map) = &mut hashed {
        if let Some(Json::Object(environment)) = from.get("Environment").map(Node::to_json) {
            map.extend(environment);
        }
        if let Some(size) = from.get("MemorySize") {
            map.insert("MemorySize".to_owned(), size.to_json());
        }
        snap_start(from, map);
    }
    let given = from.get("AutoPublishCodeSha256").map(|node| expansion.resolved(&node.to_json()));
    let hash = match given.as_ref().and_then(Json::as_str) {
        Some(sha) => sha.chars().take(10).collect(),
        None => short_hash(&hashed),
    };
    let version = format!("{}Version{hash}", entry.key);
    let mut publish = json!({ "FunctionName": { "Ref": entry.key } });
    if let (Json::Object(map), Some(text)) = (&mut publish, from.get("VersionDescription")) {
        map.insert("Description".to_owned(), text.to_json());
    }
    let publish = json_node(&publish, entry.mark);
    let mut version_entry = resource(entry, &version, "AWS::Lambda::Version", publish);
    if version_entry.node.get("DeletionPolicy").is_none() {
        version_entry.node.set("DeletionPolicy", Node::text("Retain", entry.mark));
    }
    let alias = format!("{}Alias{}", entry.key, name.replace('-', "D").replace('_', "U"));
    let json = json!({
        "Name": name,
        "FunctionName": { "Ref": entry.key },
        "FunctionVersion": { "Fn::GetAtt": [version, "Version"] },
    });
    let alias_entry = resource(entry, &alias, "AWS::Lambda::Alias", json_node(&json, entry.mark));
    expansion.renamed.insert(format!("{}.Version", entry.key), version);
    expansion.renamed.insert(format!("{}.Alias", entry.key), alias.clone());
    function.alias = Some((name.to_owned(), alias));
    Ok(vec![version_entry, alias_entry])
}

fn snap_start(from: &Node, map: &mut Map<String, Json>) {
    let apply = from.get("SnapStart").map(Node::to_json);
    if let Some(apply) = apply.filter(|one| one.get("ApplyOn") != Some(&json!("None"))) {
        map.insert("SnapStart".to_owned(), apply);
    }
}

const URL_KNOWN: [&str; 3] = ["AuthType", "Cors", "InvokeMode"];

/// The function's own URL, and who may call it if everybody may.
fn url(function: &Function<'_>) -> Result<Vec<Entry>, Problem> {
    let Some(config) = function.from.get("FunctionUrlConfig") else { return Ok(Vec::new()) };
    check_names(config, "FunctionUrlConfig", function.id(), &URL_KNOWN, &[])?;
    let auth = config.get("AuthType").filter(|auth| {
        auth.intrinsic().is_some() || matches!(auth.as_str(), Some("AWS_IAM" | "NONE"))
    });
    let Some(auth) = auth else {
        let why = "AuthType is required to configure function property `FunctionUrlConfig`. \
                   Please provide either AWS_IAM or NONE.";
        return Err(invalid(function.id(), config.mark, why));
    };
    let mut url = function.resource(
        "Url",
        "AWS::Lambda::Url",
        &json!({ "TargetFunctionArn": function.reference() }),
    );
    if let Some(mut properties) = url.node.remove("Properties") {
        pass(config, &URL_KNOWN, &mut properties);
        url.node.set("Properties", properties);
    }
    let mut made = vec![url];
    if auth.as_str() == Some("NONE") {
        made.push(function.resource(
            "UrlPublicPermissions",
            "AWS::Lambda::Permission",
            &json!({
                "Action": "lambda:InvokeFunctionUrl",
                "FunctionName": function.reference(),
                "Principal": "*",
                "FunctionUrlAuthType": "NONE",
            }),
        ));
        made.push(function.resource(
            "URLInvokeAllowPublicAccess",
            "AWS::Lambda::Permission",
            &json!({
                "Action": "lambda:InvokeFunction",
                "FunctionName": function.reference(),
                "Principal": "*",
                "InvokedViaFunctionUrl": true,
            }),
        ));
    }
    Ok(made)
}

/// The policy that lets a function's dead letters be sent.
fn dead_letters(function: &Function<'_>) -> Result<Vec<Json>, Problem> {
    let Some(queue) = function.from.get("DeadLetterQueue") else { return Ok(Vec::new()) };
    let action = match queue.get("Type").and_then(Node::as_str) {
        Some("SQS") => "sqs:SendMessage",
        Some("SNS") => "sns:Publish",
        _ => {
            let why = "'DeadLetterQueue' requires Type of ['SQS', 'SNS']";
            return Err(invalid(function.id(), queue.mark, why));
        }
    };
    let Some(target) = queue.get("TargetArn") else {
        let why = "'DeadLetterQueue' requires Type and TargetArn properties to be specified.";
        return Err(invalid(function.id(), queue.mark, why));
    };
    Ok(vec![json!({
        "PolicyName": "DeadLetterQueuePolicy",
        "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                { "Action": action, "Resource": target.to_json(), "Effect": "Allow" }
            ],
        },
    })])
}

/// The retries and destinations of asynchronous invocations, with the policies they need.
fn invoke_config(function: &Function<'_>, config: &Node) -> Result<(Entry, Vec<Json>), Problem> {
    const KNOWN: [&str; 3] =
        ["DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts"];
    check_names(config, "EventInvokeConfig", function.id(), &KNOWN, &[])?;
    let mut policies = Vec::new();
    let mut destinations = Map::new();
    let given = config.get("DestinationConfig").map(Node::entries).unwrap_or_default();
    for entry in given {
        if !matches!(entry.key.as_str(), "OnSuccess" | "OnFailure") {
            let why = format!("DestinationConfig has no property {}.", entry.key);
            return Err(invalid(function.id(), entry.mark, &why)
                .did_you_mean(&entry.key, ["OnSuccess", "OnFailure"]));
        }
        let (destination, policy) = destination(function, entry)?;
        destinations.insert(entry.key.clone(), json!({ "Destination": destination }));
        policies.push(policy);
    }
    let qualifier = function.alias.as_ref().map_or("$LATEST", |(name, _)| name.as_str());
    let mut json = json!({ "FunctionName": { "Ref": function.id() }, "Qualifier": qualifier });
    if let Json::Object(map) = &mut json {
        if !destinations.is_empty() {
            map.insert("DestinationConfig".to_owned(), destinations.into());
        }
        for name in ["MaximumEventAgeInSeconds", "MaximumRetryAttempts"] {
            if let Some(node) = config.get(name) {
                map.insert(name.to_owned(), node.to_json());
            }
        }
    }
    let mut made = function.resource("EventInvokeConfig", "AWS::Lambda::EventInvokeConfig", &json);
    if let Some((_, alias)) = &function.alias {
        made.node.set("DependsOn", json_node(&json!([alias]), function.entry.mark));
    }
    Ok((made, policies))
}

fn destination(function: &Function<'_>, entry: &Entry) -> Result<(Json, Json), Problem> {
    let node = &entry.node;
    let (kind, action) = match node.get("Type").and_then(Node::as_str) {
        Some("EventBridge") => ("EventBridge", "events:PutEvents"),
        Some("Lambda") => ("Lambda", "lambda:InvokeFunction"),
        Some(kind @ ("SQS" | "SNS" | "S3Bucket")) => {
            let message = format!(
                "Destination Type {kind} is not supported: that service is not here yet (resource \
                 {})",
                function.id()
            );
            return Err(Problem::at(node.mark, message).hint("Use EventBridge or Lambda."));
        }
        _ => {
            let why = "'Type' of a destination must be one of EventBridge, Lambda.";
            return Err(invalid(function.id(), node.mark, why));
        }
    };
    let Some(destination) = node.get("Destination").map(Node::to_json) else {
        let why = "Destination is required if Type is not ['SQS', 'SNS']";
        return Err(invalid(function.id(), node.mark, why));
    };
    let name = format!("{}EventInvokeConfig{}{kind}Policy", function.id(), entry.key);
    let statement = json!({ "Action": action, "Effect": "Allow", "Resource": destination });
    let policy = json!({
        "PolicyName": name,
        "PolicyDocument": { "Statement": [statement] },
    });
    Ok((destination, policy))
}

/// The role that a function runs as.
fn role(function: &Function<'_>, documents: &[Json]) -> Result<Entry, Problem> {
    let (from, mark) = (&function.from, function.entry.mark);
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Action": ["sts:AssumeRole"],
            "Effect": "Allow",
            "Principal": { "Service": ["lambda.amazonaws.com"] },
        }],
    });
    let mut managed = vec![json!(policies::managed("AWSLambdaBasicExecutionRole"))];
    if tracing(from).is_some() {
        managed.push(json!(policies::managed("AWSXrayWriteOnlyAccess")));
    }
    if from.get("VpcConfig").is_some() {
        managed.push(json!(policies::managed("AWSLambdaVPCAccessExecutionRole")));
    }
    let mut inline: Vec<Node> = documents.iter().map(|json| json_node(json, mark)).collect();
    if let Some(node) = from.get("Policies") {
        let items = if node.is_list() { node.items() } else { std::slice::from_ref(node) };
        for (index, item) in items.iter().enumerate() {
            match policies::read(function.id(), item)? {
                Policy::Managed(arn) => {
                    let arn = arn.to_json();
                    if !managed.contains(&arn) {
                        managed.push(arn);
                    }
                }
                Policy::Document(document) => {
                    let name = format!("{}RolePolicy{index}", function.id());
                    inline.push(named(&name, &document));
                }
            }
        }
    }
    let streams = json!(policies::managed("AWSLambdaDynamoDBExecutionRole"));
    if events::reads_streams(from) && !managed.contains(&streams) {
        managed.push(streams);
    }
    let mut role = Node::map(mark);
    let trusted = from.get("AssumeRolePolicyDocument").cloned();
    role.set("AssumeRolePolicyDocument", trusted.unwrap_or_else(|| json_node(&trust, mark)));
    role.set("ManagedPolicyArns", json_node(&json!(managed), mark));
    if !inline.is_empty() {
        role.set("Policies", Node { mark, value: Value::List(inline) });
    }
    if let Some(path) = from.get("RolePath") {
        role.set("Path", path.clone());
    }
    pass(from, &["PermissionsBoundary"], &mut role);
    role.set("Tags", tag_list(from.get("Tags"), mark, true));
    Ok(resource(function.entry, &format!("{}Role", function.id()), "AWS::IAM::Role", role))
}

/// An inline policy with its name; under `Fn::If`, each branch that is one.
fn named(name: &str, document: &Node) -> Node {
    if let Some(("Fn::If", argument)) = document.intrinsic() {
        let branches = argument.items().iter().enumerate().map(|(index, branch)| {
            if index == 0 || branch.get("Ref").is_some() {
                branch.clone()
            } else {
                named(name, branch)
            }
        });
        let list = Node { mark: argument.mark, value: Value::List(branches.collect()) };
        let mut whole = Node::map(document.mark);
        whole.set("Fn::If", list);
        return whole;
    }
    let mut policy = Node::map(document.mark);
    policy.set("PolicyName", Node::text(name, document.mark));
    policy.set("PolicyDocument", document.clone());
    policy
}
