//! The operations, in files by what they are about, named as AWS names them.

pub(crate) mod alias;
pub(crate) mod concurrency;
pub(crate) mod create_function;
pub(crate) mod delete_function;
pub(crate) mod event_invoke;
pub(crate) mod event_source_mapping;
pub(crate) mod get_account_settings;
pub(crate) mod get_function;
pub(crate) mod invoke;
pub(crate) mod list_functions;
pub(crate) mod permission;
pub(crate) mod tags;
pub(crate) mod update_function_code;
pub(crate) mod update_function_configuration;
pub(crate) mod version;
