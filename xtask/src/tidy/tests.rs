//! Each rule, shown a file that breaks it and one that does not.

use super::*;

/// The findings on some files, a line each.
fn found(files: &[(&str, &str)]) -> String {
    let file = |(path, text): &(&str, &str)| File { path: (*path).into(), text: (*text).into() };
    let files: Vec<File> = files.iter().map(file).collect();
    check(&files).iter().map(|finding| finding.to_string() + "\n").collect()
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!("[package]\nname = \"{name}\"\n\n[dependencies]\n{dependencies}\n")
}

fn on_floor(path: &str, name: &str, dependency: &str) -> String {
    found(&[(path, &manifest(name, &format!("{dependency}.workspace = true")))])
}

#[test]
fn this_repository_is_tidy() {
    let root = crate::workspace::root().unwrap();
    let findings = check(&tracked(&root).unwrap());
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} findings:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn a_merge_that_is_half_done_is_found_in_files_that_no_compiler_reads() {
    let text = format!("one\n{} HEAD\n", "<".repeat(7));
    assert_eq!(found(&[("bench/README.md", &text)]), "bench/README.md:2: the mark of a merge\n");
}

#[test]
fn a_crate_imports_from_below() {
    assert_eq!(on_floor("crates/samara-front/Cargo.toml", "samara-front", "samara-wire"), "");
    assert_eq!(on_floor("services/dynamodb/Cargo.toml", "samara-dynamodb", "samara-store"), "");
}

#[test]
fn a_crate_that_imports_upwards_or_sideways_is_named_with_its_line() {
    assert_eq!(
        on_floor("crates/samara-store/Cargo.toml", "samara-store", "samara-service"),
        "crates/samara-store/Cargo.toml:5: `samara-store` (floor 1) imports upwards: \
         `samara-service` is on floor 2\n"
    );
    assert_eq!(
        on_floor("services/lambda/Cargo.toml", "samara-lambda", "samara-iam"),
        "services/lambda/Cargo.toml:5: `samara-lambda` imports `samara-iam` sideways: both are \
         on floor 3\n"
    );
}

#[test]
fn dev_and_target_dependencies_are_edges_too() {
    let text = "[package]\nname = \"samara-base\"\n[dev-dependencies]\n\
                samara-store = { workspace = true }\n\
                [target.'cfg(unix)'.dependencies]\nsamara-wire.workspace = true\n";
    let found = found(&[("crates/samara-base/Cargo.toml", text)]);
    assert!(found.contains(":4: `samara-base` (floor 0) imports upwards: `samara-store`"));
    assert!(found.contains(":6: `samara-base` (floor 0) imports upwards: `samara-wire`"));
}

#[test]
fn a_renamed_dependency_does_not_hide_what_it_is() {
    let text = manifest("samara-iam", "other = { package = \"samara-sts\", workspace = true }");
    assert!(found(&[("services/iam/Cargo.toml", &text)]).contains("sideways"));
}

#[test]
fn an_application_reaches_the_platform_only_over_the_wire() {
    let found = on_floor("examples/shop/notification/Cargo.toml", "notification", "samara-base");
    assert!(found.contains("only over the wire"), "{found}");
}

#[test]
fn a_new_crate_has_to_be_put_on_a_floor() {
    let text = manifest("samara-queue", "");
    assert!(found(&[("crates/samara-queue/Cargo.toml", &text)]).contains("stands on no floor"));
}

#[test]
fn a_service_cannot_wait_and_a_library_cannot_shrug() {
    let tokio = on_floor("services/sts/Cargo.toml", "samara-sts", "tokio");
    assert!(tokio.contains("is pure: it may not depend on `tokio`"), "{tokio}");
    let anyhow = on_floor("crates/samara-store/Cargo.toml", "samara-store", "anyhow");
    assert!(anyhow.contains("an error enum of its own"), "{anyhow}");
    assert_eq!(on_floor("crates/samara/Cargo.toml", "samara", "anyhow"), "");
}

#[test]
fn versions_stand_in_one_place() {
    let text = manifest("samara-base", "time = \"0.3\"");
    assert!(found(&[("crates/samara-base/Cargo.toml", &text)]).contains("`workspace = true`"));
}

#[test]
fn sizes_have_limits() {
    let lines = |count: usize| "// line\n".repeat(count);
    assert_eq!(found(&[("crates/a/src/lib.rs", &lines(600))]), "");
    assert!(found(&[("crates/a/src/lib.rs", &lines(601))]).contains("601 production lines"));
    assert_eq!(found(&[("crates/a/tests/a.rs", &lines(1_500))]), "");
    assert!(found(&[("crates/a/tests/a.rs", &lines(1_501))]).contains("1501 lines of tests"));
    assert!(found(&[("bench/a.py", &lines(601))]).contains("601 production lines"));
}

#[test]
fn generated_shapes_may_be_long() {
    let shapes = "// line\n".repeat(5_000);
    let files = [("services/s3/src/lib.rs", "mod model;"), ("services/s3/src/model.rs", &*shapes)];
    assert_eq!(found(&files), "");
}

#[test]
fn tests_at_the_end_of_a_file_are_not_production() {
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "// line\n".repeat(300));
    let text = "// line\n".repeat(500) + &tests;
    assert_eq!(found(&[("crates/a/src/lib.rs", &text)]), "");
}

#[test]
fn a_function_has_at_most_seventy_lines_and_five_parameters() {
    let body = |lines: usize| format!("fn long() {{\n{}}}\n", "    call();\n".repeat(lines));
    assert_eq!(found(&[("crates/a/src/lib.rs", &body(68))]), "");
    assert!(found(&[("crates/a/src/lib.rs", &body(69))]).contains("`long` has 71 lines"));
    let text = "struct S;\nimpl S { fn f(&self, a: u8, b: u8, c: u8, d: u8, e: u8) {} }\n";
    assert_eq!(found(&[("crates/a/src/lib.rs", text)]), "");
    let text = "fn f(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) {}\n";
    assert!(found(&[("crates/a/src/lib.rs", text)]).contains("`f` has 6 parameters"));
}

#[test]
fn a_line_has_at_most_a_hundred_columns_and_columns_are_not_bytes() {
    let line = |width: usize| format!("// {}\n", "é".repeat(width - 3));
    assert_eq!(found(&[("crates/a/src/lib.rs", &line(100))]), "");
    assert!(found(&[("crates/a/src/lib.rs", &line(101))]).contains(":1: 101 columns"));
    assert_eq!(found(&[("README.md", &line(300))]), "");
    let data = format!("// \"{}\"\n", "x".repeat(200));
    assert_eq!(found(&[("crates/a/tests/items.rs", &data)]), "");
    assert!(found(&[("crates/a/src/lib.rs", &data)]).contains("columns"));
    let message = format!("const A: &str =\n    \"{}\";\n", "x".repeat(200));
    assert_eq!(found(&[("crates/a/src/lib.rs", &message)]), "");
    let row = format!("//! | {} |\n", "x".repeat(200));
    assert_eq!(found(&[("crates/a/src/lib.rs", &row)]), "");
}

#[test]
fn boxed_errors_do_not_come_back_but_may_be_a_cause() {
    let text = "fn f() -> Result<(), Box<dyn std::error::Error + Send>> { Ok(()) }\n";
    assert!(found(&[("crates/a/src/lib.rs", text)]).contains("`Box<dyn Error>` comes back"));
    let text = "enum E { A(Box<dyn Error>) }\nfn of(cause: Box<dyn Error>) -> E { E::A(cause) }\n";
    assert_eq!(found(&[("crates/a/src/lib.rs", text)]), "");
}

#[test]
fn lints_are_not_silenced_for_a_whole_module() {
    let inner = found(&[("crates/a/src/lib.rs", "#![allow(dead_code)]\n")]);
    assert!(inner.contains("`#![allow]`"), "{inner}");
    let outer = found(&[("crates/a/src/lib.rs", "#[allow(dead_code)]\nmod a {}\n")]);
    assert!(outer.contains("`allow` on a module"), "{outer}");
    let item = found(&[("crates/a/src/lib.rs", "#[expect(dead_code, reason = \"x\")]\nfn f() {}")]);
    assert_eq!(item, "");
}

#[test]
fn a_service_waits_for_nobody() {
    let text = "async fn put() {}\n";
    assert!(found(&[("services/s3/src/lib.rs", text)]).contains("`put` is async"));
    assert_eq!(found(&[("crates/samara-front/src/lib.rs", text)]), "");
}

#[test]
fn an_operation_says_what_it_touches() {
    let operation = |name: &str, access: &str| {
        let text =
            format!("impl Operation for {name} {{\nfn access() -> Vec<u8> {{ {access} }}\n}}");
        found(&[("services/sts/src/lib.rs", &text)])
    };
    assert!(
        operation("PutItem", "vec![]").contains(":2: an operation that says it touches nothing")
    );
    assert!(operation("PutItem", "Vec::new()").contains("touches nothing"));
    assert_eq!(operation("PutItem", "vec![on_table()]"), "");
    assert_eq!(operation("GetCallerIdentity", "vec![]"), "");
}

#[test]
fn a_test_may_be_as_long_as_its_table() {
    let long = format!("fn long() {{\n{}}}\n", "    call();\n".repeat(100));
    assert_eq!(found(&[("crates/a/tests/a.rs", &long)]), "");
    let inside = format!("#[cfg(test)]\nmod tests {{\n{long}}}\n");
    assert_eq!(found(&[("crates/a/src/lib.rs", &inside)]), "");
    assert!(found(&[("crates/a/src/lib.rs", &(inside + &long))]).contains("102 lines"));
}

#[test]
fn a_file_that_nothing_compiles_is_found() {
    let root = ("crates/a/src/lib.rs", "mod used;\nmod inline { mod deep; }\n");
    let used = ("crates/a/src/used.rs", "mod below;\n");
    let below = ("crates/a/src/used/below.rs", "");
    let deep = ("crates/a/src/inline/deep.rs", "");
    assert_eq!(found(&[root, used, below, deep]), "");
    let dead = ("crates/a/src/dead.rs", "");
    assert_eq!(
        found(&[root, used, below, deep, dead]),
        "crates/a/src/dead.rs:1: no `mod` declares this file: nothing compiles it\n"
    );
}

#[test]
fn what_was_left_for_later_is_found_in_code_and_not_in_prose() {
    let marker = concat!("TO", "DO");
    let line = format!("// {marker}: later\n");
    assert!(found(&[("crates/a/src/lib.rs", &line)]).contains("was left here"));
    assert_eq!(found(&[("crates/a/src/lib.rs", &format!("// {marker}S\n"))]), "");
    assert_eq!(found(&[("CONTRIBUTING.md", &line)]), "");
}

#[test]
fn paths_of_a_machine_are_found_everywhere() {
    let path = concat!("/ho", "me/ada/samara");
    assert!(found(&[("README.md", &format!("see `{path}`\n"))]).contains("somebody's machine"));
    let documented = concat!("HOME=/ho", "me/sbx_user1051\n");
    assert_eq!(found(&[("README.md", documented)]), "");
    let route = concat!("the URL https://example.com/ho", "me/ada\n");
    assert_eq!(found(&[("README.md", route)]), "");
}
