//! What is asked for and not built: each is refused by its name, none is ignored.

/// Makes the functions with which a service refuses members of its inputs, in a module of its own:
/// `samara_service::refusing!(Error::Unsupported, "an HTTP API");`. The first is the variant (of
/// one text) that refuses, the second what the members belong to.
#[macro_export]
macro_rules! refusing {
    ($error:ident :: $variant:ident, $of:literal) => {
        /// Refuses a member that was given, naming it.
        pub(crate) fn given<T>(member: &str, value: Option<&T>) -> Result<(), $error> {
            match value {
                Some(_) => Err($error::$variant(format!("{member} of {}", $of))),
                None => Ok(()),
            }
        }

        /// Refuses a switch that was turned on, naming it.
        pub(crate) fn on(member: &str, value: Option<bool>) -> Result<(), $error> {
            given(member, value.filter(|on| *on).as_ref())
        }

        /// Refuses a member that has another value than the only one that is built.
        pub(crate) fn other_than(
            member: &str,
            only: &str,
            value: Option<&str>,
        ) -> Result<(), $error> {
            match value.filter(|value| *value != only) {
                Some(value) => {
                    let what = format!("{member} '{value}' of {}, only '{only}'", $of);
                    Err($error::$variant(what))
                }
                None => Ok(()),
            }
        }
    };
}
