//! What all services say of tags.

/// The first of some keys that only AWS may give: one that begins with `aws:`, in any case of
/// letters. What CloudFormation marks resources with is let through, since its calls are those of
/// whoever deploys.
pub fn reserved<'k>(keys: impl IntoIterator<Item = &'k String>) -> Option<&'k str> {
    let is_reserved = |key: &&str| {
        let prefix = key.get(..4).unwrap_or_default();
        prefix.eq_ignore_ascii_case("aws:") && !key.starts_with("aws:cloudformation:")
    };
    keys.into_iter().map(String::as_str).find(is_reserved)
}

#[cfg(test)]
mod tests {
    use super::reserved;

    /// A bill or a policy that goes by what AWS marked must not go by what anybody wrote.
    #[test]
    fn keys_of_aws_are_told_from_those_of_customers() {
        let find = |keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
            reserved(&keys).map(str::to_owned)
        };
        assert_eq!(find(&["team", "AWS:x", "aws:y"]).as_deref(), Some("AWS:x"));
        assert_eq!(
            find(&["aws", "awsome", "x-aws:y", "äws:x", "aws:cloudformation:stack-id"]),
            None
        );
    }
}
