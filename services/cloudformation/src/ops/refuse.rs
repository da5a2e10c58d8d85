//! What is asked for and not built: each is refused by its name, none is ignored.

use crate::Error;

/// Refuses a member that was given and says something, naming it.
pub(super) fn given<T>(member: &str, value: Option<&T>) -> Result<(), Error> {
    match value {
        Some(_) => Err(Error::Unsupported(format!("{member} of a stack operation"))),
        None => Ok(()),
    }
}

/// Refuses a list that is not empty, naming it.
pub(super) fn listed<T>(member: &str, value: Option<&Vec<T>>) -> Result<(), Error> {
    given(member, value.filter(|list| !list.is_empty()))
}

/// Refuses a switch that was turned on, naming it.
pub(super) fn on(member: &str, value: Option<bool>) -> Result<(), Error> {
    given(member, value.filter(|on| *on).as_ref())
}

/// What the requests that make or change a stack have in common and is not built.
macro_rules! common {
    ($input:ident) => {{
        use crate::ops::refuse;
        refuse::given("RoleARN", $input.role_arn.as_ref())?;
        refuse::given("DeploymentConfig", $input.deployment_config.as_ref())?;
        refuse::listed("NotificationARNs", $input.notification_arns.as_ref())?;
        refuse::listed("ResourceTypes", $input.resource_types.as_ref())?;
        refuse::on("DisableValidation", $input.disable_validation)?;
        let rollback = $input.rollback_configuration.as_ref();
        let monitors = rollback.filter(|rollback| **rollback != Default::default());
        refuse::given("RollbackConfiguration", monitors)?;
    }};
}
pub(super) use common;
