//! IAM's quotas, as AWS gives them ("IAM and AWS STS quotas").

/// Inline policies of a role together, characters without white space.
pub(crate) const ROLE_INLINE_CHARACTERS: usize = 10_240;
/// Inline policies of a user together, characters without white space.
pub(crate) const USER_INLINE_CHARACTERS: usize = 2_048;
/// A managed policy, characters without white space.
pub(crate) const POLICY_CHARACTERS: usize = 6_144;
/// A trust policy, characters without white space (AWS: 2,048, at most 8,192 on request).
pub(crate) const TRUST_CHARACTERS: usize = 8_192;
/// Managed policies attached to one role or user (AWS: 10, at most 25 on request).
pub(crate) const ATTACHED: usize = 25;
/// Versions of a managed policy.
pub(crate) const VERSIONS: usize = 5;
/// Access keys of a user.
pub(crate) const ACCESS_KEYS: usize = 2;
/// Tags of a role, user or policy.
pub(crate) const TAGS: usize = 50;
/// The shortest and longest session that a role may allow, seconds.
pub(crate) const SESSION_SECS: std::ops::RangeInclusive<i64> = 3_600..=43_200;
