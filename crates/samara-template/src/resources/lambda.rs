//! The resources around a function: permissions, versions, aliases, URLs, layers, and what becomes
//! of its asynchronous invocations.

use serde_json::{Map, Value as Json, json};

use super::{attributes, get, pick, text, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Property, Schema};
use crate::work::{Call, slot};

const NEVER_CHANGED: &str = "This resource cannot be changed in place";

fn replaced(_: &Context<'_>, _: &Resource) -> Result<Made, String> {
    Err(NEVER_CHANGED.to_owned())
}

/// Who may invoke a function.
pub(super) static PERMISSION: Schema = Schema {
    type_name: "AWS::Lambda::Permission",
    properties: &[
        Property::text("Action").required().replaces(),
        Property::text("EventSourceToken").replaces(),
        Property::text("FunctionName").required().replaces(),
        Property::text("FunctionUrlAuthType").replaces(),
        Property::boolean("InvokedViaFunctionUrl").replaces(),
        Property::text("Principal").required().replaces(),
        Property::refused("PrincipalOrgID", "there are no organizations here"),
        Property::text("SourceAccount").replaces(),
        Property::text("SourceArn").replaces(),
    ],
    attributes: &["Id"],
    naming: None,
    create: |cx| {
        const NAMES: [&str; 8] = [
            "Action",
            "EventSourceToken",
            "FunctionName",
            "FunctionUrlAuthType",
            "InvokedViaFunctionUrl",
            "Principal",
            "SourceAccount",
            "SourceArn",
        ];
        let input = with(pick(cx.properties, &NAMES), json!({ "StatementId": cx.name }));
        Ok(Made {
            calls: vec![Call::new("lambda", "AddPermission", input)],
            physical_id: json!(cx.name),
            attributes: attributes([("Id", json!(cx.name))]),
        })
    },
    update: replaced,
    delete: |old| {
        let function = get(&old.properties, "FunctionName");
        let input = json!({ "FunctionName": function, "StatementId": old.physical_id });
        vec![Call::new("lambda", "RemovePermission", input).settled_by("ResourceNotFoundException")]
    },
};

/// A frozen copy of a function.
pub(super) static VERSION: Schema = Schema {
    type_name: "AWS::Lambda::Version",
    properties: &[
        Property::text("CodeSha256").replaces(),
        Property::text("Description").replaces(),
        Property::text("FunctionName").required().replaces(),
        Property::refused("ProvisionedConcurrencyConfig", "instances are kept warm by use only"),
        Property::accepted("RuntimePolicy", "runtimes are the host's, updated with it"),
    ],
    attributes: &["FunctionArn", "Version"],
    naming: None,
    create: |cx| {
        let input = json!(pick(cx.properties, &["CodeSha256", "Description", "FunctionName"]));
        let function = get(cx.properties, "FunctionName");
        let version = json!({ "FunctionName": function, "Qualifier": slot("Version") });
        Ok(Made {
            calls: vec![
                Call::new("lambda", "PublishVersion", input)
                    .capture("Arn", "/FunctionArn")
                    .capture("Version", "/Version"),
                // Its snapshot may have to be taken, for which it must initialise.
                Call::new("lambda", "GetFunction", version).until(
                    "/Configuration/State",
                    Some("Active"),
                    &["Failed"],
                ),
            ],
            physical_id: slot("Arn"),
            attributes: attributes([("FunctionArn", slot("Arn")), ("Version", slot("Version"))]),
        })
    },
    update: replaced,
    delete: |old| {
        let function = get(&old.properties, "FunctionName");
        let version = old.attributes.get("Version");
        let input = json!({ "FunctionName": function, "Qualifier": version });
        vec![Call::new("lambda", "DeleteFunction", input).settled_by("ResourceNotFoundException")]
    },
};

/// A name for a version.
pub(super) static ALIAS: Schema = Schema {
    type_name: "AWS::Lambda::Alias",
    properties: &[
        Property::text("Description").default("\"\""),
        Property::text("FunctionName").required().replaces(),
        Property::text("FunctionVersion").required(),
        Property::text("Name").required().replaces(),
        Property::refused("ProvisionedConcurrencyConfig", "instances are kept warm by use only"),
        Property::refused("RoutingConfig", "an alias names one version"),
    ],
    attributes: &["AliasArn"],
    naming: None,
    create: |cx| {
        let names = ["Description", "FunctionName", "FunctionVersion", "Name"];
        let input = json!(pick(cx.properties, &names));
        Ok(Made {
            calls: vec![Call::new("lambda", "CreateAlias", input).capture("Arn", "/AliasArn")],
            physical_id: slot("Arn"),
            attributes: attributes([("AliasArn", slot("Arn"))]),
        })
    },
    update: |cx, old| {
        let names = ["Description", "FunctionName", "FunctionVersion", "Name"];
        Ok(Made {
            calls: vec![Call::new("lambda", "UpdateAlias", json!(pick(cx.properties, &names)))],
            physical_id: json!(old.physical_id),
            attributes: Map::new(),
        })
    },
    delete: |old| {
        let input = json!(pick(&old.properties, &["FunctionName", "Name"]));
        vec![Call::new("lambda", "DeleteAlias", input).settled_by("ResourceNotFoundException")]
    },
};

const DESTINATION: &[Property] =
    &[Property::text("Destination").required().checked(not_a_destination)];

/// What of a destination's ARN can be said before it is made.
fn not_a_destination(arn: &str) -> Option<&'static str> {
    let service = arn.split(':').nth(2).filter(|_| arn.starts_with("arn:"))?;
    (!["events", "lambda"].contains(&service)).then_some("it may be a function or an event bus")
}

const INVOKE_CONFIG: [&str; 5] = [
    "DestinationConfig",
    "FunctionName",
    "MaximumEventAgeInSeconds",
    "MaximumRetryAttempts",
    "Qualifier",
];

/// How a function's asynchronous invocations are retried, and where their outcomes go.
pub(super) static EVENT_INVOKE_CONFIG: Schema = Schema {
    type_name: "AWS::Lambda::EventInvokeConfig",
    properties: &[
        Property::object(
            "DestinationConfig",
            &[
                Property::object("OnFailure", DESTINATION),
                Property::refused("OnSuccess", "only failures are told of"),
            ],
        )
        .removed_by_update(),
        Property::text("FunctionName").required().replaces(),
        Property::integer("MaximumEventAgeInSeconds").removed_by_update(),
        Property::integer("MaximumRetryAttempts").removed_by_update(),
        Property::text("Qualifier").required().replaces(),
    ],
    attributes: &[],
    naming: None,
    create: |cx| {
        let input = json!(pick(cx.properties, &INVOKE_CONFIG));
        let of = json!(pick(cx.properties, &["FunctionName", "Qualifier"]));
        let name = text(cx.properties, "FunctionName").unwrap_or_default();
        let absent = Call::new("lambda", "GetFunctionEventInvokeConfig", of).must_be_absent(
            format!("The EventInvokeConfig of function {name}"),
            "ResourceNotFoundException",
        );
        Ok(Made {
            calls: vec![absent, Call::new("lambda", "PutFunctionEventInvokeConfig", input)],
            physical_id: json!(cx.name),
            attributes: Map::new(),
        })
    },
    update: |cx, old| {
        let input = json!(pick(cx.properties, &INVOKE_CONFIG));
        Ok(Made {
            calls: vec![Call::new("lambda", "PutFunctionEventInvokeConfig", input)],
            physical_id: json!(old.physical_id),
            attributes: Map::new(),
        })
    },
    delete: |old| {
        let input = json!(pick(&old.properties, &["FunctionName", "Qualifier"]));
        vec![
            Call::new("lambda", "DeleteFunctionEventInvokeConfig", input)
                .settled_by("ResourceNotFoundException"),
        ]
    },
};

/// A function's own URL.
pub(super) static URL: Schema = Schema {
    type_name: "AWS::Lambda::Url",
    properties: &[
        Property::text("AuthType").required(),
        Property::object(
            "Cors",
            &[
                Property::boolean("AllowCredentials"),
                Property::list("AllowHeaders", &Kind::Text),
                Property::list("AllowMethods", &Kind::Text),
                Property::list("AllowOrigins", &Kind::Text),
                Property::list("ExposeHeaders", &Kind::Text),
                Property::integer("MaxAge"),
            ],
        )
        .default("{}"),
        Property::text("InvokeMode").default("\"BUFFERED\""),
        Property::text("Qualifier").replaces(),
        Property::text("TargetFunctionArn").required().replaces(),
    ],
    attributes: &["FunctionArn", "FunctionUrl"],
    naming: None,
    create: |cx| {
        Ok(Made {
            calls: vec![
                Call::new("lambda", "CreateFunctionUrlConfig", url_input(cx.properties))
                    .capture("Arn", "/FunctionArn")
                    .capture("Url", "/FunctionUrl"),
            ],
            physical_id: slot("Arn"),
            attributes: attributes([("FunctionArn", slot("Arn")), ("FunctionUrl", slot("Url"))]),
        })
    },
    update: |cx, old| {
        let input = url_input(cx.properties);
        Ok(Made {
            calls: vec![Call::new("lambda", "UpdateFunctionUrlConfig", input)],
            physical_id: json!(old.physical_id),
            attributes: Map::new(),
        })
    },
    delete: |old| {
        let input = with(
            pick(&old.properties, &["Qualifier"]),
            json!({ "FunctionName": get(&old.properties, "TargetFunctionArn") }),
        );
        vec![
            Call::new("lambda", "DeleteFunctionUrlConfig", input)
                .settled_by("ResourceNotFoundException"),
        ]
    },
};

fn url_input(properties: &Json) -> Json {
    with(
        pick(properties, &["AuthType", "Cors", "InvokeMode", "Qualifier"]),
        json!({ "FunctionName": get(properties, "TargetFunctionArn") }),
    )
}

/// A layer's version.
pub(super) static LAYER_VERSION: Schema = Schema {
    type_name: "AWS::Lambda::LayerVersion",
    properties: &[
        Property::accepted("CompatibleArchitectures", super::function::ONE_MACHINE),
        Property::list("CompatibleRuntimes", &Kind::Text).replaces(),
        Property::object(
            "Content",
            &[
                Property::text("S3Bucket").required(),
                Property::text("S3Key").required(),
                Property::text("S3ObjectVersion"),
            ],
        )
        .required()
        .replaces(),
        Property::text("Description").replaces(),
        Property::text("LayerName").replaces(),
        Property::text("LicenseInfo").replaces(),
    ],
    attributes: &["LayerVersionArn"],
    naming: None,
    create: |cx| {
        let names = ["CompatibleRuntimes", "Content", "Description", "LicenseInfo"];
        let name = text(cx.properties, "LayerName").unwrap_or(cx.name);
        let input = with(pick(cx.properties, &names), json!({ "LayerName": name }));
        Ok(Made {
            calls: vec![
                Call::new("lambda", "PublishLayerVersion", input)
                    .capture("Arn", "/LayerVersionArn"),
            ],
            physical_id: slot("Arn"),
            attributes: attributes([("LayerVersionArn", slot("Arn"))]),
        })
    },
    update: replaced,
    delete: |old| {
        let (name, version) = old.physical_id.rsplit_once(':').unwrap_or_default();
        let version: i64 = version.parse().unwrap_or_default();
        let input = json!({ "LayerName": name, "VersionNumber": version });
        vec![
            Call::new("lambda", "DeleteLayerVersion", input)
                .settled_by("ResourceNotFoundException"),
        ]
    },
};
