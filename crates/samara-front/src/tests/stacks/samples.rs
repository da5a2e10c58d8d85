//! What each resource type is tried with: resources around it, its properties, a sample of each
//! that may be left out, and the reads that show it. In reads, `@Name` is a physical id.

use serde_json::{Value as Json, json};

/// A resource type.
pub(super) struct Case {
    pub(super) type_name: &'static str,
    /// The resources that it needs.
    pub(super) around: Json,
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
fn with(property: &'static str, value: Json) -> Sample {
    let with = json!({ property: value });
    Sample { property, with, also: json!({}), is_silent: false, is_together: true }
}

/// A property that comes with others.
fn among(property: &'static str, with: Json) -> Sample {
    Sample { property, with, also: json!({}), is_silent: false, is_together: true }
}

fn case(type_name: &'static str, base: Json) -> Case {
    let (around, taken) = (json!({}), json!({}));
    Case { type_name, around, base, samples: Vec::new(), reads: Vec::new(), taken }
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

    fn taken(self, taken: Json) -> Self {
        Self { taken, ..self }
    }
}

/// Every resource type.
pub(super) fn cases() -> Vec<Case> {
    let mut all = rest_apis();
    all.extend(http_apis());
    all.extend([table(), bus(), rule(), role(), user(), access_key(), managed_policy(), policy()]);
    all.extend(lambdas());
    all.extend([log_group(), bucket()]);
    all
}

fn resource(kind: &str, properties: Json) -> Json {
    json!({ "Type": kind, "Properties": properties })
}

fn tags() -> Sample {
    with("Tags", json!([{ "Key": "team", "Value": "blue" }]))
}

fn tag_map() -> Sample {
    with("Tags", json!({ "team": "blue" }))
}

const FUNCTION_ARN: &str = "arn:aws:lambda:us-east-1:000000000000:function:f";

fn uri() -> String {
    let path = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions";
    format!("{path}/{FUNCTION_ARN}/invocations")
}

fn document() -> Json {
    let integration = json!({ "type": "aws_proxy", "httpMethod": "POST", "uri": uri() });
    let get = json!({ "responses": {}, "x-amazon-apigateway-integration": integration });
    json!({
        "openapi": "3.0.1",
        "info": { "title": "of the document", "version": "1.0" },
        "paths": { "/orders": { "get": get } },
    })
}

fn rest_apis() -> Vec<Case> {
    let api = || resource("AWS::ApiGateway::RestApi", json!({ "Name": "api" }));
    let root = json!({ "Fn::GetAtt": ["Api", "RootResourceId"] });
    let of_api = json!({ "Ref": "Api" });
    let path = || {
        let properties = json!({ "RestApiId": of_api, "ParentId": root, "PathPart": "orders" });
        resource("AWS::ApiGateway::Resource", properties)
    };
    let method = || {
        let properties = json!({
            "RestApiId": of_api, "ResourceId": { "Ref": "Path" }, "HttpMethod": "GET",
            "AuthorizationType": "NONE",
            "Integration": { "Type": "MOCK", "RequestTemplates": { "application/json": "{\"statusCode\": 200}" } },
        });
        resource("AWS::ApiGateway::Method", properties)
    };
    let deployment = || {
        let deployment = resource("AWS::ApiGateway::Deployment", json!({ "RestApiId": of_api }));
        let mut deployment = deployment;
        deployment["DependsOn"] = json!("Method");
        deployment
    };
    let whole = json!({ "Api": api(), "Path": path(), "Method": method() });
    let mut deployed = whole.clone();
    deployed["Deployment"] = deployment();
    let document = || json!({ "Body": document() });
    vec![
        case("AWS::ApiGateway::RestApi", json!({ "Name": "api" }))
            .samples([
                with("BinaryMediaTypes", json!(["image/png"])),
                with("Body", document()["Body"].clone()).alone(),
                with("Description", json!("orders")),
                with("DisableExecuteApiEndpoint", json!(true)),
                with("FailOnWarnings", json!(true)).also(document()).silent(),
                with("Mode", json!("overwrite")).also(document()).silent(),
                with("Name", json!("api")).also({
                    let mut also = document();
                    also["Name"] = Json::Null;
                    also
                }).alone(),
                with("Parameters", json!({ "endpointConfigurationTypes": "REGIONAL" }))
                    .also(document())
                    .silent(),
                tags(),
            ])
            .reads(
                "apigateway",
                [
                    ("GetRestApi", json!({ "restApiId": "@X" })),
                    ("GetResources", json!({ "restApiId": "@X", "embed": ["methods"] })),
                ],
            ),
        case(
            "AWS::ApiGateway::Resource",
            json!({ "RestApiId": of_api, "ParentId": root, "PathPart": "orders" }),
        )
        .around(json!({ "Api": api() }))
        .reads("apigateway", [("GetResource", json!({ "restApiId": "@Api", "resourceId": "@X" }))]),
        case(
            "AWS::ApiGateway::Method",
            json!({ "RestApiId": of_api, "ResourceId": { "Ref": "Path" }, "HttpMethod": "GET" }),
        )
        .around(json!({ "Api": api(), "Path": path() }))
        .samples([
            with("ApiKeyRequired", json!(false)).silent(),
            with("AuthorizationType", json!("NONE")).silent(),
            with("Integration", json!({ "Type": "MOCK", "RequestTemplates": { "application/json": "{\"statusCode\": 200}" } })),
            with("MethodResponses", json!([{ "StatusCode": "200" }])),
            with("OperationName", json!("list")),
            with("RequestModels", json!({ "application/json": "Empty" })),
            with("RequestParameters", json!({ "method.request.querystring.q": true })),
        ])
        .reads("apigateway", [(
            "GetMethod",
            json!({ "restApiId": "@Api", "resourceId": "@Path", "httpMethod": "GET" }),
        )]),
        case("AWS::ApiGateway::Deployment", json!({ "RestApiId": of_api }))
            .around(whole)
            .samples([with("Description", json!("first")), with("StageName", json!("prod"))])
            .reads("apigateway", [
                ("GetDeployment", json!({ "restApiId": "@Api", "deploymentId": "@X" })),
                ("GetStages", json!({ "restApiId": "@Api" })),
            ]),
        case(
            "AWS::ApiGateway::Stage",
            json!({
                "RestApiId": of_api, "StageName": "prod", "DeploymentId": { "Ref": "Deployment" },
            }),
        )
        .around(deployed)
        .samples([
            with("Description", json!("live")),
            tags(),
            with("Variables", json!({ "colour": "blue" })),
        ])
        .reads("apigateway", [("GetStage", json!({ "restApiId": "@Api", "stageName": "prod" }))]),
    ]
}

fn http_apis() -> Vec<Case> {
    let named = || json!({ "Name": "api", "ProtocolType": "HTTP" });
    let api = || resource("AWS::ApiGatewayV2::Api", named());
    let of_api = json!({ "Ref": "Api" });
    let integration = || {
        json!({
            "ApiId": of_api, "IntegrationType": "AWS_PROXY", "IntegrationUri": uri(),
            "PayloadFormatVersion": "2.0",
        })
    };
    let authorizer = || {
        json!({
            "ApiId": of_api, "Name": "who", "AuthorizerType": "REQUEST", "AuthorizerUri": uri(),
            "AuthorizerPayloadFormatVersion": "2.0",
        })
    };
    let route = || {
        let target = json!({ "Fn::Sub": "integrations/${Integration}" });
        json!({ "ApiId": of_api, "RouteKey": "GET /orders", "Target": target })
    };
    let around = json!({
        "Api": api(),
        "Integration": resource("AWS::ApiGatewayV2::Integration", integration()),
        "Authorizer": resource("AWS::ApiGatewayV2::Authorizer", authorizer()),
    });
    let mut routed = around.clone();
    routed["Route"] = resource("AWS::ApiGatewayV2::Route", route());
    let mut deployed = routed.clone();
    deployed["Deployment"] = resource("AWS::ApiGatewayV2::Deployment", json!({ "ApiId": of_api }));
    deployed["Deployment"]["DependsOn"] = json!("Route");
    let unrouted = json!({ "ApiId": of_api, "RouteKey": "GET /orders" });
    let document = || json!({ "Body": document(), "ProtocolType": null });
    let custom = json!({ "AuthorizationType": "CUSTOM", "AuthorizerId": { "Ref": "Authorizer" } });
    vec![
        case("AWS::ApiGatewayV2::Api", named())
            .samples([
                with("BasePath", json!("ignore")).also(document()).silent().alone(),
                with("Body", document()["Body"].clone()).alone(),
                with("CorsConfiguration", json!({ "AllowOrigins": ["https://shop.test"] })),
                with("Description", json!("orders")),
                with("DisableExecuteApiEndpoint", json!(true)),
                with("FailOnWarnings", json!(true)).also(document()).silent().alone(),
                with("Name", json!("api"))
                    .also({
                        let mut also = document();
                        also["Name"] = Json::Null;
                        also
                    })
                    .alone(),
                tag_map(),
                with("Version", json!("2")),
            ])
            .reads(
                "apigatewayv2",
                [("GetApi", json!({ "ApiId": "@X" })), ("GetRoutes", json!({ "ApiId": "@X" }))],
            ),
        case("AWS::ApiGatewayV2::Authorizer", authorizer())
            .around(json!({ "Api": api() }))
            .samples([
                with("AuthorizerPayloadFormatVersion", json!("2.0")),
                with("AuthorizerResultTtlInSeconds", json!(60))
                    .also(json!({ "IdentitySource": ["$request.header.Authorization"] })),
                with("AuthorizerUri", json!(uri())),
                with("EnableSimpleResponses", json!(true)),
                with("IdentitySource", json!(["$request.header.Authorization"])),
            ])
            .reads(
                "apigatewayv2",
                [("GetAuthorizer", json!({ "ApiId": "@Api", "AuthorizerId": "@X" }))],
            ),
        case("AWS::ApiGatewayV2::Integration", integration())
            .around(json!({ "Api": api() }))
            .samples([
                with("Description", json!("to the function")),
                with("IntegrationMethod", json!("POST")).silent(),
                with("IntegrationUri", json!(uri())),
                with("PayloadFormatVersion", json!("2.0")),
                with("TimeoutInMillis", json!(1_000)),
            ])
            .reads(
                "apigatewayv2",
                [("GetIntegration", json!({ "ApiId": "@Api", "IntegrationId": "@X" }))],
            ),
        case("AWS::ApiGatewayV2::Route", unrouted)
            .around(around)
            .samples([
                among("AuthorizationType", custom.clone()),
                among("AuthorizerId", custom),
                with("OperationName", json!("list")),
                with("Target", route()["Target"].clone()),
            ])
            .reads("apigatewayv2", [("GetRoute", json!({ "ApiId": "@Api", "RouteId": "@X" }))]),
        case("AWS::ApiGatewayV2::Deployment", json!({ "ApiId": of_api }))
            .around(needed(&routed, "Route"))
            .samples([with("Description", json!("first"))])
            .reads(
                "apigatewayv2",
                [("GetDeployment", json!({ "ApiId": "@Api", "DeploymentId": "@X" }))],
            ),
        case("AWS::ApiGatewayV2::Stage", json!({ "ApiId": of_api, "StageName": "prod" }))
            .around(deployed)
            .samples([
                with("AutoDeploy", json!(true)).alone(),
                with("DeploymentId", json!({ "Ref": "Deployment" })),
                with("Description", json!("live")),
                with("StageVariables", json!({ "colour": "blue" })),
                tag_map(),
            ])
            .reads("apigatewayv2", [("GetStage", json!({ "ApiId": "@Api", "StageName": "prod" }))]),
    ]
}

/// Resources of which the tried one needs one more than its properties say.
fn needed(around: &Json, name: &str) -> Json {
    let mut around = around.clone();
    around["@DependsOn"] = json!(name);
    around
}

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

fn statement(more: Json) -> Json {
    let mut statement = json!({ "Effect": "Allow" });
    for (name, value) in more.as_object().unwrap() {
        statement[name] = value.clone();
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

fn reading() -> Json {
    statement(json!({ "Action": "s3:GetObject", "Resource": "*" }))
}

fn trust() -> Json {
    let service = json!({ "Service": "lambda.amazonaws.com" });
    statement(json!({ "Action": "sts:AssumeRole", "Principal": service }))
}

const BASIC: &str = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

fn inline() -> Sample {
    with("Policies", json!([{ "PolicyName": "p", "PolicyDocument": reading() }]))
}

fn around_role() -> Json {
    resource("AWS::IAM::Role", json!({ "RoleName": "role", "AssumeRolePolicyDocument": trust() }))
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
    resource("AWS::IAM::User", json!({ "UserName": "user" }))
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
        let function = resource("AWS::Lambda::Function", function());
        json!({ "Role": around_role(), "Function": function })
    };
    let of_function = json!({ "Ref": "Function" });
    let version = || resource("AWS::Lambda::Version", json!({ "FunctionName": of_function }));
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
