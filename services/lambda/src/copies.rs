//! A function's own word on whether its instances begin as copies of one that has initialised: a
//! tag, since AWS has no setting for it and a tag can be given wherever functions come from.
//!
//! The word is the function's, so it holds for all its versions, and from the next start on: no
//! instance is ended for it. What a server does without it is its `--copies`.

use std::collections::BTreeMap;

use samara_service::Parsed;
use samara_store::Txn;

use crate::Error;
use crate::function::Function;

/// The tag's key.
pub(crate) const TAG: &str = "samara:copies";

/// What a function's tag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CopiesTag {
    /// It has none: the server's setting holds.
    #[default]
    None,
    /// It is not to be copied, even if it has `SnapStart`.
    Never,
    /// It is to be copied wherever its initialisation is seen to be harmless to copy.
    Proved,
}

impl CopiesTag {
    /// What these tags say.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the tag has a value that means nothing.
    pub(crate) fn of(tags: &BTreeMap<String, String>) -> Result<Self, Error> {
        match tags.get(TAG).map(String::as_str) {
            None => Ok(Self::None),
            Some("never") => Ok(Self::Never),
            Some("proved") => Ok(Self::Proved),
            Some(other) => Err(Error::invalid(format!(
                "The tag {TAG} is 'never' or 'proved', not '{other}': it says whether instances \
                 begin as copies of one that has initialised."
            ))),
        }
    }
}

/// What the tag of a function says now; nothing of a function that is gone.
///
/// # Errors
/// When the store cannot be read.
pub fn copies_tag(parsed: &Parsed, txn: &mut dyn Txn, name: &str) -> Result<CopiesTag, Error> {
    let function = Function::find_parsed(parsed, txn, name)?;
    // A value that means nothing was refused when it was given.
    Ok(function.map(|one| CopiesTag::of(&one.tags).unwrap_or_default()).unwrap_or_default())
}
