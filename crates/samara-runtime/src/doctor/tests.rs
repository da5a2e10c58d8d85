//! Facts in, text out: what a person is told of hosts that are not this one.

use super::*;

fn good() -> Facts {
    Facts {
        kernel: "6.1.0-18-amd64".to_owned(),
        user: 0,
        sandbox: Ok(Duration::from_micros(1500)),
        proc_shown: true,
        landlock_abi: 4,
        groups: Some(GroupFacts {
            version: GroupVersion::V2,
            processes: true,
            cpu: true,
            freezer: Ok(()),
        }),
        disk: Ok(Duration::from_micros(1800)),
        copies: Ok(Duration::from_micros(3100)),
        settings: vec![("user.max_user_namespaces", 15_000)],
        memory_mib: (8000, 4000),
        open_files_max: 1 << 20,
        data: DataFacts {
            wanted: "/srv/samara".into(),
            folder: "/srv/samara".into(),
            sync: Ok(Duration::from_micros(700)),
            in_memory: false,
            free_mib: 10_000,
        },
    }
}

/// What is not all there, each with its word, how to get it last.
fn lacks(facts: &Facts) -> Vec<String> {
    let lacking = report(facts).into_iter().filter(|finding| finding.state != State::Ready);
    lacking
        .map(|finding| {
            let remedy = finding.remedy.unwrap_or_default();
            format!("{} {}: {remedy}", finding.state.word(), finding.name)
        })
        .collect()
}

#[test]
fn a_host_that_gives_all_lacks_nothing() {
    assert_eq!(lacks(&good()), Vec::<String>::new());
    assert!(report(&good()).iter().all(|finding| finding.without.is_none()));
}

/// A person whose server was refused must be told the one setting to change, and no other.
#[test]
fn what_forbids_namespaces_is_named() {
    let refused = |user, settings: &[(&'static str, u64)], reason: &str| {
        let sandbox = Err(reason.to_owned());
        let facts = Facts { user, sandbox, settings: settings.to_vec(), ..good() };
        lacks(&facts).into_iter().find(|line| line.contains("sandbox")).unwrap_or_default()
    };
    let (denied, none_left) =
        ("new namespaces: EPERM: this host forbids", "new namespaces: ENOSPC: user.max");
    for (user, settings, reason, expected) in [
        (1000, (UNPRIVILEGED_CLONE, 0), denied, "kernel.unprivileged_userns_clone=1"),
        (1000, (APPARMOR, 1), denied, "AppArmor profile for the samara binary"),
        (1000, (USER_NAMESPACES, 0), none_left, "user.max_user_namespaces=15000"),
        (0, (APPARMOR, 1), denied, "seccomp profile"),
        (0, (USER_NAMESPACES, 15_000), denied, "seccomp profile"),
        (0, (USER_NAMESPACES, 15_000), "create proc: EPERM", "outside of the container"),
    ] {
        let told = refused(user, &[settings], reason);
        assert!(told.starts_with("missing sandbox: "), "{told}");
        assert!(told.contains(expected), "{settings:?}: {told}");
    }
}

/// A server without root and without a delegated group must be refused, not run without limits.
#[test]
fn what_is_needed_is_missing_and_the_rest_is_weaker() {
    let facts = Facts {
        user: 1000,
        groups: None,
        disk: Err("only root can make disks for them".to_owned()),
        landlock_abi: 1,
        ..good()
    };
    let delegate = "run the server as root, or under systemd with Delegate=yes";
    let seen = lacks(&facts);
    let expected = [
        "weaker host users: run the server as root: its functions are not, either way",
        "weaker Landlock: a kernel from 6.2 on, with CONFIG_SECURITY_LANDLOCK and landlock in its \
         lsm= list",
        &format!("missing memory limits: {delegate}"),
        "weaker /tmp: run the server as root",
    ];
    assert_eq!(seen, expected);
}

/// `SnapStart` that does nothing is a riddle to whoever relies on it.
#[test]
fn what_forbids_copies_is_named() {
    for (reason, scope, expected) in [
        ("ptrace: Operation not permitted (os error 1)", 3, "ptrace_scope=2 in /etc/sysctl.d"),
        ("ptrace: Operation not permitted (os error 1)", 1, "CAP_SYS_PTRACE"),
        ("the layout of memory: Invalid argument (os error 22)", 1, "CONFIG_CHECKPOINT_RESTORE"),
        ("task/7/children: No such file or directory", 1, "CONFIG_PROC_CHILDREN"),
        ("only root can copy", 1, "as root"),
    ] {
        let (copies, settings) = (Err(reason.to_owned()), vec![(TRACING, scope)]);
        let told = lacks(&Facts { copies, settings, ..good() }).join("\n");
        assert!(told.starts_with("weaker copies: "), "{told}");
        assert!(told.contains(expected), "{reason}: {told}");
    }
}

#[test]
fn old_kernels_and_bad_places_for_data_are_told() {
    let filter = Facts { sandbox: Err("seccomp: EINVAL".to_owned()), ..good() };
    assert!(
        lacks(&filter).join(",").contains("missing system calls: a kernel with CONFIG_SECCOMP")
    );
    let seen = |facts: Facts| lacks(&facts).join("\n");
    assert!(seen(Facts { kernel: "5.4.0".to_owned(), ..good() }).starts_with("missing kernel"));
    assert_eq!(seen(Facts { kernel: "5.12".to_owned(), ..good() }), "");
    let with = |change: fn(&mut DataFacts)| {
        let mut facts = good();
        change(&mut facts.data);
        seen(facts)
    };
    assert!(with(|data| data.in_memory = true).contains("a folder on a disk"));
    assert!(with(|data| data.free_mib = 100).contains("more room"));
    assert!(with(|data| data.sync = Ok(Duration::from_millis(25))).contains("without power"));
    // A folder that is not there yet is not taken for the one above it.
    let facts = DataFacts { folder: "/srv".into(), ..good().data };
    let found = data(&facts).found;
    assert!(found.starts_with("/srv/samara, which is not there yet; in /srv: "), "{found}");
    let denied = with(|data| data.sync = Err("Permission denied".to_owned()));
    assert!(denied.starts_with("missing data directory"), "{denied}");
}
