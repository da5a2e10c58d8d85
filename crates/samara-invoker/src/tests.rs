//! Calls from one end to the other, over a store in memory and sandboxes that are not there.

mod fixture;

use std::time::Duration;

use fixture::Fixture;
use samara_base::Timestamp;
use samara_service::{FunctionError, LogQuery, Observed};

#[tokio::test]
async fn a_call_runs_and_is_metered() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    let invoked = fixture.invoke("f", "echo 1").await.unwrap();
    assert_eq!(invoked.payload, "\"echo 1\"");
    assert_eq!((invoked.version.as_str(), invoked.error), ("$LATEST", None));
    assert_eq!(invoked.log_tail.as_deref(), Some(&b"tail"[..]));
    let usages = fixture.trace.usages(Timestamp::ZERO, Some("f"), 10);
    assert_eq!(usages.iter().map(|usage| usage.cold).collect::<Vec<_>>(), [true]);
    let lines = fixture.trace.log_events(&LogQuery {
        group: "/aws/lambda/f".to_owned(),
        streams: Vec::new(),
        from: Timestamp::ZERO,
        until: Timestamp::MAX,
        after: None,
        limit: 10,
    });
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(line.message, "started");
    assert!(line.stream.starts_with("2026/11/21/[$LATEST]") && line.stream.len() == 52);
}

/// A function that had no credentials, or the user's idea of them, could call nothing.
#[tokio::test]
async fn an_instance_has_its_code_its_variables_and_its_credentials() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    fixture.invoke("f", "echo").await.unwrap();
    let spec = fixture.sandboxes.specs().pop().unwrap();
    assert_eq!(std::fs::read_to_string(spec.code_dir.join("app.py")).unwrap(), "code");
    let environment: Vec<String> =
        spec.environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(
        environment,
        [
            "TABLE=orders",
            "AWS_ACCESS_KEY_ID=ASIA",
            "AWS_SECRET_ACCESS_KEY=arn:aws:iam::000000000000:role/app",
            "AWS_SESSION_TOKEN=f $LATEST",
        ]
    );
}

#[tokio::test]
async fn a_function_that_failed_is_told_by_kind_and_a_dead_one_is_replaced() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    let failed = fixture.invoke("f", "fail").await.unwrap();
    assert_eq!(failed.error, Some(FunctionError::Unhandled));
    let died = fixture.invoke("f", "die").await.unwrap();
    assert_eq!(died.error, Some(FunctionError::Exit));
    fixture.invoke("f", "echo").await.unwrap();
    assert_eq!(fixture.sandboxes.specs().len(), 2);
}

/// Nobody ran the call, so its caller must not see it fail, while there is hope; nor wait for ever
/// where every process dies at once.
#[tokio::test]
async fn a_call_that_no_process_read_goes_to_another() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    fixture.sandboxes.ghosts(2);
    let invoked = fixture.invoke("f", "ghost").await.unwrap();
    assert_eq!((&*invoked.payload, invoked.error), (&b"\"ghost\""[..], None));
    assert_eq!(fixture.sandboxes.specs().len(), 3);
    let usages = fixture.trace.usages(Timestamp::ZERO, Some("f"), 10);
    assert_eq!(usages.len(), 1, "it is metered once");
    fixture.sandboxes.ghosts(100);
    let died = fixture.invoke("f", "ghost").await.unwrap();
    assert_eq!(died.error, Some(FunctionError::Exit));
    assert_eq!(fixture.invoker.status().memory_mib, 0, "nothing is left behind");
}

/// A client that hangs up must not leave half of an order behind.
#[tokio::test]
async fn a_caller_that_goes_away_does_not_stop_the_function() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    {
        let call = fixture.invoke("f", "hold");
        tokio::select! {
            _ = call => panic!("it holds"),
            () = fixture.sandboxes.held(1) => {}
        }
    }
    assert_eq!(fixture.invoker.status().busy, 1);
    fixture.sandboxes.let_go(1);
    let mut calls = fixture.trace.subscribe();
    if fixture.trace.usages(Timestamp::ZERO, None, 1).is_empty() {
        calls.recv().await.unwrap();
    }
    fixture.invoke("f", "echo").await.unwrap();
    assert_eq!(fixture.sandboxes.specs().len(), 1, "the instance is used again");
}

/// What a panic kept would turn the function off for good: its one place, or all of its memory.
#[tokio::test]
async fn a_panic_costs_its_own_call_and_nothing_else() {
    let fixture = Fixture::new(128);
    fixture.create("f");
    fixture.reserve("f", 1);
    for _ in 0..3 {
        let refused = fixture.invoke("f", "panic").await.unwrap_err();
        assert_eq!((refused.status, fixture.invoker.status().memory_mib), (500, 0));
    }
    fixture.sandboxes.panic_once();
    assert_eq!(fixture.invoke("f", "echo").await.unwrap_err().status, 500);
    assert_eq!(fixture.invoker.status().memory_mib, 0);
    fixture.invoke("f", "echo").await.unwrap();
}

/// A client that hangs up while its call waits must not keep its place, nor the instance that is
/// handed to it later.
#[tokio::test]
async fn a_caller_that_goes_away_while_it_waits_leaves_nothing_behind() {
    let fixture = Fixture::new(128);
    fixture.create("f");
    fixture.reserve("f", 2);
    let hold = fixture.invoke("f", "hold");
    let leaves = async {
        fixture.sandboxes.held(1).await;
        {
            let call = fixture.invoke("f", "echo");
            tokio::pin!(call);
            while fixture.invoker.status().waiting == 0 {
                tokio::select! {
                    biased;
                    _ = &mut call => panic!("it waits"),
                    () = tokio::task::yield_now() => {}
                }
            }
        }
        fixture.sandboxes.let_go(1);
    };
    let (ended, ()) = tokio::join!(hold, leaves);
    ended.unwrap();
    for _ in 0..3 {
        fixture.invoke("f", "echo").await.unwrap();
    }
    assert_eq!(fixture.sandboxes.specs().len(), 1);
}

#[tokio::test]
async fn refusals_say_why() {
    let fixture = Fixture::new(128);
    let missing = fixture.invoke("f", "echo").await.unwrap_err();
    assert_eq!(
        (&*missing.code, missing.message.as_str()),
        (
            "ResourceNotFoundException",
            "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f"
        )
    );
    fixture.create("f");
    fixture.reserve("f", 0);
    let throttled = fixture.invoke("f", "echo").await.unwrap_err();
    let reason = throttled.fields.get("Reason").and_then(samara_wire::Document::as_str);
    assert_eq!((throttled.status, throttled.message.as_str()), (429, "Rate Exceeded."));
    assert_eq!(reason, Some("ReservedFunctionConcurrentInvocationLimitExceeded"));
    fixture.create("g");
    fixture.sandboxes.refuse();
    let refused = fixture.invoke("g", "echo").await.unwrap_err();
    assert_eq!((&*refused.code, refused.status), ("ServiceException", 500));
    assert!(refused.cause.is_some(), "the log must see why");
}

#[tokio::test]
async fn a_call_that_finds_no_memory_is_throttled_after_a_time() {
    let fixture = Fixture::new(128);
    fixture.create("f");
    fixture.create("g");
    let hold = fixture.invoke("f", "hold");
    let waits = async {
        fixture.sandboxes.held(1).await;
        let refused = fixture.invoke("g", "echo").await.unwrap_err();
        assert_eq!(&*refused.code, "TooManyRequestsException");
        assert!(refused.message.contains("the 128 MiB"), "{}", refused.message);
        fixture.sandboxes.let_go(1);
    };
    let (ended, ()) = tokio::join!(hold, waits);
    ended.unwrap();
    fixture.invoke("g", "echo").await.unwrap();
}

/// A package whose directory is good and whose content is not is found when it is first run.
#[tokio::test]
async fn damaged_code_is_refused_as_aws_does_and_leaves_nothing() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    fixture.damage().await;
    let refused = fixture.invoke("f", "echo").await.unwrap_err();
    assert_eq!((&*refused.code, refused.status), ("InvalidZipFileException", 502));
    assert_eq!(fixture.unpacked(), 0);
}

#[tokio::test]
async fn code_is_unpacked_once_for_all_that_share_it() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    fixture.create("g");
    fixture.invoke("f", "echo").await.unwrap();
    fixture.invoke("g", "echo").await.unwrap();
    assert_eq!(fixture.unpacked(), 1);
}

#[tokio::test]
async fn draining_waits_for_the_calls_that_run() {
    let fixture = Fixture::new(1024);
    fixture.create("f");
    let hold = fixture.invoke("f", "hold");
    let drain = async {
        fixture.sandboxes.held(1).await;
        assert!(!fixture.invoker.drain(Duration::ZERO).await, "a call runs");
        let refused = fixture.invoke("f", "echo").await.unwrap_err();
        assert_eq!(refused.status, 503);
        fixture.sandboxes.let_go(1);
        assert!(fixture.invoker.drain(Duration::from_secs(10)).await);
    };
    let (ended, ()) = tokio::join!(hold, drain);
    ended.unwrap();
    assert_eq!(fixture.sandboxes.alive(), 0, "nothing is left behind");
}
