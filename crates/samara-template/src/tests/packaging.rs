//! What a template says of itself: what to upload, what to acknowledge.

use super::*;

const LOCAL: &str = "
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12}}
Resources:
  A:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: makefile}
    Properties: {Handler: a.b, CodeUri: src/a}
  B:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.b, CodeUri: s3://there/already}
  C:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.b}
  D:
    Type: AWS::Lambda::Function
    Properties: {Handler: a.b, Runtime: nodejs22.x, Role: r, Code: src/d}
";

#[test]
fn what_is_on_the_authors_disk_is_listed_with_what_builds_it() {
    let template = Template::parse(LOCAL).unwrap();
    let listed: Vec<String> = template
        .artifacts()
        .iter()
        .map(|one| {
            let (runtime, method) = (one.runtime.as_deref(), one.build_method.as_deref());
            format!("{} {} {runtime:?} {method:?} line {}", one.key, one.path, one.mark.line)
        })
        .collect();
    assert_eq!(
        listed,
        [
            "Resources/A/CodeUri src/a Some(\"python3.12\") Some(\"makefile\") line 8",
            "Resources/C/CodeUri . Some(\"python3.12\") None line 12",
            "Resources/D/Code src/d Some(\"nodejs22.x\") None line 17",
        ]
    );
    let uploaded = template.artifacts().into_iter().map(|one| {
        let key = one.key.to_lowercase();
        (one.key, Uploaded { bucket: "staging".to_owned(), key })
    });
    let packaged = template.packaged(&uploaded.collect());
    assert!(packaged.artifacts().is_empty());
    let plan =
        packaged.plan(&stack(), "op", &BTreeMap::new(), &Present::new()).expect("it is complete");
    let code = |id: &str| {
        let step = plan.steps.iter().find(|step| step.logical_id == id).unwrap();
        step.properties["Code"].clone()
    };
    let key = "resources/a/codeuri";
    assert_eq!(code("A"), json!({ "S3Bucket": "staging", "S3Key": key }));
    assert_eq!(code("D"), json!({ "S3Bucket": "staging", "S3Key": "resources/d/code" }));
}

#[test]
fn rights_and_transforms_have_to_be_acknowledged() {
    let needed = |text: &str| {
        let plan = plan_with(text, &[], &Present::new()).unwrap();
        let missing = Capability::missing(&plan.capabilities, &["CAPABILITY_NAMED_IAM".to_owned()]);
        let all = Capability::missing(&plan.capabilities, &[]);
        (Capability::insufficient(&all), missing.len())
    };
    let role = "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      \
                AssumeRolePolicyDocument: {}\n";
    assert_eq!(needed(role), ("Requires capabilities : [CAPABILITY_IAM]".to_owned(), 0));
    let named = format!("{role}      RoleName: boss\n");
    assert_eq!(needed(&named), ("Requires capabilities : [CAPABILITY_NAMED_IAM]".to_owned(), 0));
    let serverless = "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: \
                      AWS::Serverless::Function\n    Properties: {Runtime: python3.12, Handler: \
                      a.b, InlineCode: x}\n";
    assert_eq!(
        needed(serverless),
        ("Requires capabilities : [CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND]".to_owned(), 1)
    );
    let summary = Template::parse(role).unwrap().summary();
    assert_eq!(
        summary.capabilities_reason.as_deref(),
        Some("The following resource(s) require capabilities: [AWS::IAM::Role]")
    );
}

/// Inline code becomes an archive that any unzip reads: a wrong check sum or offset would only
/// show when the function is first run.
#[test]
fn inline_code_is_a_zip_archive() {
    use base64::Engine;
    let text = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {Runtime: \
                python3.12, Handler: index.h, Role: r, Code: {ZipFile: 'h = 1'}}\n";
    let plan = plan_with(text, &[], &Present::new()).unwrap();
    let work = plan.work(&plan.steps[0], &Present::new()).unwrap();
    let input = work.request().unwrap().input;
    let zip = base64::engine::general_purpose::STANDARD
        .decode(input["Code"]["ZipFile"].as_str().unwrap())
        .unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut content = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("index.py").unwrap(), &mut content).unwrap();
    assert_eq!(content, "h = 1");
}
