//! Sizes, signatures, and what a service may not be.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::modules::has_rust_ending;
use super::{File, Finding};

/// The most production lines of a file.
const FILE_LINES_MAX: usize = 600;
/// The most lines of a file of tests.
const TEST_FILE_LINES_MAX: usize = 1_500;
/// The most lines of a function, its signature included.
const FUNCTION_LINES_MAX: usize = 70;
/// The most parameters of a function, `self` not counted.
const PARAMETERS_MAX: usize = 5;
/// The most columns of a line.
const COLUMNS_MAX: usize = 100;
/// The most production lines of `samara-base`: it names things, it does not do them.
const BASE_LINES_MAX: usize = 3_000;

/// The operations that AWS lets everyone call who has credentials at all.
const OPEN: &[&str] = &["GetCallerIdentity", "GetSessionToken"];

/// The endings of the files whose lines are measured.
const CODE: &[&str] = &["rs", "py", "js", "mjs", "sh"];

/// What is too large, and what the parsed source must not have.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut base_lines = 0;
    for file in files {
        check_merged(file, &mut findings);
    }
    for file in files.iter().filter(|file| is_code(&file.path)) {
        check_columns(file, &mut findings);
        let production = if has_rust_ending(&file.path) {
            check_rust(file, &mut findings)
        } else {
            check_lines(file, file.text.lines().count(), &mut findings)
        };
        if file.path.starts_with("crates/samara-base/src/") {
            base_lines += production;
        }
    }
    if base_lines > BASE_LINES_MAX {
        let message = format!("samara-base has {base_lines} lines, over {BASE_LINES_MAX}");
        let path = "crates/samara-base/src/lib.rs".to_owned();
        findings.push(Finding { path, line: 1, message });
    }
    findings
}

/// A merge that was committed half done stands in files that no compiler reads, too.
fn check_merged(file: &File, findings: &mut Vec<Finding>) {
    for (index, line) in file.text.lines().enumerate() {
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            findings.push(Finding::new(file, index + 1, "the mark of a merge".to_owned()));
        }
    }
}

fn check_columns(file: &File, findings: &mut Vec<Finding>) {
    if is_generated(&file.path) {
        return;
    }
    for (index, line) in file.text.lines().enumerate() {
        let columns = line.chars().count();
        if columns > COLUMNS_MAX && !may_be_wide(file, line) {
            let message = format!("{columns} columns, over {COLUMNS_MAX}: break the line");
            findings.push(Finding::new(file, index + 1, message));
        }
    }
}

/// Whether breaking a line would only make it worse to read: a row of a table in a comment; a text
/// that stands alone on its line, since whoever meets it will search for it; and the data of a
/// test, which is a request or an answer as it stands on the wire.
fn may_be_wide(file: &File, line: &str) -> bool {
    const WHOLE: &[&str] = &["//! |", "/// |", "\"", "`"];
    let is_whole = WHOLE.iter().any(|start| line.trim_start().starts_with(start));
    is_whole || (is_test(&file.path) && has_rust_ending(&file.path) && line.contains(['"', '\'']))
}

/// Measures a file against the limit of its kind, and hands its production lines on.
fn check_lines(file: &File, lines: usize, findings: &mut Vec<Finding>) -> usize {
    let (limit, what) = if is_test(&file.path) {
        (TEST_FILE_LINES_MAX, "lines of tests")
    } else {
        (FILE_LINES_MAX, "production lines")
    };
    if lines > limit && !is_generated(&file.path) {
        let message = format!("{lines} {what}, over {limit}: split the file by its nouns");
        findings.push(Finding::new(file, 1, message));
    }
    lines
}

fn check_rust(file: &File, findings: &mut Vec<Finding>) -> usize {
    let parsed = match syn::parse_file(&file.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line = error.span().start().line;
            findings.push(Finding::new(file, line, format!("not Rust: {error}")));
            return 0;
        }
    };
    let mut rules = Rules { file, findings, test_lines: 0, in_tests: is_test(&file.path) };
    rules.visit_file(&parsed);
    let test_lines = rules.test_lines;
    let lines = file.text.lines().count();
    check_lines(file, lines.saturating_sub(test_lines), findings)
}

/// Walks one file. Tests inside it are counted apart, and may be as long as their tables are.
struct Rules<'a> {
    file: &'a File,
    findings: &'a mut Vec<Finding>,
    test_lines: usize,
    in_tests: bool,
}

impl Rules<'_> {
    fn find(&mut self, span: Span, message: impl Into<String>) {
        self.findings.push(Finding::new(self.file, span.start().line, message));
    }

    fn function(&mut self, whole: Span, signature: &syn::Signature) {
        let name = &signature.ident;
        let lines = lines_of(whole);
        let may_be_long = self.in_tests || is_generated(&self.file.path);
        if lines > FUNCTION_LINES_MAX && !may_be_long {
            let message = format!("`{name}` has {lines} lines, over {FUNCTION_LINES_MAX}");
            self.find(signature.span(), message);
        }
        let typed = |input: &&syn::FnArg| matches!(input, syn::FnArg::Typed(_));
        let parameters = signature.inputs.iter().filter(typed).count();
        if parameters > PARAMETERS_MAX {
            let message = format!(
                "`{name}` has {parameters} parameters, over {PARAMETERS_MAX}: name them in a struct"
            );
            self.find(signature.span(), message);
        }
        if signature.asyncness.is_some() && must_be_sync(&self.file.path) {
            self.find(signature.span(), format!("`{name}` is async: this crate waits for nobody"));
        }
    }
}

impl<'ast> Visit<'ast> for Rules<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(item.span(), &item.sig);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(item.span(), &item.sig);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.function(item.span(), &item.sig);
        syn::visit::visit_trait_item_fn(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let mut boxed = BoxedError(None);
        boxed.visit_return_type(&signature.output);
        if let Some(span) = boxed.0 {
            let message = "`Box<dyn Error>` comes back: give the errors an enum of their own";
            self.find(span, message);
        }
        syn::visit::visit_signature(self, signature);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.attrs.iter().any(is_outer_allow) {
            self.find(item.span(), "`allow` on a module: `expect` on the item, with a reason");
        }
        let is_tests = item.content.is_some() && item.attrs.iter().any(is_test_only);
        if is_tests && !self.in_tests {
            self.test_lines += lines_of(item.span());
        }
        let outside = self.in_tests;
        self.in_tests |= is_tests;
        syn::visit::visit_item_mod(self, item);
        self.in_tests = outside;
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let Some(span) = touches_nothing(item) {
            let message = "an operation that says it touches nothing needs no permission: \
                           name its action and resource, or put it on the list in tidy";
            self.find(span, message);
        }
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let inner = matches!(attribute.style, syn::AttrStyle::Inner(_));
        if inner && attribute.path().is_ident("allow") {
            let message = "`#![allow]`: `#[expect(lint, reason = \"..\")]` on the item";
            self.find(attribute.span(), message);
        }
    }
}

/// Looks for `Box<dyn Error ..>` in what a function returns.
struct BoxedError(Option<Span>);

impl<'ast> Visit<'ast> for BoxedError {
    fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
        if segment.ident == "Box"
            && let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments
            && arguments.args.iter().any(is_dyn_error)
        {
            self.0 = Some(segment.span());
        }
        syn::visit::visit_path_segment(self, segment);
    }
}

fn is_dyn_error(argument: &syn::GenericArgument) -> bool {
    let syn::GenericArgument::Type(syn::Type::TraitObject(object)) = argument else { return false };
    object.bounds.iter().any(|bound| match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|segment| segment.ident == "Error")
        }
        _ => false,
    })
}

/// Where an operation's `access` is plainly empty, though it is not one of [`OPEN`].
fn touches_nothing(item: &syn::ItemImpl) -> Option<Span> {
    let (_, of, _) = item.trait_.as_ref()?;
    let syn::Type::Path(operation) = &*item.self_ty else { return None };
    let name = &operation.path.segments.last()?.ident;
    if of.segments.last()?.ident != "Operation" || OPEN.iter().any(|open| name == open) {
        return None;
    }
    let access = item.items.iter().find_map(|member| match member {
        syn::ImplItem::Fn(function) if function.sig.ident == "access" => Some(function),
        _ => None,
    })?;
    let [syn::Stmt::Expr(result, None)] = access.block.stmts.as_slice() else { return None };
    is_empty_list(result).then(|| access.sig.span())
}

fn is_empty_list(result: &syn::Expr) -> bool {
    match result {
        syn::Expr::Macro(call) => call.mac.path.is_ident("vec") && call.mac.tokens.is_empty(),
        syn::Expr::Call(call) => {
            let syn::Expr::Path(function) = &*call.func else { return false };
            let names: Vec<_> = function.path.segments.iter().map(|part| &part.ident).collect();
            call.args.is_empty()
                && matches!(names.as_slice(), [list, new] if *list == "Vec" && *new == "new")
        }
        _ => false,
    }
}

fn is_outer_allow(attribute: &syn::Attribute) -> bool {
    matches!(attribute.style, syn::AttrStyle::Outer) && attribute.path().is_ident("allow")
}

fn is_test_only(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
}

fn lines_of(span: Span) -> usize {
    span.end().line.saturating_sub(span.start().line) + 1
}

fn is_code(path: &str) -> bool {
    let ending = std::path::Path::new(path).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| CODE.contains(&ending))
}

/// A service's shapes, which `codegen` writes.
fn is_generated(path: &str) -> bool {
    path.starts_with("services/") && path.contains("/src/") && path.ends_with("/model.rs")
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.starts_with("tests/") || path.ends_with("/tests.rs")
}

fn must_be_sync(path: &str) -> bool {
    const SYNC: &[&str] =
        &["services/", "crates/samara-base/", "crates/samara-wire/", "crates/samara-template/"];
    SYNC.iter().any(|folder| path.starts_with(folder))
}
