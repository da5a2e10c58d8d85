//! The template language: names, functions, conditions, parameters.

use super::*;

/// One bus whose description is the value under test.
fn described(value: &str) -> String {
    format!(
        "
Parameters:
  P: {{Type: String, Default: p}}
  L: {{Type: CommaDelimitedList, Default: 'a, b,c'}}
Mappings:
  M: {{eu-west-1: {{zone: z1}}}}
Conditions:
  Is: !Equals [!Ref P, p]
  Not: !Not [!Condition Is]
Resources:
  Bus: {{Type: AWS::Events::EventBus, Properties: {{Name: b}}}}
  It:
    Type: AWS::Events::EventBus
    Properties:
      Name: it
      Description: {value}
"
    )
}

#[track_caller]
fn evaluates(value: &str, expected: impl Into<Json>) {
    assert_eq!(properties(&described(value), &[], "It").get("Description"), Some(&expected.into()));
}

#[test]
fn functions_of_known_values_are_evaluated_in_the_plan() {
    evaluates("!Ref P", json!("p"));
    evaluates("!Ref AWS::Region", json!("eu-west-1"));
    evaluates("!Sub '${P}-${AWS::AccountId}-${!P}'", json!("p-123456789012-${P}"));
    evaluates("!Sub ['${x}/${P}', {x: !Ref AWS::StackName}]", json!("shop/p"));
    evaluates("!Join ['-', [a, !Ref P, 7]]", json!("a-p-7"));
    evaluates("!Join ['+', !Ref L]", json!("a+b+c"));
    evaluates("!Select [1, !Ref L]", json!("b"));
    evaluates("!Select [2, !Split ['|', 'x|y|z']]", json!("z"));
    evaluates("!FindInMap [M, !Ref AWS::Region, zone]", json!("z1"));
    evaluates("!Base64 hello", json!("aGVsbG8="));
    evaluates("!If [Is, one, two]", json!("one"));
    evaluates("!If [Not, one, two]", json!("two"));
    evaluates("!ImportValue net-zone", json!("zone-9"));
    evaluates("!Sub '${AWS::Partition} ${AWS::URLSuffix}'", json!("aws amazonaws.com"));
}

#[test]
fn no_value_removes_the_property() {
    let found = properties(&described("!If [Not, x, !Ref AWS::NoValue]"), &[], "It");
    assert_eq!(found.get("Description"), None);
}

#[test]
fn what_names_a_resource_stays_for_the_step_and_the_rest_is_done() {
    evaluates(
        "!Sub '${P}:${Bus.Arn}:${P}'",
        json!({
            "Fn::Join": ["", ["p:", { "Fn::GetAtt": ["Bus", "Arn"] }, ":p"]]
        }),
    );
    evaluates(
        "!Select [0, !Split ['/', !GetAtt Bus.Arn]]",
        json!({
            "Fn::Select": [0, { "Fn::Split": ["/", { "Fn::GetAtt": ["Bus", "Arn"] }] }]
        }),
    );
}

#[test]
fn names_of_nothing_are_refused_with_the_near_name() {
    wrong(
        &described("!Ref Buss"),
        "16:25: Template format error: Unresolved resource dependencies [Buss] in the Resources \
         block of the template. Did you mean Bus?",
    );
    wrong(
        &described("!GetAtt Bus.Arm"),
        "16:28: Template error: resource Bus does not support attribute type Arm in Fn::GetAtt. \
         Did you mean Arn?",
    );
    wrong(
        &described("!Sub '${Nothing.Arn}'"),
        "16:25: Template error: instance of Fn::GetAtt references undefined resource Nothing",
    );
    wrong(
        &described("!If [Maybe, 1, 2]"),
        "16:25: Template format error: Unresolved condition dependency Maybe in the Resources \
         block of the template",
    );
    wrong(
        &described("!FindInMap [M, us-east-1, zone]"),
        "16:31: Template error: Unable to get mapping for M::us-east-1::zone",
    );
    wrong(&described("!ImportValue nothing"), "16:33: No export named nothing found.");
    wrong(
        &described("'{{resolve:ssm:/a}}'"),
        "16:20: Dynamic references ({{resolve:...}}) are not supported. Pass the value as a \
         parameter, with NoEcho if it is a secret.",
    );
    wrong(
        &described("{'Fn::Joyn': [a]}"),
        "16:21: Template error: there is no function Fn::Joyn. Did you mean Fn::Join?",
    );
}

#[test]
fn a_circle_is_named_in_its_order() {
    let text = "
Resources:
  A: {Type: AWS::Events::EventBus, Properties: {Name: !Ref B}}
  B: {Type: AWS::Events::EventBus, Properties: {Name: !Ref C}}
  C: {Type: AWS::Events::EventBus, DependsOn: A, Properties: {Name: c}}
  D: {Type: AWS::Events::EventBus, Properties: {Name: d}}
";
    wrong(
        text,
        "3:3: Circular dependency between resources: [A, B, C]. Each needs the next: A -> B -> C \
         -> A.",
    );
}

#[test]
fn a_resource_whose_condition_is_false_does_not_exist() {
    let text = "
Conditions: {Never: !Equals [1, 2]}
Resources:
  A: {Type: AWS::Events::EventBus, Condition: Never, Properties: {Name: a}}
  B: {Type: AWS::Events::EventBus, DependsOn: A, Properties: {Name: b}}
Outputs:
  Of: {Condition: Never, Value: !Ref A}
";
    assert_eq!(rendered(&plan_with(text, &[], &Present::new()).unwrap()), "Create B\n");
    wrong(
        &text.replace("Name: b", "Name: !Ref A"),
        "5:3: Template format error: Unresolved resource dependencies [A] in the Resources block \
         of the template. The Condition of A is false: use Fn::If with that condition around the \
         reference.",
    );
}

#[track_caller]
fn parameter(declared: &str, given: &[(&str, &str)], expected: &str) {
    let text = format!(
        "Parameters:\n  P: {declared}\nResources:\n  B: {{Type: AWS::Events::EventBus, Properties: \
         {{Name: b, Description: !Ref P}}}}\n"
    );
    let seen = match plan_with(&text, given, &Present::new()) {
        Ok(plan) => plan.steps[0].properties["Description"].to_string(),
        Err(error) => error.render("t"),
    };
    assert_eq!(seen, expected);
}

#[test]
fn parameters_are_checked_as_declared() {
    parameter("{Type: String}", &[("P", "x")], "\"x\"");
    parameter("{Type: String}", &[], "t:2:3: Parameters: [P] must have values");
    parameter(
        "{Type: String, Default: d}",
        &[("Q", "x")],
        "t: Parameters: [Q] do not exist in the template. Did you mean P?",
    );
    parameter(
        "{Type: String, AllowedValues: [test, production]}",
        &[("P", "tests")],
        "t:2:3: Parameter 'P' must be one of AllowedValues. Did you mean test?",
    );
    parameter(
        "{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: small letters only}",
        &[("P", "ab1")],
        "t:2:3: Parameter 'P' failed to satisfy constraint: small letters only",
    );
    parameter(
        "{Type: String, MinLength: 3}",
        &[("P", "ab")],
        "t:2:3: Parameter 'P' must contain at least 3 characters",
    );
    parameter(
        "{Type: Number, MaxValue: 5}",
        &[("P", "6")],
        "t:2:3: Parameter 'P' must be a number not greater than 5",
    );
    parameter("{Type: Number}", &[("P", "six")], "t:2:3: Parameter 'P' must be a number.");
    parameter(
        "{Type: 'AWS::SSM::Parameter::Value<String>'}",
        &[("P", "x")],
        "t:2:13: Parameter type AWS::SSM::Parameter::Value<String> is not supported: there is no \
         Parameter Store here. Use type String and pass the value.",
    );
    parameter(
        "{Type: Strng}",
        &[("P", "x")],
        "t:2:13: Template format error: Unrecognized parameter type: Strng. Did you mean String?",
    );
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    wrong(
        "Rules: {}\nResources: {B: {Type: AWS::Events::EventBus, Properties: {Name: b}}}\n",
        "1:1: The section Rules is not supported. Check parameters with AllowedValues and \
         AllowedPattern.",
    );
    wrong(
        "Resources: {B: {Type: AWS::SQS::Queue}}\n",
        "1:23: Resource type AWS::SQS::Queue is not supported. A stack is never complete over a \
         resource that does not exist.",
    );
    wrong(
        "Resource: {}\n",
        "1:1: Invalid template property or properties [Resource]. Did you mean Resources?\n\
         1:1: Template format error: At least one Resources member must be defined.",
    );
}
