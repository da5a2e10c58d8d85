//! Scripts of events, and what they lead to: the whole life of an instance without a process.

use super::*;

/// Runs a script against a new machine. A step is `milliseconds event`; what it leads to is
/// written as a client, an operator or the launcher would see it.
#[track_caller]
fn check(steps: &[(&str, &[&str])]) {
    check_with(false, steps);
}

/// The same of a version with or without `SnapStart`.
#[track_caller]
fn check_with(snap_start: bool, steps: &[(&str, &[&str])]) {
    let facts = Facts {
        version: "$LATEST".to_owned(),
        runtime: "python:3.12.1".to_owned(),
        memory_mib: 128,
        timeout_ms: 3000,
        snap_start,
    };
    let mut machine = Machine::new(facts);
    for (step, expected) in steps {
        let (at, event) = step.split_once(' ').unwrap();
        let at: f64 = at.parse().unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
        let now_us = (at * 1000.0) as u64;
        let wall = Timestamp::from_millis(1_795_161_600_000 + now_us / 1000);
        let reading = Reading { now_us, wall, memory_mib: 30 };
        let actions = machine.on(event_of(event), reading);
        let seen: Vec<String> = actions.iter().map(text_of).collect();
        assert_eq!(&seen, expected, "after step: {step}");
    }
}

fn event_of(text: &str) -> Event {
    let mut words = text.split(' ');
    let word = words.next().unwrap();
    let request_id = words.next().unwrap_or("r1").to_owned();
    let error = |kind| failure::platform(kind, "Some.Error", "words".to_owned());
    match word {
        "start" => Event::Start,
        "begun" => Event::Begun { copied_us: None },
        "copied" => Event::Begun { copied_us: Some(4_200) },
        "next" => Event::Next,
        "call" => Event::Call { request_id },
        "response" => Event::Response { request_id, payload: Bytes::from_static(b"1") },
        "failure" => Event::Failure { request_id, error: error(FailureKind::Handled) },
        "oversized" => Event::Oversized { request_id },
        "init-error" => Event::InitError(error(FailureKind::Unhandled)),
        "last-failure" => Event::LastFailure { request_id, error: error(FailureKind::Handled) },
        "exited" => Event::Ended(Cause::Status(1)),
        "exited-unread" => Event::EndedUnread(Cause::Status(1)),
        "killed-for-memory" => Event::Ended(Cause::OutOfMemory),
        "expired" => Event::Expired,
        "stop" => Event::Stop,
        other => panic!("{other}"),
    }
}

fn text_of(action: &Action) -> String {
    match action {
        Action::Log(line) => line.clone(),
        Action::Limit(limit) => format!("limit {} ms", limit.as_millis()),
        Action::Answer(Answer { result: Ok(payload), billed_ms, .. }) => {
            format!("answer {} ({billed_ms} ms)", String::from_utf8_lossy(payload))
        }
        Action::Answer(Answer { result: Err(error), unread: true, .. }) => {
            format!("unread {error}")
        }
        Action::Answer(Answer { result: Err(error), .. }) => format!("error {error}"),
        other => format!("{other:?}"),
    }
}

const STARTED: (&str, &[&str]) =
    ("0 start", &["INIT_START Runtime Version: python:3.12.1", "Spawn", "limit 10000 ms"]);
const READY: (&str, &[&str]) = ("102.304 next", &["Verdict(Accepted)", "Unlimited"]);
/// The answer to the first call, which tells of the initialisation.
const ANSWERED: (&str, &[&str]) = (
    "201.239 response",
    &[
        "Verdict(Accepted)",
        "Unlimited",
        "END RequestId: r1",
        "REPORT RequestId: r1\tDuration: 1.23 ms\tBilled Duration: 104 ms\t\
         Memory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 102.30 ms\t",
        "answer 1 (104 ms)",
    ],
);
const CALLED: (&str, &[&str]) =
    ("200 call", &["START RequestId: r1 Version: $LATEST", "limit 3000 ms", "Deliver"]);

/// A version with `SnapStart` is billed what AWS would, and its log can be read by what reads AWS's:
/// of a restore that the version asked for, of an initialisation where there was no snapshot.
#[test]
fn a_restore_is_reported_where_it_was_asked_for() {
    let start: (&str, &[&str]) = ("0 start", &["Spawn", "limit 10000 ms"]);
    let restored: (&str, &[&str]) =
        ("12 copied", &["RESTORE_START Runtime Version: python:3.12.1"]);
    check_with(
        true,
        &[
            start,
            restored,
            (
                "12.5 next",
                &["Verdict(Accepted)", "Unlimited", "RESTORE_REPORT Restore Duration: 12.50 ms"],
            ),
            CALLED,
            (
                "201.239 response",
                &[
                    "Verdict(Accepted)",
                    "Unlimited",
                    "END RequestId: r1",
                    "REPORT RequestId: r1\tDuration: 1.23 ms\tBilled Duration: 7 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 30 MB\tRestore Duration: 12.50 ms\t\
                 Billed Restore Duration: 5 ms\t",
                    "answer 1 (7 ms)",
                ],
            ),
        ],
    );
    check_with(
        true,
        &[
            start,
            restored,
            (
                "20 init-error",
                &[
                    "Verdict(Accepted)",
                    "Unlimited",
                    "Kill",
                    "RESTORE_REPORT Restore Duration: 20.00 ms\tStatus: error\tError Type: Some.Error",
                ],
            ),
        ],
    );
    check_with(
        true,
        &[
            start,
            ("12 begun", &["INIT_START Runtime Version: python:3.12.1"]),
            ("12.5 next", &["Verdict(Accepted)", "Unlimited"]),
        ],
    );
}

/// The owner of a function that never asked to be copied is told nothing of it.
#[test]
fn a_copy_that_nobody_asked_for_has_initialised() {
    check(&[STARTED, ("12 copied", &[]), READY, CALLED, ANSWERED]);
}

#[test]
fn the_first_call_reports_the_initialisation_and_the_second_does_not() {
    check(&[
        STARTED,
        READY,
        CALLED,
        ANSWERED,
        ("202 next", &["Verdict(Accepted)"]),
        ("300 call r2", &["START RequestId: r2 Version: $LATEST", "limit 3000 ms", "Deliver"]),
        (
            "302 failure r2",
            &[
                "Verdict(Accepted)",
                "Unlimited",
                "END RequestId: r2",
                "REPORT RequestId: r2\tDuration: 2.00 ms\tBilled Duration: 2 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 30 MB\t",
                "error Some.Error: words",
            ],
        ),
    ]);
}

/// A call may come before the guest has asked for more; it must get that call, and only then.
#[test]
fn a_call_waits_until_the_guest_asks() {
    check(&[
        STARTED,
        READY,
        CALLED,
        (
            "201 response",
            &[
                "Verdict(Accepted)",
                "Unlimited",
                "END RequestId: r1",
                "REPORT RequestId: r1\tDuration: 1.00 ms\tBilled Duration: 104 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 102.30 ms\t",
                "answer 1 (104 ms)",
            ],
        ),
        ("202 call r2", &["START RequestId: r2 Version: $LATEST", "limit 3000 ms"]),
        ("203 next", &["Verdict(Accepted)", "Deliver"]),
    ]);
}

/// Nobody waits for the init phase: its failure is only logged, and the first call tries again
/// within the function's own limit and gets the error.
#[test]
fn a_failed_initialisation_is_tried_again_by_the_call() {
    check(&[
        STARTED,
        (
            "50 init-error",
            &[
                "Verdict(Accepted)",
                "Unlimited",
                "Kill",
                "INIT_REPORT Init Duration: 50.00 ms\tPhase: init\tStatus: error\t\
                 Error Type: Some.Error",
            ],
        ),
        ("100 call", &["START RequestId: r1 Version: $LATEST", "Spawn", "limit 3000 ms"]),
        (
            "160 init-error",
            &[
                "Verdict(Accepted)",
                "Unlimited",
                "Kill",
                "INIT_REPORT Init Duration: 60.00 ms\tPhase: invoke\tStatus: error\t\
                 Error Type: Some.Error",
                "END RequestId: r1",
                "REPORT RequestId: r1\tDuration: 60.00 ms\tBilled Duration: 60 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 30 MB\tStatus: error\t\
                 Error Type: Some.Error",
                "error Some.Error: words",
            ],
        ),
        ("200 call r2", &["START RequestId: r2 Version: $LATEST", "Spawn", "limit 3000 ms"]),
        ("260 next", &["Verdict(Accepted)", "Deliver"]),
    ]);
}

#[test]
fn an_initialisation_has_ten_seconds() {
    check(&[
        STARTED,
        (
            "10000 expired",
            &[
                "Unlimited",
                "Kill",
                "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout",
            ],
        ),
    ]);
}

#[test]
fn a_call_that_takes_too_long_ends_the_instance() {
    check(&[
        STARTED,
        READY,
        CALLED,
        (
            "3200 expired",
            &[
                "Unlimited",
                "Kill",
                "2026-11-20T08:00:03.200Z r1 Task timed out after 3.00 seconds",
                "END RequestId: r1",
                "REPORT RequestId: r1\tDuration: 3000.00 ms\tBilled Duration: 3103 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 102.30 ms\t\
                 Status: timeout",
                "error Sandbox.Timedout: RequestId: r1 Error: Task timed out after 3.00 seconds",
            ],
        ),
        (
            "3300 call r2",
            &["unread Sandbox.NotAvailable: RequestId: r2 Error: The instance takes no calls"],
        ),
    ]);
}

/// A process that ends with its answer must not be given the next call, which would pay for it.
#[test]
fn an_instance_is_gone_with_its_last_answer() {
    let report = "REPORT RequestId: r1\tDuration: 1.00 ms\tBilled Duration: 104 ms\t\
                  Memory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 102.30 ms\t";
    check(&[
        STARTED,
        READY,
        CALLED,
        (
            "201 last-failure",
            &[
                "Verdict(Accepted)",
                "Unlimited",
                "END RequestId: r1",
                report,
                "error Some.Error: words",
                "Kill",
            ],
        ),
        (
            "202 call r2",
            &["unread Sandbox.NotAvailable: RequestId: r2 Error: The instance takes no calls"],
        ),
    ]);
}

/// A call that a dying process had not read was run by nobody: it is not the function's failure,
/// and costs nothing. One that it had read may have done half of its work, and is its failure.
#[test]
fn a_call_that_was_not_read_is_not_the_functions_failure() {
    let unread: &[&str] = &[
        "Unlimited",
        "Kill",
        "RequestId: r1 Error: Runtime exited with error: exit status 1: it had not read the call",
        "unread Runtime.ExitError: RequestId: r1 Error: Runtime exited with error: exit status 1",
    ];
    check(&[STARTED, READY, CALLED, ("205 exited-unread", unread)]);
    // It had answered and not asked for more.
    let response: &[&str] = &[
        "Verdict(Accepted)",
        "Unlimited",
        "END RequestId: r0",
        "REPORT RequestId: r0\tDuration: 1.00 ms\tBilled Duration: 104 ms\tMemory Size: 128 MB\t\
         Max Memory Used: 30 MB\tInit Duration: 102.30 ms\t",
        "answer 1 (104 ms)",
    ];
    let first: &[&str] = &["START RequestId: r0 Version: $LATEST", "limit 3000 ms", "Deliver"];
    let second: &[&str] = &["START RequestId: r1 Version: $LATEST", "limit 3000 ms"];
    check(&[
        STARTED,
        READY,
        ("200 call r0", first),
        ("201 response r0", response),
        ("202 call r1", second),
        ("203 exited", unread),
    ]);
}

#[test]
fn a_process_that_ends_ends_the_instance() {
    check(&[
        STARTED,
        READY,
        CALLED,
        (
            "205 killed-for-memory",
            &[
                "Unlimited",
                "Kill",
                "RequestId: r1 Error: Runtime exited with error: signal: killed\n\
                 Runtime.OutOfMemory",
                "END RequestId: r1",
                "REPORT RequestId: r1\tDuration: 5.00 ms\tBilled Duration: 108 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 102.30 ms\t\
                 Status: error\tError Type: Runtime.OutOfMemory",
                "error Runtime.OutOfMemory: RequestId: r1 Error: Runtime exited with error: \
                 signal: killed",
            ],
        ),
    ]);
    check(&[STARTED, READY, ("150 exited", &["Unlimited", "Kill"])]);
}

/// What a guest says out of turn must not move the machine, or a stranger could answer a call
/// that is not its own.
#[test]
fn what_is_said_out_of_turn_is_refused() {
    check(&[
        STARTED,
        ("1 response", &["Verdict(WrongState)"]),
        READY,
        ("150 next", &["Verdict(WrongState)"]),
        ("151 init-error", &["Verdict(WrongState)"]),
        CALLED,
        ("201 response r9", &["Verdict(WrongRequest)"]),
        ("202 next", &["Verdict(WrongState)"]),
        (
            "203 oversized",
            &[
                "Verdict(TooLarge)",
                "Unlimited",
                "END RequestId: r1",
                "REPORT RequestId: r1\tDuration: 3.00 ms\tBilled Duration: 106 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration: 102.30 ms\t\
                 Status: error\tError Type: Function.ResponseSizeTooLarge",
                "error Function.ResponseSizeTooLarge: Response payload size exceeded maximum \
                 allowed payload size (6291556 bytes).",
            ],
        ),
        ("204 response", &["Verdict(WrongState)"]),
    ]);
}
