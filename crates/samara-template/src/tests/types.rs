//! Properties against their types.

use super::*;
use crate::resources;
use crate::schema::{Property, Removal, Standing};

#[test]
fn properties_are_checked_where_they_stand() {
    wrong(
        "
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      MemorySze: 128
      Timeout: soon
      Code: {ZipFile: x, ImageUri: y}
",
        "
3:3: Property Role cannot be empty (resource F). Role of AWS::Lambda::Function is required.
6:7: Encountered unsupported property MemorySze (resource F). Did you mean MemorySize?
7:7: Value of property Timeout must be an integer (resource F). Found the string \"soon\".
8:26: Property Code.ImageUri of AWS::Lambda::Function is not supported: functions from \
container images are not run (resource F)",
    );
}

/// To a service, what an update does not say means *leave it*: a property whose removal nobody has
/// thought of would stay for ever while the stack says that it is gone.
#[test]
fn every_property_that_can_be_taken_out_says_how() {
    for schema in resources::ALL {
        let silent = |property: &&Property| {
            matches!(property.standing, Standing::Enforced)
                && matches!(property.removal, Removal::Undeclared)
                && !property.required
                && !property.replaces
        };
        let found = schema.properties.iter().find(silent).map(|property| property.name);
        assert_eq!(found, None, "of {}", schema.type_name);
    }
}

/// What no service here takes is refused where it stands, before anything is made.
#[test]
fn values_that_nothing_serves_are_refused_where_they_stand() {
    wrong(
        "
Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [a]}
      Targets:
        - Id: queue
          Arn: arn:aws:sqs:us-east-1:000000000000:orders
        - Id: function
          Arn: arn:aws:lambda:us-east-1:000000000000:function:f
          RetryPolicy: {MaximumRetryAttempts: 1}
",
        "
9:11: arn:aws:sqs:us-east-1:000000000000:orders as Targets.0.Arn of AWS::Events::Rule is not \
supported: only functions and event buses can be targets here (resource Rule)
12:11: Property Targets.1.RetryPolicy of AWS::Events::Rule is not supported: a function's events \
are tried again as its EventInvokeConfig says (resource Rule)",
    );
}

#[test]
fn what_has_no_effect_here_is_in_the_report_with_its_reason() {
    let text = "
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/r
      Runtime: python3.12
      Handler: index.handler
      Architectures: [arm64]
      Code: {ZipFile: 'def handler(e, c): return 1'}
";
    let plan = plan_with(text, &[], &Present::new()).unwrap();
    let report = &plan.report[0];
    assert_eq!(report.enforced, ["Role", "Runtime", "Handler", "Code"]);
    assert_eq!(report.accepted[0].property, "Architectures");
    assert!(plan.steps[0].properties.get("Architectures").is_none());
}

/// Who asks for ten writes a second and gets thousands has to know, before AWS gives ten.
#[test]
fn provisioned_throughput_reaches_the_service_and_is_in_the_report() {
    let text = "
Resources:
  T:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 10}
";
    let plan = plan_with(text, &[], &Present::new()).unwrap();
    let accepted = &plan.report[0].accepted;
    assert_eq!(accepted.len(), 1, "{accepted:?}");
    assert_eq!(accepted[0].property, "ProvisionedThroughput");
    assert!(accepted[0].reason.contains("--enforce-throughput"));
    assert_eq!(plan.steps[0].properties["ProvisionedThroughput"]["WriteCapacityUnits"], 10);
}
