//! Plans run to their end, or back: the calls that a service would see.

use super::*;

const BUS: &str = "
Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: !Ref Bus
      EventPattern: {source: [shop]}
      Targets: [{Id: t, Arn: !GetAtt Log.Arn}]
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
        r#"events.CreateEventBus {"Name":"shop-bus"}
logs.CreateLogGroup {"logGroupName":"shop-Log-6GYW52XSDVPI"}
logs.PutRetentionPolicy {"logGroupName":"shop-Log-6GYW52XSDVPI","retentionInDays":7}
events.PutRule {"EventBusName":"shop-bus","Name":"shop-Rule-P4NH6D3ZEHKX","EventPattern":"{\"source\":[\"shop\"]}"}
events.PutTargets {"EventBusName":"shop-bus","Targets":[{"Id":"t","Arn":"arn:aws:logs:eu-west-1:123456789012:log-group:shop-Log-6GYW52XSDVPI:*"}],"Rule":"shop-Rule-P4NH6D3ZEHKX"}"#
    );
    assert_eq!(deployed.outputs[0].value, "arn:rule/shop-Rule-P4NH6D3ZEHKX");
    assert_eq!(deployed.outputs[0].export.as_deref(), Some("shop-rule"));

    deployed.deploy(BUS, "op2").unwrap();
    assert_eq!(deployed.transcript(), "", "an unchanged template makes no call");
}
