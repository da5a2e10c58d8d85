//! What each resource type is tried with: resources around it, its properties, a sample of each
//! that may be left out, and the reads that show it. In reads, `@Name` is a physical id.

mod gateways;

use serde_json::{Value as Json, json};

/// A resource type.
pub(super) struct Case {
    pub(super) type_name: &'static str,
    /// The resources that it needs.
    pub(super) around: Json,
    /// One of them that its properties do not name.
    pub(super) after: Option<&'static str>,
    /// Properties that it can be made with.
    pub(super) base: Json,
    pub(super) samples: Vec<Sample>,
    /// What shows it.
    pub(super) reads: Vec<(&'static str, &'static str, Json)>,
    /// Properties that name it, for a second stack that wants the same.
    pub(super) taken: Json,
}

/// A property that may be left out.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) property: &'static str,
    /// The properties with it, over the others; null takes one away.
    pub(super) with: Json,
    /// Properties that are there with it and without it.
    pub(super) also: Json,
    /// Whether nothing shows it.
    pub(super) is_silent: bool,
    /// Whether it may be there together with the others.
    pub(super) is_together: bool,
}

impl Sample {
    fn also(self, also: Json) -> Self {
        Self { also, ..self }
    }

    fn silent(self) -> Self {
        Self { is_silent: true, ..self }
    }

    fn alone(self) -> Self {
        Self { is_together: false, ..self }
    }
}

/// A property with a value.
fn with(property: &'static str, value: impl Into<Json>) -> Sample {
    let value = value.into();
    let with = json!({ property: value });
    Sample { property, with, also: json!({}), is_silent: false, is_together: true }
}

/// A property that comes with others.
fn among(property: &'static str, with: Json) -> Sample {
    Sample { property, with, also: json!({}), is_silent: false, is_together: true }
}

fn case(type_name: &'static str, base: Json) -> Case {
    let (around, taken) = (json!({}), json!({}));
    Case { type_name, around, after: None, base, samples: Vec::new(), reads: Vec::new(), taken }
}

impl Case {
    fn around(self, around: Json) -> Self {
        Self { around, ..self }
    }

    fn samples<const N: usize>(self, samples: [Sample; N]) -> Self {
        Self { samples: samples.into(), ..self }
    }

    fn reads<const N: usize>(
        self,
        service: &'static str,
        reads: [(&'static str, Json); N],
    ) -> Self {
        let reads = reads.map(|(operation, input)| (service, operation, input));
        Self { reads: self.reads.into_iter().chain(reads).collect(), ..self }
    }

    /// It needs one of those around it that its properties do not name.
    fn after(self, name: &'static str) -> Self {
        Self { after: Some(name), ..self }
    }

    fn taken(self, taken: Json) -> Self {
        Self { taken, ..self }
    }
}

/// Every resource type.
pub(super) fn cases() -> Vec<Case> {
    let mut all = gateways::cases();
    all.extend([mapping(), global_table()]);
    all.extend([table(), bus(), rule(), role(), user(), access_key(), managed_policy(), policy()]);
    all.extend(lambdas());
    all.extend([log_group(), bucket()]);
    all
}

fn resource(kind: &str, properties: &Json) -> Json {
    json!({ "Type": kind, "Properties": properties })
}

fn tags() -> Sample {
    with("Tags", json!([{ "Key": "team", "Value": "blue" }]))
}

fn tag_map() -> Sample {
    with("Tags", json!({ "team": "blue" }))
}

const FUNCTION_ARN: &str = "arn:aws:lambda:us-east-1:000000000000:function:f";

fn table() -> Case {
    let key = json!([{ "AttributeName": "id", "KeyType": "HASH" }]);
    let attribute = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let units = json!({ "ReadCapacityUnits": 5, "WriteCapacityUnits": 5 });
    let index = |name: &str| {
        json!({
            "IndexName": name, "KeySchema": [{ "AttributeName": name, "KeyType": "HASH" }],
            "Projection": { "ProjectionType": "ALL" }, "ProvisionedThroughput": units,
        })
    };
    let indexed = |names: &[&str]| {
        let attributes = std::iter::once("id").chain(names.iter().copied());
        json!({
            "AttributeDefinitions": attributes.map(attribute).collect::<Vec<_>>(),
            "GlobalSecondaryIndexes": names.iter().map(|name| index(name)).collect::<Vec<_>>(),
        })
    };
    let base = json!({
        "TableName": "orders", "KeySchema": key, "AttributeDefinitions": [attribute("id")],
        "ProvisionedThroughput": units,
    });
    let on_demand = json!({ "BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": null });
    let time = json!({ "AttributeName": "gone_at", "Enabled": true });
    case("AWS::DynamoDB::Table", base)
        .samples([
            // One index goes and another comes.
            among("AttributeDefinitions", indexed(&["second", "third"]))
                .also(indexed(&["first"]))
                .alone(),
            among("BillingMode", on_demand.clone()).alone(),
            with("DeletionProtectionEnabled", json!(true)).alone(),
            among("GlobalSecondaryIndexes", indexed(&["first", "second"])),
            with(
                "PointInTimeRecoverySpecification",
                json!({ "PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": 3 }),
            ),
            among(
                "ProvisionedThroughput",
                json!({ "ProvisionedThroughput": units, "BillingMode": null }),
            )
            .also(on_demand)
            .alone(),
            with("StreamSpecification", json!({ "StreamViewType": "NEW_IMAGE" })),
            tags(),
            with("TimeToLiveSpecification", time),
        ])
        .reads(
            "dynamodb",
            [
                ("DescribeContinuousBackups", json!({ "TableName": "orders" })),
                ("DescribeTable", json!({ "TableName": "orders" })),
                ("DescribeTimeToLive", json!({ "TableName": "orders" })),
                (
                    "ListTagsOfResource",
                    json!({
                        "ResourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/orders",
                    }),
                ),
            ],
        )
}

fn key(name: &str) -> Json {
    json!([{ "AttributeName": name, "KeyType": "HASH" }])
}

fn global_table() -> Case {
    let defined = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let base = json!({
        "TableName": "orders", "KeySchema": key("id"), "AttributeDefinitions": [defined("id")],
        "BillingMode": "PAY_PER_REQUEST",
        "Replicas": [{ "Region": "us-east-1", "Tags": [{ "Key": "team", "Value": "blue" }] }],
    });
    let index = json!([{
        "IndexName": "first", "KeySchema": key("first"), "Projection": { "ProjectionType": "ALL" },
    }]);
    let indexed = json!({
        "AttributeDefinitions": [defined("id"), defined("first")], "GlobalSecondaryIndexes": index,
    });
    case("AWS::DynamoDB::GlobalTable", base)
        .samples([
            among("AttributeDefinitions", indexed.clone()),
            among("GlobalSecondaryIndexes", indexed),
            with("StreamSpecification", json!({ "StreamViewType": "NEW_AND_OLD_IMAGES" })),
            with("TimeToLiveSpecification", json!({ "AttributeName": "at", "Enabled": true })),
        ])
        .reads(
            "dynamodb",
            [
                ("DescribeTable", json!({ "TableName": "orders" })),
                ("DescribeTimeToLive", json!({ "TableName": "orders" })),
                (
                    "ListTagsOfResource",
                    json!({
                        "ResourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/orders",
                    }),
                ),
            ],
        )
}

/// A table with a stream, and a function that may read it.
fn streamed() -> Json {
    let table = json!({
        "TableName": "orders", "KeySchema": key("id"), "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        "StreamSpecification": { "StreamViewType": "NEW_IMAGE" },
    });
    let policy = "arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole";
    let mut role = around_role();
    role["Properties"]["ManagedPolicyArns"] = json!([policy]);
    json!({
        "Role": role,
        "Function": resource("AWS::Lambda::Function", &function()),
        "Table": resource("AWS::DynamoDB::Table", &table),
    })
}

fn mapping() -> Case {
    let base = json!({
        "EventSourceArn": { "Fn::GetAtt": ["Table", "StreamArn"] },
        "FunctionName": { "Ref": "Function" }, "StartingPosition": "LATEST",
    });
    let filter = json!({ "Filters": [{ "Pattern": "{\"eventName\": [\"INSERT\"]}" }] });
    case("AWS::Lambda::EventSourceMapping", base)
        .around(streamed())
        .samples([
            with("BatchSize", 10),
            with("BisectBatchOnFunctionError", true),
            with("DestinationConfig", json!({ "OnFailure": { "Destination": FUNCTION_ARN } })),
            with("Enabled", false),
            with("FilterCriteria", filter),
            with("FunctionResponseTypes", json!(["ReportBatchItemFailures"])),
            with("MaximumBatchingWindowInSeconds", 5),
            with("MaximumRecordAgeInSeconds", 60),
            with("MaximumRetryAttempts", 3),
            with("ParallelizationFactor", 2),
            with("TumblingWindowInSeconds", 0).silent(),
        ])
        .reads("lambda", [("GetEventSourceMapping", json!({ "UUID": "@X" }))])
}

fn bus() -> Case {
    let arn = "arn:aws:events:us-east-1:000000000000:event-bus/orders";
    case("AWS::Events::EventBus", json!({ "Name": "orders" }))
        .samples([with("Description", json!("orders")), tags()])
        .reads(
            "events",
            [
                ("DescribeEventBus", json!({ "Name": "orders" })),
                ("ListTagsForResource", json!({ "ResourceARN": arn })),
            ],
        )
}

fn rule() -> Case {
    let pattern = json!({ "source": ["shop"] });
    let arn = "arn:aws:events:us-east-1:000000000000:rule/placed";
    let base = json!({ "Name": "placed", "EventPattern": pattern });
    case("AWS::Events::Rule", base.clone())
        .samples([
            with("Description", json!("orders")),
            with("EventPattern", pattern)
                .also(json!({ "EventPattern": null, "ScheduleExpression": "rate(5 minutes)" }))
                .alone(),
            with("ScheduleExpression", json!("rate(5 minutes)")),
            with("State", json!("DISABLED")),
            tags(),
            with(
                "Targets",
                json!([{ "Id": "t", "Arn": FUNCTION_ARN }, { "Id": "u", "Arn": FUNCTION_ARN }]),
            ),
        ])
        .reads(
            "events",
            [
                ("DescribeRule", json!({ "Name": "placed" })),
                ("ListTargetsByRule", json!({ "Rule": "placed" })),
                ("ListTagsForResource", json!({ "ResourceARN": arn })),
            ],
        )
        .taken(base)
}

fn statement(more: &Json) -> Json {
    let mut statement = json!({ "Effect": "Allow" });
    for (name, value) in more.as_object().unwrap() {
        statement[name] = value.clone();
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

fn reading() -> Json {
    statement(&json!({ "Action": "s3:GetObject", "Resource": "*" }))
}

fn trust() -> Json {
    let service = json!({ "Service": "lambda.amazonaws.com" });
    statement(&json!({ "Action": "sts:AssumeRole", "Principal": service }))
}

const BASIC: &str = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

fn inline() -> Sample {
    with("Policies", json!([{ "PolicyName": "p", "PolicyDocument": reading() }]))
}

fn around_role() -> Json {
    resource("AWS::IAM::Role", &json!({ "RoleName": "role", "AssumeRolePolicyDocument": trust() }))
}

fn role() -> Case {
    case("AWS::IAM::Role", json!({ "RoleName": "r", "AssumeRolePolicyDocument": trust() }))
        .samples([
            with("Description", json!("reads")),
            with("ManagedPolicyArns", json!([BASIC])),
            with("MaxSessionDuration", json!(7_200)),
            with("PermissionsBoundary", json!(BASIC)),
            inline(),
            tags(),
        ])
        .reads(
            "iam",
            [
                ("GetRole", json!({ "RoleName": "r" })),
                ("ListRolePolicies", json!({ "RoleName": "r" })),
                ("ListAttachedRolePolicies", json!({ "RoleName": "r" })),
            ],
        )
}

fn user() -> Case {
    case("AWS::IAM::User", json!({ "UserName": "u" }))
        .samples([
            with("ManagedPolicyArns", json!([BASIC])),
            with("PermissionsBoundary", json!(BASIC)),
            inline(),
            tags(),
        ])
        .reads(
            "iam",
            [
                ("GetUser", json!({ "UserName": "u" })),
                ("ListUserPolicies", json!({ "UserName": "u" })),
                ("ListAttachedUserPolicies", json!({ "UserName": "u" })),
            ],
        )
}

fn around_user() -> Json {
    resource("AWS::IAM::User", &json!({ "UserName": "user" }))
}

fn access_key() -> Case {
    case("AWS::IAM::AccessKey", json!({ "UserName": { "Ref": "User" } }))
        .around(json!({ "User": around_user() }))
        .samples([with("Status", json!("Inactive"))])
        .reads("iam", [("ListAccessKeys", json!({ "UserName": "user" }))])
}

fn managed_policy() -> Case {
    case(
        "AWS::IAM::ManagedPolicy",
        json!({ "ManagedPolicyName": "m", "PolicyDocument": reading() }),
    )
    .around(json!({ "Role": around_role(), "User": around_user() }))
    .samples([with("Roles", json!([{ "Ref": "Role" }])), with("Users", json!([{ "Ref": "User" }]))])
    .reads(
        "iam",
        [
            ("GetPolicy", json!({ "PolicyArn": "@X" })),
            ("ListAttachedRolePolicies", json!({ "RoleName": "role" })),
            ("ListAttachedUserPolicies", json!({ "UserName": "user" })),
        ],
    )
}

fn policy() -> Case {
    let base = json!({ "PolicyName": "p", "PolicyDocument": reading() });
    let (of_role, of_user) =
        (json!({ "Roles": [{ "Ref": "Role" }] }), json!({ "Users": [{ "Ref": "User" }] }));
    let mut first = base.clone();
    first["Roles"] = of_role["Roles"].clone();
    let taken = json!({ "PolicyName": "p", "PolicyDocument": reading(), "Roles": ["role"] });
    case("AWS::IAM::Policy", first)
        .around(json!({ "Role": around_role(), "User": around_user() }))
        .samples([
            with("Roles", of_role["Roles"].clone()).also({
                let mut also = of_user.clone();
                also["Roles"] = Json::Null;
                also
            }),
            with("Users", of_user["Users"].clone()),
        ])
        .reads(
            "iam",
            [
                ("ListRolePolicies", json!({ "RoleName": "role" })),
                ("ListUserPolicies", json!({ "UserName": "user" })),
            ],
        )
        .taken(taken)
}

fn function() -> Json {
    json!({
        "FunctionName": "f", "Runtime": "python3.13", "Handler": "index.handler",
        "Role": { "Fn::GetAtt": ["Role", "Arn"] },
        "Code": { "ZipFile": "def handler(event, context): return 1" },
    })
}

fn lambdas() -> Vec<Case> {
    let around = || {
        let function = resource("AWS::Lambda::Function", &function());
        json!({ "Role": around_role(), "Function": function })
    };
    let of_function = json!({ "Ref": "Function" });
    let version = || resource("AWS::Lambda::Version", &json!({ "FunctionName": of_function }));
    let mut versioned = around();
    versioned["Version"] = version();
    let config = json!({ "FunctionName": of_function, "Qualifier": "$LATEST" });
    vec![
        case("AWS::Lambda::Function", function())
            .around(json!({ "Role": around_role() }))
            .samples([
                with("Description", json!("orders")),
                with("Environment", json!({ "Variables": { "COLOUR": "blue" } })),
                with("EphemeralStorage", json!({ "Size": 1_024 })),
                with("Handler", json!("index.handler")),
                with("LoggingConfig", json!({ "LogGroup": "/custom/group" })),
                with("MemorySize", json!(256)),
                with("PackageType", json!("Zip")).silent(),
                with("ReservedConcurrentExecutions", json!(5)),
                with("Runtime", json!("python3.13")),
                with("SnapStart", json!({ "ApplyOn": "PublishedVersions" })),
                tags(),
                with("Timeout", json!(30)),
            ])
            .reads("lambda", [("GetFunction", json!({ "FunctionName": "f" }))]),
        case("AWS::Lambda::Version", json!({ "FunctionName": of_function }))
            .around(around())
            .reads("lambda", [("GetFunction", json!({ "FunctionName": "f", "Qualifier": "1" }))]),
        case(
            "AWS::Lambda::Alias",
            json!({
                "FunctionName": of_function, "Name": "live",
                "FunctionVersion": { "Fn::GetAtt": ["Version", "Version"] },
            }),
        )
        .around(versioned)
        .samples([with("Description", json!("orders"))])
        .reads("lambda", [("GetAlias", json!({ "FunctionName": "f", "Name": "live" }))]),
        case(
            "AWS::Lambda::Permission",
            json!({
                "FunctionName": of_function, "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
            }),
        )
        .around(around())
        .reads("lambda", [("GetPolicy", json!({ "FunctionName": "f" }))]),
        case("AWS::Lambda::EventInvokeConfig", config)
            .around(around())
            .samples([
                with("DestinationConfig", json!({ "OnFailure": { "Destination": FUNCTION_ARN } })),
                with("MaximumEventAgeInSeconds", json!(60)),
                with("MaximumRetryAttempts", json!(0)),
            ])
            .reads("lambda", [("GetFunctionEventInvokeConfig", json!({ "FunctionName": "f" }))])
            .taken(json!({ "FunctionName": "f", "Qualifier": "$LATEST" })),
    ]
}

fn log_group() -> Case {
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:/orders";
    case("AWS::Logs::LogGroup", json!({ "LogGroupName": "/orders" }))
        .samples([with("RetentionInDays", json!(7)), tags()])
        .reads(
            "logs",
            [
                ("DescribeLogGroups", json!({ "logGroupNamePrefix": "/orders" })),
                ("ListTagsForResource", json!({ "resourceArn": arn })),
            ],
        )
}

fn bucket() -> Case {
    case("AWS::S3::Bucket", json!({ "BucketName": "orders" }))
        .reads("s3", [("HeadBucket", json!({ "Bucket": "orders" }))])
        .taken(json!({ "BucketName": "orders" }))
}
