//! The operations, a file a noun; what roles and users have in common is in `holder`.

mod access_key;
mod attach;
mod holder;
mod inline;
mod policy;
mod role;
mod tag;
mod user;

use samara_base::Arn;
use samara_service::{Cx, Entry, ServiceTable};
use samara_wire::structure;

use crate::model::MODEL;

structure!(Nothing {});

/// An operation from its name, place, shapes, the resource that it touches, and what it does.
///
/// A resource that is known by its name alone is taken to lie at the path `/`: the check runs
/// before the operation, without the store.
macro_rules! operation {
    ($name:ident, $place:ident, $input:ident => $output:ident, $resource:expr, $run:path) => {
        samara_service::operation!($name: $place $input => $output, crate::Error,
            |cx, input| {
                let resource: fn(&samara_service::Cx, &$input) -> String = $resource;
                let action = concat!("iam:", stringify!($name));
                samara_service::Access::new(action, resource(cx, input))
            }, $run);
    };
}
use operation;

/// IAM's table.
#[must_use]
pub fn service() -> ServiceTable {
    let mut operations = role::entries();
    operations.extend(user::entries());
    operations.extend(inline::entries());
    operations.extend(attach::entries());
    operations.extend(policy::entries());
    operations.extend(access_key::entries());
    operations.extend(tag::entries());
    ServiceTable { model: &MODEL, operations }
}

fn role_arn(cx: &Cx, path: Option<&String>, name: &str) -> String {
    arn(cx, "role", path, name)
}

fn user_arn(cx: &Cx, path: Option<&String>, name: &str) -> String {
    arn(cx, "user", path, name)
}

fn arn(cx: &Cx, kind: &str, path: Option<&String>, name: &str) -> String {
    let path = path.map_or("/", String::as_str);
    Arn::global("iam", &cx.account, &format!("{kind}{path}{name}")).to_string()
}

fn entries<const N: usize>(entries: [Entry; N]) -> Vec<Entry> {
    entries.into()
}
