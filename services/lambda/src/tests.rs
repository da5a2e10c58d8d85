//! Behaviour of the operations, as a client would see it: steps in, what is seen out.
//!
//! [`fixture`] is the only code here that knows the API.

mod fixture;

use fixture::{ARN, bench, check, create, linked, run, zipped};
use samara_store::Store;

use crate::AsyncInvocation;

const SHOWN: &str = "f $LATEST python3.13 app.handler 128 3";
const INVALID: &str = "InvalidParameterValueException";
const NO_POLICY: &str = "ResourceNotFoundException The resource you requested does not exist.";

#[test]
fn a_function_is_created_shown_changed_and_deleted() {
    let missing = format!("ResourceNotFoundException Function not found: {ARN}:f");
    check(
        &bench(),
        &[
            ("GetFunction FunctionName=f", &missing),
            ("CreateFunction FunctionName=f", SHOWN),
            (
                "CreateFunction FunctionName=f",
                "ResourceConflictException Function already exist: f",
            ),
            ("GetFunctionConfiguration FunctionName=f", SHOWN),
            (
                "UpdateFunctionConfiguration FunctionName=f MemorySize=512 Timeout=30",
                "f $LATEST python3.13 app.handler 512 30",
            ),
            ("ListFunctions", "f"),
            ("DeleteFunction FunctionName=f", "204"),
            ("ListFunctions", ""),
        ],
    );
}

/// A deployment that names a setting which is not kept must not believe that it is.
#[test]
fn what_is_not_built_is_refused_by_its_name() {
    for (member, named) in [
        ("Runtime=java21", "the runtime java21"),
        ("Layers=a", "layers (Layers)"),
        ("PackageType=Image", "container images (PackageType)"),
        ("KMSKeyArn=arn:aws:kms:us-east-1:000000000000:key/1", "(KMSKeyArn)"),
    ] {
        let seen = run(&bench(), &format!("CreateFunction FunctionName=f {member}"));
        assert!(seen.starts_with("NotImplemented") && seen.contains(named), "{seen}");
    }
}

#[test]
fn settings_have_bounds() {
    let cannot = "The role defined for the function cannot be assumed by Lambda.";
    let big = format!("Environment=A={}", "x".repeat(4096));
    for (member, message) in [
        ("Runtime=python2.7", "The runtime parameter of python2.7 is no longer supported"),
        ("Environment=AWS_REGION=x", "Reserved keys used in this request: AWS_REGION"),
        ("Environment=AB=\0", "the value of AB contains a NUL character"),
        (&big, "exceeded the 4KB limit"),
        ("Role=arn:aws:iam::000000000000:role/gone", cannot),
        ("Role=arn:aws:iam::000000000000:role/other", cannot),
    ] {
        let seen = run(&bench(), &format!("CreateFunction FunctionName=f {member}"));
        assert!(seen.starts_with(INVALID) && seen.contains(message), "{seen}");
    }
    for (member, message) in [
        ("MemorySize=64", "'64' at 'memorySize' failed to satisfy constraint"),
        ("MemorySize=10241", "Member must have value less than or equal to 10240"),
        ("Timeout=901", "detected: Value '901' at 'timeout' failed to satisfy constraint"),
    ] {
        let seen = run(&bench(), &format!("CreateFunction FunctionName=f {member}"));
        assert!(seen.starts_with("ValidationException") && seen.contains(message), "{seen}");
    }
}

#[test]
fn names_have_many_forms() {
    let bench = bench();
    run(&bench, "CreateFunction FunctionName=f Publish=true");
    for name in [
        "f",
        "f:$LATEST",
        "function:f",
        "000000000000:function:f",
        &format!("{ARN}:f"),
        &format!("{ARN}:f:$LATEST"),
    ] {
        assert_eq!(run(&bench, &format!("GetFunctionConfiguration FunctionName={name}")), SHOWN);
    }
    let differs = "The derived qualifier from the function name does not match the specified \
                   qualifier.";
    let elsewhere = "arn:aws:lambda:eu-west-1:000000000000:function:f";
    check(
        &bench,
        &[
            ("GetFunctionConfiguration FunctionName=f:1", "f 1 python3.13 app.handler 128 3"),
            (
                "GetFunctionConfiguration FunctionName=f:1 Qualifier=2",
                &format!("{INVALID} {differs}"),
            ),
            (
                "GetFunctionConfiguration FunctionName=f Qualifier=9",
                &format!("ResourceNotFoundException Function not found: {ARN}:f:9"),
            ),
            (
                "GetFunctionConfiguration FunctionName=f Qualifier=live",
                &format!("ResourceNotFoundException Cannot find alias arn: {ARN}:f:live"),
            ),
            (
                &format!("GetFunction FunctionName={elsewhere}"),
                "ResourceNotFoundException Functions from 'eu-west-1' are not reachable in this \
                 region ('us-east-1')",
            ),
        ],
    );
}

/// What was published must never change under those who call it.
#[test]
fn versions_stay_and_aliases_move() {
    let first = "f 1 python3.13 app.handler 128 3";
    let conflict = "ResourceConflictException";
    check(
        &bench(),
        &[
            ("CreateFunction FunctionName=f Publish=true", first),
            ("PublishVersion FunctionName=f", first),
            (
                "UpdateFunctionConfiguration FunctionName=f MemorySize=256",
                "f $LATEST python3.13 app.handler 256 3",
            ),
            ("PublishVersion FunctionName=f", "f 2 python3.13 app.handler 256 3"),
            ("GetFunctionConfiguration FunctionName=f:1", first),
            ("ListVersionsByFunction FunctionName=f", "$LATEST 1 2"),
            ("CreateAlias FunctionName=f Name=live FunctionVersion=1", "live 1"),
            (
                "CreateAlias FunctionName=f Name=live FunctionVersion=1",
                &format!("{conflict} Alias already exists: {ARN}:f:live"),
            ),
            ("GetFunctionConfiguration FunctionName=f:live", first),
            (
                "DeleteFunction FunctionName=f Qualifier=1",
                &format!(
                    "{conflict} Unable to delete version because the following aliases \
                     reference it: [live]"
                ),
            ),
            ("UpdateAlias FunctionName=f Name=live FunctionVersion=2", "live 2"),
            ("DeleteFunction FunctionName=f Qualifier=1", "204"),
            ("ListVersionsByFunction FunctionName=f", "$LATEST 2"),
            (
                "CreateAlias FunctionName=f Name=new FunctionVersion=7",
                &format!("ResourceNotFoundException Function not found: {ARN}:f:7"),
            ),
            ("ListAliases FunctionName=f", "live"),
            ("DeleteFunction FunctionName=f", "204"),
            ("CreateFunction FunctionName=f Publish=true", first),
            ("ListAliases FunctionName=f", ""),
        ],
    );
}

#[test]
fn permissions_become_a_policy_as_aws_writes_it() {
    let bench = bench();
    let rule = "arn:aws:events:us-east-1:000000000000:rule/r";
    let add = format!(
        "AddPermission FunctionName=f StatementId=rule Action=lambda:InvokeFunction \
         Principal=events.amazonaws.com SourceArn={rule}"
    );
    let statement = format!(
        "{{\"Sid\":\"rule\",\"Effect\":\"Allow\",\
         \"Principal\":{{\"Service\":\"events.amazonaws.com\"}},\
         \"Action\":\"lambda:InvokeFunction\",\"Resource\":\"{ARN}:f\",\
         \"Condition\":{{\"ArnLike\":{{\"AWS:SourceArn\":\"{rule}\"}}}}}}"
    );
    let document =
        format!("{{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[{statement}]}}");
    run(&bench, "CreateFunction FunctionName=f");
    let nobody = "AddPermission FunctionName=f StatementId=n Action=lambda:InvokeFunction \
                  Principal=nonsense";
    assert!(run(&bench, nobody).contains("The provided principal was invalid."));
    check(
        &bench,
        &[
            ("GetPolicy FunctionName=f", NO_POLICY),
            (&add, &statement),
            (
                &add,
                "ResourceConflictException The statement id (rule) provided already exists. \
                 Please provide a new statement id, or remove the existing statement.",
            ),
            ("GetPolicy FunctionName=f", &document),
            ("RemovePermission FunctionName=f StatementId=rule", "ok"),
            ("GetPolicy FunctionName=f", NO_POLICY),
        ],
    );
}

/// A call that was answered 202 must be in the feed; one that was refused must not.
#[test]
fn an_asynchronous_call_is_a_record_in_the_feed() {
    let bench = bench();
    run(&bench, "CreateFunction FunctionName=f");
    let before = *bench.store.head().borrow();
    check(
        &bench,
        &[
            (
                "Invoke FunctionName=g InvocationType=Event payload={\"a\":1}",
                &format!("ResourceNotFoundException Function not found: {ARN}:g"),
            ),
            (
                "Invoke FunctionName=f InvocationType=Event payload={\"a\"",
                "InvalidRequestContentException Could not parse request body into json: EOF while \
                 parsing an object at line 1 column 4",
            ),
            ("Invoke FunctionName=f InvocationType=DryRun", "204"),
            ("Invoke FunctionName=f InvocationType=Event payload={\"a\":1}", "202"),
        ],
    );
    let commits = bench.store.feed(before, usize::MAX).unwrap();
    let changes: Vec<_> = commits.iter().flat_map(|commit| &commit.changes).collect();
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    let record = AsyncInvocation::decode(change.after.as_ref().unwrap()).unwrap();
    assert_eq!((&*record.function, &*record.payload), ("f", &b"{\"a\":1}"[..]));
}

#[test]
fn a_call_that_waits_is_handed_on() {
    let bench = bench();
    run(&bench, "CreateFunction FunctionName=f");
    let big = format!("Invoke FunctionName=f payload=\"{}\"", "x".repeat(6_291_455));
    check(
        &bench,
        &[
            ("Invoke FunctionName=f payload=[1]", "invoke f $LATEST [1]"),
            ("Invoke FunctionName=f", "invoke f $LATEST {}"),
            (
                "Invoke FunctionName=f ClientContext=!",
                "InvalidRequestContentException Client context must be a valid Base64-encoded \
                 JSON object.",
            ),
            (
                &big,
                "RequestTooLargeException 6291457 byte payload is too large for the \
                 RequestResponse invocation type (limit 6291456 bytes)",
            ),
        ],
    );
}

#[test]
fn concurrency_and_settings_for_asynchronous_calls_are_kept() {
    let bench = bench();
    run(&bench, "CreateFunction FunctionName=f");
    let reserve = "PutFunctionConcurrency FunctionName=f ReservedConcurrentExecutions";
    check(
        &bench,
        &[
            (
                &format!("{reserve}=901"),
                &format!(
                    "{INVALID} Specified ReservedConcurrentExecutions for function decreases \
                     account's UnreservedConcurrentExecution below its minimum value of [100]."
                ),
            ),
            (&format!("{reserve}=900"), "ok"),
            (
                "GetFunctionEventInvokeConfig FunctionName=f",
                &format!(
                    "ResourceNotFoundException The function {ARN}:f:$LATEST doesn't have an \
                     EventInvokeConfig"
                ),
            ),
            ("PutFunctionEventInvokeConfig FunctionName=f MaximumRetryAttempts=0", "ok"),
            ("GetFunctionEventInvokeConfig FunctionName=f", "ok"),
            ("DeleteFunctionEventInvokeConfig FunctionName=f", "ok"),
            ("DeleteFunctionConcurrency FunctionName=f", "ok"),
        ],
    );
}

/// A package comes from a stranger: nothing of it may leave its folder or fill the disk.
#[test]
fn packages_that_would_do_harm_are_refused() {
    let cannot = "Could not unzip uploaded file. Please check your file, then try to upload again.";
    let too_large = "Unzipped size must be smaller than 262144000 bytes";
    let empty = "Uploaded file must be a non-empty zip";
    let good = zipped(&[("app.py", "x")]);
    let claiming = |bytes: u32| {
        let mut lies = good.clone();
        let directory = lies.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        lies[directory + 24..directory + 28].copy_from_slice(&bytes.to_le_bytes());
        lies
    };
    for (package, message, why) in [
        (b"not a zip".to_vec(), cannot, ""),
        (Vec::new(), empty, ""),
        (zipped(&[]), empty, ""),
        (good[..good.len() - 30].to_vec(), cannot, ""),
        (zipped(&[("../evil", "x")]), cannot, "The entry '../evil' points outside the package."),
        (zipped(&[("/etc/evil", "x")]), cannot, "The entry '/etc/evil' points outside"),
        (zipped(&[("a/../../evil", "x")]), cannot, "points outside the package."),
        (linked("a/b", "../../evil"), cannot, "The link 'a/b' points outside the package."),
        (linked("a", "/etc/passwd"), cannot, "The link 'a' points outside the package."),
        (claiming(300_000_000), too_large, ""),
        (claiming(200_000_000), cannot, "claims more than it can hold"),
    ] {
        let seen = create(&bench(), package);
        assert!(seen.contains(message) && seen.contains(why), "{seen} / {message} {why}");
    }
    assert_eq!(create(&bench(), linked("a/b", "../c")), "ok");
    assert_eq!(create(&bench(), zipped(&[("a/../b", "x"), ("dir/", "")])), "ok");
}

/// Who uploads a damaged package must hear of it, and not who calls the function first.
#[test]
fn packages_that_cannot_be_unpacked_are_refused() {
    let cannot = "Could not unzip uploaded file. Please check your file, then try to upload again.";
    let text = "all work and no play ".repeat(500);
    let good = zipped(&[("app.py", &text)]);
    let flipped = |at: usize| {
        let mut package = good.clone();
        package[at] ^= 0xff;
        package
    };
    // Within the packed bytes, the signature of the entry's header, and the directory's CRC-32.
    let directory = good.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    for at in [60, 0, directory + 16] {
        let seen = create(&bench(), flipped(at));
        assert_eq!(seen, format!("{cannot} The entry 'app.py' is damaged."), "at {at}");
    }
    let long = "n".repeat(256);
    for (files, why) in [
        (vec![("a", "x"), ("a/b", "x")], "The entry 'a/b' lies where another one is."),
        (vec![("a/b", "x"), ("a", "x")], "The entry 'a' lies where another one is."),
        (vec![("a", "x"), ("b/../a", "x")], "The entry 'b/../a' lies where another one is."),
        (vec![(long.as_str(), "x")], "is too long."),
    ] {
        let seen = create(&bench(), zipped(&files));
        assert!(seen.starts_with(cannot) && seen.contains(why), "{seen} / {why}");
    }
    assert_eq!(create(&bench(), zipped(&[("a/", ""), ("a/b/c", &text), ("a/b/d", "")])), "ok");
}

/// The package of an object is read as the caller; what S3 refuses, Lambda explains.
#[test]
fn code_comes_from_an_object() {
    let bench = bench();
    let from = |key: &str| format!("CreateFunction FunctionName={key} S3Bucket=code S3Key={key}");
    assert_eq!(run(&bench, &from("good")), "good $LATEST python3.13 app.handler 128 3");
    assert_eq!(
        run(&bench, &from("missing")),
        "InvalidParameterValueException Error occurred while GetObject. S3 Error Code: NoSuchKey. \
         S3 Error Message: The specified key does not exist."
    );
}
