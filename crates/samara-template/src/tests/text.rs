//! What the two parsers say of text that is not a template: the line, what was found, the way out.

use super::*;

#[test]
fn every_problem_has_its_line_and_column() {
    wrong(
        "Resources:\n  Bus:\n    Type: AWS::Events::EventBuss\n  Log:\n    Typ: \
         AWS::Logs::LogGroup\n",
        "5:5: Invalid template resource property 'Typ'. Did you mean Type?",
    );
    wrong(
        "Resources:\n  Bus:\n    Type: AWS::Events::EventBuss\n",
        "3:11: Template format error: Unrecognized resource types: [AWS::Events::EventBuss]. Did \
         you mean AWS::Events::EventBus?",
    );
}

#[test]
fn a_key_that_stands_twice_is_not_silently_the_last_one() {
    wrong(
        "Resources:\n  Bus: {Type: AWS::Events::EventBus}\n  Bus: {Type: AWS::Logs::LogGroup}\n",
        "3:3: Template format error: duplicate key \"Bus\". It stands already on line 2: rename or \
         remove one.",
    );
    wrong(
        "{\n \"Resources\": {},\n \"Resources\": {}\n}",
        "3:2: Template format error: duplicate key \"Resources\". It stands already on line 2: \
         rename or remove one.",
    );
}

#[test]
fn tabs_and_bad_indentation_are_explained() {
    wrong(
        "Resources:\n\tBus:\n\t\tType: AWS::Events::EventBus\n",
        "2:2: Template format error: YAML not well-formed. A tab indents this line: use spaces.",
    );
    let error =
        Template::parse("Resources:\n  Bus:\n    Type: x\n   Properties: {}\n").unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("Template format error: YAML not well-formed."), "{text}");
    assert!(text.contains("line 4"), "{text}");
}

#[test]
fn what_is_missing_is_said_where_it_is_missing() {
    wrong(
        "Resources:\n  Bus\n    # what they share\n\n    Type: AWS::Events::EventBus\n",
        "2:3: Template format error: YAML not well-formed. `Bus` has no `:` behind its key.",
    );
    wrong(
        "Resources:\n  Bus:\n    Type: AWS::Events::EventBus\n    Properties: *base\n",
        "4:17: Template format error: YAML not well-formed. `Properties: *base` names an anchor \
         (`&name`) that is not before it.",
    );
}

#[test]
fn an_unknown_tag_is_refused_with_the_near_one() {
    wrong(
        "Resources:\n  Bus:\n    Type: AWS::Events::EventBus\n    Properties:\n      Name: \
         !Sup x\n",
        "5:18: Template format error: unrecognized tag !Sup. Did you mean !Sub?",
    );
}

#[test]
fn json_says_what_it_expected() {
    wrong(
        "{\"Resources\": {\"Bus\": {\"Type\": \"AWS::Events::EventBus\" \"x\": 1}}}",
        "1:56: Template format error: JSON not well-formed. Expected `,` or `}`, found `\"`.",
    );
    wrong(
        "{\"Resources\": {\"Bus\": ",
        "1:23: Template format error: JSON not well-formed. Expected a value, found the end of the \
         text.",
    );
}

/// A few hundred bytes must not become gigabytes: aliases of aliases, and values of parameters.
#[test]
fn bombs_are_refused() {
    let mut bomb = "A: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let item = format!("*a{}", level - 1);
        let _ = writeln!(bomb, "B{level}: &a{level} [{}]", vec![item; 10].join(", "));
    }
    let error = Template::parse(&bomb).unwrap_err().to_string();
    assert!(error.starts_with("Template format error: more than 300000 values"), "{error}");

    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let error = Template::parse(&deep).unwrap_err().to_string();
    assert!(error.starts_with("Template format error: nested more than 100 deep"), "{error}");
    let deep = format!("{{\"a\":{}1", "[".repeat(5000));
    let error = Template::parse(&deep).unwrap_err().to_string();
    assert!(error.starts_with("Template format error: nested more than 100 deep"), "{error}");

    let uses = "${P}".repeat(20_000);
    let text = format!(
        "Parameters: {{P: {{Type: String, Default: {}}}}}\nResources:\n  B:\n    Type: \
         AWS::Events::EventBus\n    Properties: {{Name: x, Description: !Sub '{uses}'}}\n",
        "y".repeat(4000)
    );
    let error = plan_with(&text, &[], &Present::new()).unwrap_err().to_string();
    assert!(error.contains("becomes too large"), "{error}");
}

/// Functions of functions: each level may not double the work or the text of the one below.
#[test]
fn nested_functions_do_not_explode() {
    let deep = |inner: &str, wrap: &dyn Fn(&str) -> String| {
        let mut value = inner.to_owned();
        for _ in 0..30 {
            value = wrap(&value);
        }
        format!(
            "{{\"Conditions\":{{}},\"Resources\":{{\"A\":{{\"Type\":\"AWS::Events::EventBus\",\
             \"Properties\":{{\"Name\":\"a\"}}}},\"B\":{{\"Type\":\"AWS::Events::EventBus\",\
             \"Properties\":{{\"Name\":\"b\",\"Description\":{value}}}}}}}}}"
        )
    };
    let doubled = |value: &str| format!("{{\"Fn::Sub\":[\"${{x}}${{x}}\",{{\"x\":{value}}}]}}");
    for inner in ["\"y\"", "\"\"", "{\"Fn::GetAtt\":[\"A\",\"Arn\"]}"] {
        let text = deep(inner, &doubled);
        let _ = plan_with(&text, &[], &Present::new());
    }
    let encoded = |value: &str| format!("{{\"Fn::Base64\":{value}}}");
    let text = deep(&format!("\"{}\"", "y".repeat(50_000)), &encoded);
    let error = plan_with(&text, &[], &Present::new()).unwrap_err().to_string();
    assert!(error.contains("becomes too large"), "{error}");

    let mut conditions = "  C0: !Equals [a, a]\n".to_owned();
    for level in 1..60 {
        let below = level - 1;
        let _ = writeln!(conditions, "  C{level}: !And [!Condition C{below}, !Condition C{below}]");
    }
    let text = format!(
        "Conditions:\n{conditions}Resources:\n  B: {{Type: AWS::Events::EventBus, Condition: C59, \
         Properties: {{Name: b}}}}\n"
    );
    assert_eq!(rendered(&plan_with(&text, &[], &Present::new()).unwrap()), "Create B\n");
    wrong(
        "Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\nResources:\n  X: {Type: \
         AWS::Events::EventBus, Properties: {Name: x}}\n",
        "2:23: Template format error: Circular dependency between conditions: [B, A]\n\
         3:23: Template format error: Circular dependency between conditions: [A, B]",
    );
}

#[test]
fn scalars_mean_what_cloudformation_takes_them_for() {
    let text = "
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      DeletionProtectionEnabled: yes
      TableName: 012345678901
      Tags:
        - {Key: date, Value: 2012-10-17}
        - {Key: number, Value: 17}
        - {Key: quoted, Value: '017'}
";
    let found = properties(text, &[], "Table");
    assert_eq!(found["DeletionProtectionEnabled"], json!(true));
    assert_eq!(found["TableName"], json!("012345678901"));
    let values: Vec<&Json> =
        found["Tags"].as_array().unwrap().iter().map(|t| &t["Value"]).collect();
    assert_eq!(values, [&json!("2012-10-17"), &json!("17"), &json!("017")]);
}

#[test]
fn anchors_and_merge_keys_are_expanded_and_what_is_written_wins() {
    let text = "
Resources:
  A:
    Type: AWS::DynamoDB::Table
    Properties: &base
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  B:
    Type: AWS::DynamoDB::Table
    Properties:
      <<: *base
      BillingMode: PROVISIONED
";
    let found = properties(text, &[], "B");
    assert_eq!(found["BillingMode"], json!("PROVISIONED"));
    assert_eq!(found["KeySchema"][0]["KeyType"], json!("HASH"));
}
