//! Parameters that mean something which is not built: each is refused by its name.

use crate::Error;
use crate::model::{CreateFunctionRequest, UpdateFunctionConfigurationRequest};

/// Refuses the first of some parameters that is given.
pub(crate) fn refuse(given: &[(bool, &str)]) -> Result<(), Error> {
    match given.iter().find(|(given, _)| *given) {
        Some((_, name)) => Err(Error::Unsupported((*name).to_owned())),
        None => Ok(()),
    }
}

/// Whether a text is given and says something.
fn says(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.is_empty())
}

/// What neither creating nor updating may configure.
pub(crate) fn configuration(input: &UpdateFunctionConfigurationRequest) -> Result<(), Error> {
    let dead_letter = input.dead_letter_config.as_ref().and_then(|it| it.target_arn.as_ref());
    let logging = input.logging_config.as_ref();
    let ipv6 = input.vpc_config.as_ref().and_then(|it| it.ipv6_allowed_for_dual_stack);
    let file_systems = input.file_system_configs.as_ref();
    refuse(&[
        (says(dead_letter), "dead letter queues (DeadLetterConfig); use an on-failure destination"),
        (says(input.kms_key_arn.as_ref()), "encryption of the environment (KMSKeyArn)"),
        (input.layers.as_ref().is_some_and(|it| !it.is_empty()), "layers (Layers)"),
        (file_systems.is_some_and(|it| !it.is_empty()), "file systems (FileSystemConfigs)"),
        (input.image_config.is_some(), "container images (ImageConfig)"),
        (
            logging.and_then(|it| it.log_format.as_deref()).is_some_and(|it| it != "Text"),
            "logs in JSON (LoggingConfig.LogFormat)",
        ),
        (
            logging.is_some_and(|it| it.application_log_level.is_some()),
            "LoggingConfig.ApplicationLogLevel",
        ),
        (logging.is_some_and(|it| it.system_log_level.is_some()), "LoggingConfig.SystemLogLevel"),
        (ipv6 == Some(true), "VpcConfig.Ipv6AllowedForDualStack"),
        (input.capacity_provider_config.is_some(), "CapacityProviderConfig"),
        (input.durable_config.is_some(), "durable functions (DurableConfig)"),
        (input.runtime_config.is_some(), "RuntimeConfig"),
        (input.accelerator_config.is_some(), "AcceleratorConfig"),
    ])
}

/// What creating may not ask for beyond that.
pub(crate) fn creation(input: &CreateFunctionRequest) -> Result<(), Error> {
    refuse(&[
        (
            input.package_type.as_deref().is_some_and(|it| it != "Zip"),
            "container images (PackageType)",
        ),
        (input.publish_to.is_some(), "PublishTo"),
        (says(input.code_signing_config_arn.as_ref()), "code signing (CodeSigningConfigArn)"),
        (input.tenancy_config.is_some(), "tenant isolation (TenancyConfig)"),
    ])
}
