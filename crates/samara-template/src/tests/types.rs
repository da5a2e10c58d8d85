//! Properties against their types.

use super::*;

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
