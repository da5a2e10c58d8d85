//! What a function's role may do: SAM's policy templates, inline statements, managed policies.

use serde_json::{Map, Value as Json, json};

use super::{invalid, json_node};
use crate::error::Problem;
use crate::node::{Node, Value};

/// The templates, as data.
const TEMPLATES: &str = include_str!("policy_templates.txt");

/// One policy of a `Policies` property.
pub(super) enum Policy {
    /// An inline document.
    Document(Node),
    /// The ARN of a managed policy.
    Managed(Node),
}

/// Reads one entry of `Policies`.
pub(super) fn read(id: &str, node: &Node) -> Result<Policy, Problem> {
    if let Some(name) = node.as_str() {
        return Ok(Policy::Managed(Node::text(managed(name), node.mark)));
    }
    if let Some(("Fn::If", argument)) = node.intrinsic() {
        return conditional(id, node, argument);
    }
    if node.intrinsic().is_some() {
        return Ok(Policy::Managed(node.clone()));
    }
    if node.get("Statement").is_some() {
        return Ok(Policy::Document(node.clone()));
    }
    match node.entries() {
        [only] => template(id, &only.key, only.mark, &only.node).map(Policy::Document),
        _ => Err(invalid(
            id,
            node.mark,
            "A policy is the name or ARN of a managed policy, a policy template, or a document \
             with a Statement.",
        )),
    }
}

/// `Fn::If` between two policies of one kind, or one and nothing.
fn conditional(id: &str, node: &Node, argument: &Node) -> Result<Policy, Problem> {
    let [condition, yes, no] = argument.items() else {
        return Err(invalid(id, node.mark, "Fn::If has a condition and two values."));
    };
    let mut managed = false;
    let mut branches = vec![condition.clone()];
    for branch in [yes, no] {
        let nothing = branch.get("Ref").and_then(Node::as_str) == Some("AWS::NoValue");
        branches.push(if nothing {
            branch.clone()
        } else {
            match read(id, branch)? {
                Policy::Document(document) => document,
                Policy::Managed(arn) => {
                    managed = true;
                    arn
                }
            }
        });
    }
    let list = Node { mark: argument.mark, value: Value::List(branches) };
    let mut whole = Node::map(node.mark);
    whole.set("Fn::If", list);
    Ok(if managed { Policy::Managed(whole) } else { Policy::Document(whole) })
}

/// The ARN of an AWS-managed policy that is given by its name. A name that AWS does not have is
/// refused when it is attached.
pub(super) fn managed(name: &str) -> String {
    const SERVICE_ROLE: [&str; 12] = [
        "AWSLambdaBasicDurableExecutionRolePolicy",
        "AWSLambdaBasicExecutionRole",
        "AWSLambdaDynamoDBExecutionRole",
        "AWSLambdaENIManagementAccess",
        "AWSLambdaKinesisExecutionRole",
        "AWSLambdaMSKExecutionRole",
        "AWSLambdaRole",
        "AWSLambdaSQSQueueExecutionRole",
        "AWSLambdaVPCAccessExecutionRole",
        "AmazonAPIGatewayPushToCloudWatchLogs",
        "AmazonS3ObjectLambdaExecutionRolePolicy",
        "CloudWatchEventsInvocationAccess",
    ];
    if name.starts_with("arn:") {
        return name.to_owned();
    }
    let path = if SERVICE_ROLE.contains(&name) { "service-role/" } else { "" };
    format!("arn:aws:iam::aws:policy/{path}{name}")
}

/// The document of a policy template.
fn template(
    id: &str,
    name: &str,
    mark: crate::error::Mark,
    values: &Node,
) -> Result<Node, Problem> {
    let mut lines = TEMPLATES.lines().filter(|line| !line.starts_with('#'));
    let head = lines.by_ref().find(|line| line.split(' ').next() == Some(name));
    let Some(head) = head else {
        let names = TEMPLATES.lines().filter(|line| !line.starts_with([' ', '#']));
        let names = names.filter_map(|line| line.split(' ').next());
        let why = format!("There is no policy template {name}.");
        return Err(invalid(id, mark, &why).did_you_mean(name, names));
    };
    let wanted: Vec<&str> = head.split(' ').skip(1).collect();
    for parameter in &wanted {
        if values.get(parameter).is_none() {
            let why = format!(
                "Must specify valid parameter values for policy template '{name}': {parameter} is \
                 missing."
            );
            return Err(invalid(id, mark, &why));
        }
    }
    for entry in values.entries() {
        if !wanted.contains(&entry.key.as_str()) {
            let why = format!("Policy template {name} has no parameter {}.", entry.key);
            let problem = invalid(id, entry.mark, &why);
            return Err(problem.did_you_mean(&entry.key, wanted.iter().copied()));
        }
    }
    let body = lines.take_while(|line| line.starts_with(' '));
    Ok(json_node(&json!({ "Statement": statements(body, values) }), values.mark))
}

/// Reads the indented lines of a template.
fn statements<'a>(lines: impl Iterator<Item = &'a str>, values: &Node) -> Vec<Json> {
    let mut statements: Vec<(Vec<&str>, Vec<Json>, Json)> = Vec::new();
    for line in lines {
        let line = line.trim_start();
        match (line.split_once(' '), statements.last_mut()) {
            (Some((">", resource)), Some(last)) => last.1.push(arn(resource, values)),
            (Some(("+", more)), Some(last)) => last.0.extend(more.split(' ')),
            (Some(("?", condition)), Some(last)) => {
                let mut words = condition.splitn(3, ' ');
                if let (Some(operator), Some(key), Some(resource)) =
                    (words.next(), words.next(), words.next())
                {
                    last.2 = json!({ operator: { key: arn(resource, values) } });
                }
            }
            _ => statements.push((line.split(' ').collect(), Vec::new(), Json::Null)),
        }
    }
    let one = |(actions, resources, condition): (Vec<&str>, Vec<Json>, Json)| {
        let mut statement = Map::new();
        statement.insert("Effect".to_owned(), json!("Allow"));
        statement.insert("Action".to_owned(), json!(actions));
        let single = <[Json; 1]>::try_from(resources);
        let resource = single.map_or_else(Json::Array, |[only]| only);
        statement.insert("Resource".to_owned(), resource);
        if !condition.is_null() {
            statement.insert("Condition".to_owned(), condition);
        }
        Json::Object(statement)
    };
    statements.into_iter().map(one).collect()
}

/// A resource of a template, with the values of its variables.
fn arn(resource: &str, values: &Node) -> Json {
    let text = match resource.split_once(':') {
        _ if resource == "*" || resource.starts_with("arn:") || resource.starts_with("${") => {
            resource.to_owned()
        }
        Some((service, rest)) => {
            format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{rest}")
        }
        None => resource.to_owned(),
    };
    if !text.contains("${") {
        return json!(text);
    }
    let used =
        values.entries().iter().filter(|entry| text.contains(&format!("${{{}}}", entry.key)));
    let used: Map<String, Json> =
        used.map(|entry| (entry.key.clone(), entry.node.to_json())).collect();
    if used.is_empty() { json!({ "Fn::Sub": text }) } else { json!({ "Fn::Sub": [text, used] }) }
}
