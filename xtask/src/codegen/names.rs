//! Rust names for a model's names.

/// `TableName` as `table_name`, `SSEDescription` as `sse_description`.
pub(crate) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(place + 1);
        let begins_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase()
                        && after.is_some_and(char::is_ascii_lowercase)
                        && !is_plural_end(&letters, place))
            });
        if begins_word && !text.ends_with('_') {
            text.push('_');
        }
        let letter = if letter.is_ascii_alphanumeric() { *letter } else { '_' };
        text.push(letter.to_ascii_lowercase());
    }
    keyword(text)
}

/// Whether the capital at `place` and a following `s` end a plural such as `ARNs` or `IDs`.
fn is_plural_end(letters: &[char], place: usize) -> bool {
    letters.get(place + 1) == Some(&'s')
        && letters.get(place + 2).is_none_or(char::is_ascii_uppercase)
}

/// A struct's name: the shape's, with a capital first.
pub(crate) fn camel(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

fn keyword(name: String) -> String {
    const KEYWORDS: [&str; 12] = [
        "type", "match", "ref", "final", "static", "enum", "use", "where", "move", "loop", "in",
        "virtual",
    ];
    if KEYWORDS.contains(&name.as_str()) { format!("r#{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn names_are_split_where_a_reader_would() {
        for (name, expected) in [
            ("TableName", "table_name"),
            ("SSEDescription", "sse_description"),
            ("KMSMasterKeyId", "kms_master_key_id"),
            ("NotificationARNs", "notification_arns"),
            ("S", "s"),
            ("type", "r#type"),
            ("x-amz-acl", "x_amz_acl"),
            ("SourceKMSKeyArn", "source_kms_key_arn"),
        ] {
            assert_eq!(snake(name), expected);
        }
    }
}
