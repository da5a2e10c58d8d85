//! SAM: what its resources become, and what of it is refused.

use super::*;

const SHOP: &str = include_str!("shop.yaml");

fn processed(text: &str) -> Json {
    Template::parse(text).unwrap().processed(&BTreeMap::new()).unwrap().to_json()
}

/// The ids and types are an interface: other resources, outputs and IAM policies name them. They
/// were compared with what AWS's own transform makes of this template, hashes included; the one
/// that differs is the REST deployment's.
#[test]
fn a_shop_becomes_the_resources_that_aws_makes_of_it() {
    let template = processed(SHOP);
    let resources = template["Resources"].as_object().unwrap();
    let mut all: Vec<String> = resources
        .iter()
        .map(|(id, one)| format!("{id} {}", one["Type"].as_str().unwrap()))
        .collect();
    all.sort();
    assert_eq!(
        all.join("\n"),
        "\
Bus AWS::Events::EventBus
Catalogue AWS::Lambda::Function
CatalogueAdminPermissionProd AWS::Lambda::Permission
CatalogueListPermission AWS::Lambda::Permission
CatalogueOnePermission AWS::Lambda::Permission
CatalogueRole AWS::IAM::Role
Checkout AWS::Lambda::Function
CheckoutPlacePermission AWS::Lambda::Permission
CheckoutRole AWS::IAM::Role
Notification AWS::Lambda::Function
NotificationEventInvokeConfig AWS::Lambda::EventInvokeConfig
NotificationNews AWS::Events::Rule
NotificationNewsPermission AWS::Lambda::Permission
NotificationRole AWS::IAM::Role
Orders AWS::DynamoDB::Table
Products AWS::DynamoDB::Table
ServerlessHttpApi AWS::ApiGatewayV2::Api
ServerlessHttpApiApiGatewayDefaultStage AWS::ApiGatewayV2::Stage
ServerlessRestApi AWS::ApiGateway::RestApi
ServerlessRestApiDeployment5de20e5ee3 AWS::ApiGateway::Deployment
ServerlessRestApiProdStage AWS::ApiGateway::Stage
Shipping AWS::Lambda::Function
ShippingAliaslive AWS::Lambda::Alias
ShippingPlaced AWS::Events::Rule
ShippingPlacedPermission AWS::Lambda::Permission
ShippingRole AWS::IAM::Role
ShippingVersion571f80b3b5 AWS::Lambda::Version"
    );
    assert_eq!(template["Outputs"]["Alias"]["Value"], json!({ "Ref": "ShippingAliaslive" }));
    assert_eq!(
        template["Outputs"]["Stage"]["Value"],
        json!({ "Ref": "ServerlessRestApiProdStage" })
    );
}

#[test]
fn a_shop_is_deployed_kept_and_deleted() {
    let mut deployed = Deployed::default();
    deployed.deploy(SHOP, "op1").unwrap();
    let calls = deployed.transcript();
    assert!(calls.starts_with("events.CreateEventBus"), "{calls}");
    assert!(!calls.contains("Fn::") && !calls.contains("$captured"), "{calls}");
    assert_eq!(deployed.outputs[0].value, "https://api-1.execute-api.eu-west-1.amazonaws.com");
    assert_eq!(deployed.present.len(), 27);

    deployed.deploy(SHOP, "op2").unwrap();
    assert_eq!(deployed.transcript(), "", "an unchanged template makes no call");

    let plan = Plan::deletion(&stack(), "op3", &deployed.present, &[]);
    deployed.finish(&plan).unwrap();
    // A version that SAM publishes is retained, as with AWS.
    let calls = deployed.transcript();
    assert!(!calls.contains("\"Qualifier\":\"Shipping"), "{calls}");
    assert!(deployed.present.is_empty());
}

/// New code publishes another version and moves the alias to it; whoever calls the alias has the
/// new code, and the old version stays.
#[test]
fn new_code_publishes_a_version_and_moves_the_alias() {
    let mut deployed = Deployed::default();
    deployed.deploy(SHOP, "op1").unwrap();
    deployed.transcript();
    deployed.deploy(&SHOP.replace("staging/shipping", "staging/shipping-2"), "op2").unwrap();
    let calls = deployed.transcript();
    let operations: Vec<&str> = calls.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(
        operations,
        [
            "lambda.UpdateFunctionCode",
            "lambda.GetFunction",
            "lambda.PublishVersion",
            "lambda.GetFunction",
            "lambda.UpdateAlias",
        ]
    );
}

#[track_caller]
fn function(properties: &str, expected: &str) {
    let text = format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: \
         AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n      Handler: \
         a.b\n      InlineCode: x\n      {properties}\n"
    );
    wrong(&text, expected);
}

#[test]
fn what_sam_has_and_is_not_built_is_refused_by_name_and_place() {
    function(
        "Events: {E: {Type: SQS, Properties: {Queue: q}}}",
        "9:26: Event type SQS is not supported (event E of F). That service is not here yet.",
    );
    function(
        "Events: {E: {Type: ScheduleV2, Properties: {Schedule: rate(1 minute)}}}",
        "9:26: Event type ScheduleV2 is not supported (event E of F). EventBridge Scheduler is not \
         here yet: use Schedule.",
    );
    function(
        "Events: {E: {Type: Api, Properties: {Path: /a, Method: get, Auth: {}}}}",
        "9:67: Property Auth of the event Api is not supported: authorizers are not built yet \
         (resource F)",
    );
    function(
        "PackageType: Image",
        "9:20: PackageType Image of AWS::Serverless::Function is not supported: functions from \
         container images are not run (resource F)",
    );
    function(
        "DeploymentPreference: {Type: AllAtOnce}",
        "9:7: Property DeploymentPreference of AWS::Serverless::Function is not supported: an \
         alias moves at once: there is no CodeDeploy (resource F)",
    );
    function(
        "FunctionUrlConfig: {AuthType: NONE}",
        "3:3: Resource type AWS::Lambda::Url is not supported: function URLs are not built yet; \
         give the function an HttpApi event",
    );
    function(
        "MemorySise: 1",
        "9:7: Resource with id [F] is invalid. property MemorySise not defined for resource of \
         type AWS::Serverless::Function. Did you mean MemorySize?",
    );
}

#[test]
fn mistakes_in_events_and_policies_say_what_would_be_right() {
    function(
        "Events: {E: {Type: HttpApi, Properties: {Path: a, Method: get}}}",
        "9:54: Resource with id [F] is invalid. Event with id [E] is invalid. 'Path' must start \
         with '/'.",
    );
    function(
        "Events: {E: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref Nothing}}}",
        "9:83: Resource with id [F] is invalid. Event with id [E] is invalid. RestApiId property \
         of Api event must reference a valid resource in the same template.",
    );
    function(
        "Policies: [{DynamoDBCrudPolcy: {TableName: t}}]",
        "9:19: Resource with id [F] is invalid. There is no policy template DynamoDBCrudPolcy. \
         Did you mean DynamoDBCrudPolicy?",
    );
    function(
        "Policies: [{DynamoDBCrudPolicy: {Table: t}}]",
        "9:19: Resource with id [F] is invalid. Must specify valid parameter values for policy \
         template 'DynamoDBCrudPolicy': TableName is missing.",
    );
    wrong(
        "Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Memory: 1}}\nResources: {B: \
         {Type: AWS::Events::EventBus, Properties: {Name: b}}}\n",
        "2:22: 'Globals' section is invalid. 'Memory' is not a supported property of 'Function'. \
         Did you mean MemorySize?",
    );
    wrong(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F: {Type: \
         AWS::Serverless::Function, Properties: {Runtime: python3.12, Handler: a.b, CodeUri: \
         src/}}\n",
        "3:97: Resource with id [F] is invalid. 'CodeUri' is not a valid S3 Uri of the form \
         's3://bucket/key' with optional versionId query parameter. A local path has to be \
         packaged first: deploy with `samara` or `aws cloudformation package`.",
    );
}

/// A role of the author's that has the id of a generated one must not disappear.
#[test]
fn a_generated_resource_takes_nobodys_place() {
    wrong(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: \
         AWS::Serverless::Function\n    Properties: {Runtime: python3.12, Handler: a.b, \
         InlineCode: x}\n  FRole: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: \
         {}}}\n",
        "3:3: Transforming resource with id [F] attempts to create a new resource with id [FRole] \
         and type \"AWS::IAM::Role\". A resource with that id already exists within this \
         template. Please use a different id for that resource.",
    );
}

/// Globals: a mapping is merged, the resource's own value wins.
#[test]
fn what_is_global_gives_way_to_what_the_resource_says() {
    let template = processed(SHOP);
    let checkout = &template["Resources"]["Checkout"]["Properties"];
    assert_eq!(checkout["Runtime"], json!("nodejs22.x"));
    assert_eq!(checkout["MemorySize"], json!(256));
    assert_eq!(
        checkout["Environment"]["Variables"],
        json!({
            "LOG_LEVEL": { "Ref": "Level" },
            "TABLE": { "Ref": "Orders" },
            "BUS": { "Fn::GetAtt": ["Bus", "Name"] },
        })
    );
}

/// Every one of SAM's policy templates reads as a policy: a name that only fails when somebody
/// uses it would be found by a user.
#[test]
fn every_policy_template_is_a_policy() {
    let templates = include_str!("../sam/policy_templates.txt");
    let heads = templates.lines().filter(|line| !line.starts_with([' ', '#']));
    let mut count = 0;
    for head in heads {
        let mut words = head.split(' ');
        let name = words.next().unwrap();
        let values: Vec<String> = words.map(|word| format!("{word}: v")).collect();
        let text = format!(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: \
             AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n      \
             Handler: a.b\n      InlineCode: x\n      Policies: [{{{name}: {{{}}}}}]\n",
            values.join(", ")
        );
        let role = properties(&text, &[], "FRole");
        let statements = role["Policies"][0]["PolicyDocument"]["Statement"].clone();
        for statement in statements.as_array().unwrap() {
            assert!(!statement["Action"].as_array().unwrap().is_empty(), "{name}");
            assert!(!statement["Resource"].to_string().contains("${"), "{name}: {statement}");
            count += 1;
        }
    }
    assert_eq!(count, 92);
}

/// Half a template, as an editor saves it, must give an error and never more.
#[test]
fn no_part_of_a_template_makes_the_planner_panic() {
    let chars: Vec<char> = SHOP.chars().collect();
    for cut in (0..chars.len()).step_by(41) {
        let before: String = chars[..cut].iter().collect();
        let after: String = chars[(cut + 17).min(chars.len())..].iter().collect();
        let _ = plan_with(&before, &[], &Present::new());
        let _ = plan_with(&(before + &after), &[], &Present::new());
    }
}

const GUARDED: &str = "
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Keys
        Authorizers:
          Keys:
            FunctionArn: !GetAtt Guard.Arn
            AuthorizerPayloadFormatVersion: 2.0
            EnableSimpleResponses: true
            EnableFunctionDefaultPermissions: true
            Identity: {Headers: [X-Key], QueryStrings: [key], ReauthorizeEvery: 60}
          Policies: {FunctionArn: !GetAtt Guard.Arn, AuthorizerPayloadFormatVersion: 1.0}
  Guard:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.12, Handler: a.b, InlineCode: x}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: a.b
      InlineCode: x
      Events:
        A: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /a, Method: get}}
        Ask: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /a, Method: options}}
        Open:
          Type: HttpApi
          Properties: {ApiId: !Ref Api, Path: /b, Method: get, Auth: {Authorizer: NONE}}
        Other:
          Type: HttpApi
          Properties: {ApiId: !Ref Api, Path: /c, Method: any, Auth: {Authorizer: Policies}}
";

/// A route that its author guards and that is open lets everybody in; nothing would show it.
#[test]
fn an_http_api_has_its_authorizers_before_its_routes() {
    let resources = &processed(GUARDED)["Resources"];
    let body = &resources["Api"]["Properties"]["Body"];
    let security = |path: &str, method: &str| body["paths"][path][method]["security"].to_string();
    assert_eq!(security("/a", "get"), r#"[{"Keys":[]}]"#);
    assert_eq!(security("/a", "options"), "null", "browsers ask without credentials");
    assert_eq!(security("/b", "get"), r#"[{"NONE":[]}]"#);
    assert_eq!(security("/c", "x-amazon-apigateway-any-method"), r#"[{"Policies":[]}]"#);
    let scheme = &body["components"]["securitySchemes"]["Keys"];
    let authorizer = &scheme["x-amazon-apigateway-authorizer"];
    assert_eq!(
        authorizer["identitySource"],
        json!(["$request.header.X-Key", "$request.querystring.key"])
    );
    assert_eq!(authorizer["authorizerResultTtlInSeconds"], json!(60));
    assert_eq!(authorizer["enableSimpleResponses"], json!(true));
    // A permission only where it is asked for.
    assert!(resources["ApiPoliciesAuthorizerPermission"].is_null());
    let source = &resources["ApiKeysAuthorizerPermission"]["Properties"]["SourceArn"]["Fn::Sub"];
    assert!(source[0].as_str().unwrap().ends_with(":${__ApiId__}/authorizers/*"), "{source}");
}

#[test]
fn an_authorizer_that_is_not_there_is_told_where_it_is_named() {
    let (before, after) = ("Authorizer: Policies}", "Authorizer: Polices}");
    wrong(
        &GUARDED.replace(before, after),
        "34:83: Resource with id [F] is invalid. Unable to set Authorizer on API method \
         [x-amazon-apigateway-any-method] for path [/c] because it wasn't defined in the API's \
         Authorizers. Did you mean Policies?",
    );
    wrong(
        &GUARDED.replace("DefaultAuthorizer: Keys", "DefaultAuthorizer: Key"),
        "8:28: Resource with id [Api] is invalid. Unable to set DefaultAuthorizer because 'Key' was \
         not defined in 'Authorizers'. Did you mean Keys?",
    );
}

/// The names are AWS's: a policy or an alarm of another stack may name them.
#[test]
fn a_tables_stream_and_a_schedule_become_what_aws_makes_of_them() {
    let template = processed(
        "
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      InlineCode: x
      Events:
        Changes:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt T.StreamArn
            StartingPosition: LATEST
            BatchSize: 5
        Nightly:
          Type: Schedule
          Properties: {Schedule: rate(1 day), Enabled: false, Input: '{}', Name: nightly}
  T:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
",
    );
    let resources = &template["Resources"];
    assert_eq!(
        resources["FChanges"]["Properties"],
        json!({
            "EventSourceArn": { "Fn::GetAtt": ["T", "StreamArn"] },
            "FunctionName": { "Ref": "F" },
            "StartingPosition": "LATEST",
            "BatchSize": 5,
        })
    );
    assert_eq!(resources["FChanges"]["Type"], "AWS::Lambda::EventSourceMapping");
    let managed = resources["FRole"]["Properties"]["ManagedPolicyArns"].as_array().unwrap();
    let reads = managed.last().unwrap().to_string();
    assert!(reads.contains("service-role/AWSLambdaDynamoDBExecutionRole"), "{reads}");
    assert_eq!(
        resources["FNightly"]["Properties"],
        json!({
            "Name": "nightly",
            "ScheduleExpression": "rate(1 day)",
            "State": "DISABLED",
            "Targets": [{
                "Arn": { "Fn::GetAtt": ["F", "Arn"] }, "Id": "FNightlyLambdaTarget", "Input": "{}",
            }],
        })
    );
    assert_eq!(resources["FNightlyPermission"]["Type"], "AWS::Lambda::Permission");
}
