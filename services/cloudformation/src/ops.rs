//! The operations, a file for each noun.

mod change_sets;
mod events;
mod refuse;
mod resources;
mod stacks;
mod templates;
mod view;

use samara_service::{Access, Cx, Entry, ServiceTable};

/// Permission for an action on a stack, by its name or ARN as it was given.
fn access(cx: &Cx, action: &str, stack: &str) -> Access {
    let resource = if stack.starts_with("arn:") {
        stack.to_owned()
    } else {
        cx.arn("cloudformation", &format!("stack/{stack}/*")).to_string()
    };
    Access::new(&format!("cloudformation:{action}"), resource)
}

/// Permission for an action that names no stack.
fn access_all(action: &str) -> Access {
    Access::new(&format!("cloudformation:{action}"), "*")
}

/// The service's table.
#[must_use]
pub fn service() -> ServiceTable {
    ServiceTable {
        model: &crate::model::MODEL,
        operations: vec![
            Entry::of::<stacks::CreateStack>(),
            Entry::of::<stacks::UpdateStack>(),
            Entry::of::<stacks::DeleteStack>(),
            Entry::of::<stacks::ContinueUpdateRollback>(),
            Entry::of::<stacks::DescribeStacks>(),
            Entry::of::<stacks::ListStacks>(),
            Entry::of::<stacks::ListExports>(),
            Entry::of::<stacks::UpdateTerminationProtection>(),
            Entry::of::<events::DescribeStackEvents>(),
            Entry::of::<resources::DescribeStackResource>(),
            Entry::of::<resources::DescribeStackResources>(),
            Entry::of::<resources::ListStackResources>(),
            Entry::of::<templates::GetTemplate>(),
            Entry::of::<templates::GetTemplateSummary>(),
            Entry::of::<templates::ValidateTemplate>(),
            Entry::of::<change_sets::CreateChangeSet>(),
            Entry::of::<change_sets::DescribeChangeSet>(),
            Entry::of::<change_sets::ExecuteChangeSet>(),
            Entry::of::<change_sets::DeleteChangeSet>(),
            Entry::of::<change_sets::ListChangeSets>(),
        ],
    }
}
