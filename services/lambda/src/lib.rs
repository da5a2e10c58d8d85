//! Lambda: functions, their versions and aliases, who may call them, and the calls themselves.
//!
//! Nothing runs here. `Invoke` checks the call and answers with a request to perform it
//! ([`samara_service::Answer::Invoke`]), which the holder of the operation table hands to the
//! invoker; what comes of it becomes the output by [`invoke_output`]. A call that nobody waits for
//! is a record ([`AsyncInvocation`]) that is committed before the caller is told, and that
//! `triggers` finds in the feed.
//!
//! # What lies where in the store
//!
//! | key                 | value                          | changes                      |
//! |---------------------|--------------------------------|------------------------------|
//! | `30` name           | [`Function`] with `$LATEST`    | on every change of it        |
//! | `31` name number    | [`Version`]                    | published, deleted           |
//! | `32` name alias     | an alias                       | on every change of it        |
//! | `33` name qualifier | a resource policy              | per permission               |
//! | `34` name qualifier | [`EventInvokeConfig`]          | on every change of it        |
//! | `35` (sequence)     | [`AsyncInvocation`]            | accepted; delivered and gone |
//! | `36` uuid           | [`EventSourceMapping`]         | on every change of it        |
//! | `37` uuid           | how its last batch ended, text | when it ends otherwise       |
//!
//! All values are JSON. A package is a blob (named by its SHA-256), adopted by each version that
//! runs it.
//!
//! # What is deliberately not here
//!
//! Counting of calls and instances (the invoker), retries (`triggers`), permissions (the front
//! door asks the policies that lie here). Layers, images, function URLs, weighted
//! aliases: a request for one is refused by its name.

mod asynchronous;
mod code;
mod configure;
mod copies;
mod error;
mod event_invoke;
mod event_source;
mod function;
pub mod keys;
pub mod model;
mod name;
mod ops;
pub mod package;
mod policy;
mod refused;
mod resolve;
mod runtimes;

use samara_service::{Entry, ServiceTable};

pub use asynchronous::AsyncInvocation;
pub use copies::{CopiesTag, copies_tag};
pub use error::Error;
pub use event_invoke::{EventInvokeConfig, event_invoke_config};
pub use event_source::{EventSourceMapping, State, note_result, settle};
pub use function::{
    Code, Function, Settings, Snapshot, Version, latest_of, pending_of, settle_snapshot,
};
pub use name::{LATEST, function_arn};
pub use ops::get_account_settings::{ACCOUNT_CONCURRENCY, UNRESERVED_CONCURRENCY_MIN};
pub use ops::invoke::invoke_output;
pub use policy::resource_policy;
pub use resolve::{Resolved, Target, resolve};

/// Lambda's operations.
#[must_use]
pub fn service() -> ServiceTable {
    use ops::{alias, concurrency, event_invoke, event_source_mapping, get_function};
    use ops::{permission, tags, version};
    let operations = vec![
        Entry::of::<ops::create_function::CreateFunction>(),
        Entry::of::<ops::update_function_code::UpdateFunctionCode>(),
        Entry::of::<ops::update_function_configuration::UpdateFunctionConfiguration>(),
        Entry::of::<get_function::GetFunction>(),
        Entry::of::<get_function::GetFunctionConfiguration>(),
        Entry::of::<ops::list_functions::ListFunctions>(),
        Entry::of::<ops::delete_function::DeleteFunction>(),
        Entry::of::<ops::invoke::Invoke>(),
        Entry::of::<version::PublishVersion>(),
        Entry::of::<version::ListVersionsByFunction>(),
        Entry::of::<alias::CreateAlias>(),
        Entry::of::<alias::UpdateAlias>(),
        Entry::of::<alias::GetAlias>(),
        Entry::of::<alias::ListAliases>(),
        Entry::of::<alias::DeleteAlias>(),
        Entry::of::<permission::AddPermission>(),
        Entry::of::<permission::RemovePermission>(),
        Entry::of::<permission::GetPolicy>(),
        Entry::of::<tags::TagResource>(),
        Entry::of::<tags::UntagResource>(),
        Entry::of::<tags::ListTags>(),
        Entry::of::<concurrency::PutFunctionConcurrency>(),
        Entry::of::<concurrency::GetFunctionConcurrency>(),
        Entry::of::<concurrency::DeleteFunctionConcurrency>(),
        Entry::of::<event_invoke::PutFunctionEventInvokeConfig>(),
        Entry::of::<event_invoke::UpdateFunctionEventInvokeConfig>(),
        Entry::of::<event_invoke::GetFunctionEventInvokeConfig>(),
        Entry::of::<event_invoke::DeleteFunctionEventInvokeConfig>(),
        Entry::of::<event_source_mapping::CreateEventSourceMapping>(),
        Entry::of::<event_source_mapping::UpdateEventSourceMapping>(),
        Entry::of::<event_source_mapping::GetEventSourceMapping>(),
        Entry::of::<event_source_mapping::ListEventSourceMappings>(),
        Entry::of::<event_source_mapping::DeleteEventSourceMapping>(),
        Entry::of::<ops::get_account_settings::GetAccountSettings>(),
    ];
    ServiceTable { model: &model::MODEL, operations }
}

#[cfg(test)]
mod tests;
