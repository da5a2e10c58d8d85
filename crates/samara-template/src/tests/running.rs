//! Plans run to their end, or back: the calls that a service would see.

use super::*;

const BUS: &str = "
Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: !Ref Bus
      EventPattern: {source: [shop]}
      Targets: [{Id: t, Arn: !Sub 'arn:aws:lambda:us-east-1:1:function:${Log}'}]
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: !Sub '${AWS::StackName}-bus'}}
  Log: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 7}}
Outputs:
  Arn: {Value: !GetAtt Rule.Arn, Export: {Name: !Sub '${AWS::StackName}-rule'}}
";

#[test]
fn a_stack_is_made_in_the_order_of_its_needs() {
    let mut deployed = Deployed::default();
    deployed.deploy(BUS, "op1").unwrap();
    assert_eq!(
        deployed.transcript(),
        [
            r#"events.CreateEventBus {"Name":"shop-bus"}"#,
            r#"logs.CreateLogGroup {"logGroupName":"shop-Log-6GYW52XSDVPI"}"#,
            concat!(
                r#"logs.PutRetentionPolicy {"logGroupName":"shop-Log-6GYW52XSDVPI","#,
                r#""retentionInDays":7}"#
            ),
            concat!(
                r#"events.DescribeRule {"EventBusName":"shop-bus","#,
                r#""Name":"shop-Rule-P4NH6D3ZEHKX"}"#
            ),
            concat!(
                r#"events.PutRule {"EventBusName":"shop-bus","Name":"shop-Rule-P4NH6D3ZEHKX","#,
                r#""EventPattern":"{\"source\":[\"shop\"]}"}"#
            ),
            concat!(
                r#"events.PutTargets {"EventBusName":"shop-bus","Targets":[{"Id":"t","Arn":"#,
                r#""arn:aws:lambda:us-east-1:1:function:shop-Log-6GYW52XSDVPI"}],"#,
                r#""Rule":"shop-Rule-P4NH6D3ZEHKX"}"#
            ),
        ]
        .join("\n")
    );
    assert_eq!(deployed.outputs[0].value, "arn:rule/shop-Rule-P4NH6D3ZEHKX");
    assert_eq!(deployed.outputs[0].export.as_deref(), Some("shop-rule"));

    deployed.deploy(BUS, "op2").unwrap();
    assert_eq!(deployed.transcript(), "", "an unchanged template makes no call");
}

/// The operations of a transcript, without their inputs.
fn operations(transcript: &str) -> String {
    let names: Vec<&str> = transcript.lines().filter_map(|line| line.split(' ').next()).collect();
    names.join(" ")
}

#[test]
fn a_change_in_place_touches_that_alone() {
    let mut deployed = Deployed::default();
    deployed.deploy(BUS, "op1").unwrap();
    deployed.transcript();
    let changed = BUS.replace("source: [shop]", "source: [other]");
    let plan = plan_with(&changed, &[], &deployed.present).unwrap();
    assert_eq!(rendered(&plan), "Keep Bus\nKeep Log\nUpdate Rule [EventPattern] after Bus Log\n");
    deployed.deploy(&changed, "op2").unwrap();
    assert_eq!(operations(&deployed.transcript()), "events.PutRule events.PutTargets");
}

/// What is replaced is made first, its dependents are moved to it, and the old one is deleted
/// last: nothing is gone before the new is there.
#[test]
fn a_replacement_comes_before_the_deletion_and_moves_dependents() {
    let mut deployed = Deployed::default();
    deployed.deploy(BUS, "op1").unwrap();
    deployed.transcript();
    let changed = BUS.replace("${AWS::StackName}-bus", "${AWS::StackName}-bus2");
    let plan = plan_with(&changed, &[], &deployed.present).unwrap();
    assert_eq!(
        rendered(&plan),
        "Replace Bus [Name]\nKeep Log\nUpdateOrReplace Rule [EventBusName] after Bus Log\n"
    );
    deployed.deploy(&changed, "op2").unwrap();
    assert_eq!(
        operations(&deployed.transcript()),
        "events.CreateEventBus events.DescribeRule events.PutRule events.PutTargets events.DeleteEventBus \
         events.RemoveTargets events.DeleteRule"
    );
    assert_eq!(deployed.present["Bus"].physical_id, "shop-bus2");
}

#[test]
fn what_leaves_the_template_is_deleted_unless_it_is_retained() {
    let mut deployed = Deployed::default();
    let text = BUS.replace(
        "Log: {Type: AWS::Logs::LogGroup,",
        "Log: {Type: AWS::Logs::LogGroup, DeletionPolicy: Retain,",
    );
    deployed.deploy(&text, "op1").unwrap();
    deployed.transcript();
    let only = "Resources:\n  Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop-bus}}\n";
    deployed.deploy(only, "op2").unwrap();
    assert_eq!(operations(&deployed.transcript()), "events.RemoveTargets events.DeleteRule");
    assert_eq!(deployed.present.len(), 1);
}

/// A failure leads back to exactly what was there before; `deploy` asserts that the stored
/// resources are the same, this test that the calls undo what was done.
#[test]
fn a_failure_leads_back() {
    let mut deployed = Deployed { failing: Some("events.PutTargets"), ..Deployed::default() };
    deployed.deploy(BUS, "op1").unwrap();
    let calls = deployed.transcript();
    assert!(calls.contains("failed: it broke (Service: events, Code: InternalFailure)"), "{calls}");
    assert_eq!(
        operations(&calls),
        "events.CreateEventBus logs.CreateLogGroup logs.PutRetentionPolicy events.DescribeRule events.PutRule \
         events.PutTargets failed: roll events.RemoveTargets events.DeleteRule \
         logs.DeleteLogGroup events.DeleteEventBus"
    );

    deployed.deploy(BUS, "op2").unwrap();
    deployed.transcript();
    deployed.failing = Some("events.PutTargets");
    let changed = BUS
        .replace("RetentionInDays: 7", "RetentionInDays: 14")
        .replace("${AWS::StackName}-bus", "${AWS::StackName}-bus2");
    deployed.deploy(&changed, "op3").unwrap();
    assert_eq!(
        operations(&deployed.transcript()),
        "events.CreateEventBus logs.PutRetentionPolicy events.DescribeRule events.PutRule events.PutTargets failed: \
         roll logs.PutRetentionPolicy events.DeleteEventBus events.RemoveTargets events.DeleteRule"
    );
}

/// A crash after the call and before its record makes the step run again: it must make the same
/// thing, so every name in it must be the same. Another operation makes another.
#[test]
fn a_step_that_runs_twice_makes_one_thing() {
    let names = |operation: &str| {
        let plan = Template::parse(BUS)
            .unwrap()
            .plan(&stack(), operation, &BTreeMap::new(), &Present::new())
            .unwrap();
        let step = plan.steps.iter().find(|step| step.logical_id == "Log").unwrap();
        let work = |plan: &Plan| format!("{:?}", plan.work(step, &Present::new()).unwrap());
        (work(&plan), work(&plan))
    };
    let (first, second) = names("op1");
    assert_eq!(first, second);
    assert_ne!(first, names("op2").0);
}

#[test]
fn a_named_resource_is_not_replaced_under_its_own_name() {
    let text = "
Resources:
  T:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      BillingMode: PAY_PER_REQUEST
";
    let mut deployed = Deployed::default();
    deployed.deploy(text, "op1").unwrap();
    let error = deployed.deploy(&text.replace("KeyType: HASH", "KeyType: RANGE"), "op2");
    assert_eq!(
        error.unwrap_err().to_string(),
        "CloudFormation cannot update a stack when a custom-named resource requires replacing. \
         Rename orders and update the stack again. The change of KeySchema makes another \
         resource. (line 3, column 3)"
    );
}

#[test]
fn a_changed_type_is_refused() {
    let mut deployed = Deployed::default();
    deployed.deploy(BUS, "op1").unwrap();
    let changed = BUS.replace(
        "Log: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 7}}",
        "Log: {Type: AWS::S3::Bucket}",
    );
    let error = plan_with(&changed, &[], &deployed.present).unwrap_err().to_string();
    assert!(error.starts_with("Update of resource type is not permitted."), "{error}");
}

/// A table answers `CreateTable` before it can be used: what comes next has to wait for it.
#[test]
fn a_call_that_waits_is_repeated_until_the_state_is_reached() {
    let text = "Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      \
                KeySchema: [{AttributeName: id, KeyType: HASH}]\n";
    let plan = plan_with(text, &[], &Present::new()).unwrap();
    let mut work = plan.work(&plan.steps[0], &Present::new()).unwrap();
    let state = |state: &str| json!({ "Table": { "TableStatus": state, "TableArn": "arn:t" } });
    assert_eq!(work.succeeded(&json!({})), Next::Call);
    assert_eq!(work.succeeded(&state("CREATING")), Next::Again { after_ms: 500 });
    assert_eq!(work.request().unwrap().operation, "DescribeTable");
    assert_eq!(work.succeeded(&state("ACTIVE")), Next::Done);
    assert_eq!(work.finish().unwrap().attributes["Arn"], "arn:t");
}
