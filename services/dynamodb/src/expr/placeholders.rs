//! `ExpressionAttributeNames` and `ExpressionAttributeValues`: resolved, and checked for use.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::value::{Given, Value, check_name};

/// The placeholders of a request, shared by all its expressions.
#[derive(Debug)]
pub struct Placeholders<'a> {
    names: Option<&'a BTreeMap<String, String>>,
    values: Option<&'a BTreeMap<String, Given<Value>>>,
    used: Vec<&'a str>,
}

impl<'a> Placeholders<'a> {
    /// The placeholders of a request, checked on their own.
    ///
    /// # Errors
    /// When a map is empty, a placeholder is not one, or a value is wrong.
    pub fn new(
        names: Option<&'a BTreeMap<String, String>>,
        values: Option<&'a BTreeMap<String, Given<Value>>>,
    ) -> Result<Self, Error> {
        if let Some(names) = names {
            check_keys("ExpressionAttributeNames", '#', names.keys())?;
            for (key, name) in names {
                check_name(name).map_err(|error| {
                    Error::validation(format!(
                        "ExpressionAttributeNames contains invalid value: {error} for key {key}"
                    ))
                })?;
            }
        }
        if let Some(values) = values {
            check_keys("ExpressionAttributeValues", ':', values.keys())?;
            for (key, value) in values {
                value.get().map_err(|error| {
                    Error::validation(format!(
                        "ExpressionAttributeValues contains invalid value: {error} for key {key}"
                    ))
                })?;
            }
        }
        Ok(Self { names, values, used: Vec::new() })
    }

    /// The name that a placeholder stands for.
    pub(super) fn name(&mut self, placeholder: &str) -> Result<&'a str, String> {
        let found = self.names.and_then(|names| names.get_key_value(placeholder));
        let (key, name) = found.ok_or_else(|| {
            format!(
                "An expression attribute name used in the document path is not defined; attribute \
                 name: {placeholder}"
            )
        })?;
        self.used.push(key);
        Ok(name)
    }

    /// The value that a placeholder stands for.
    pub(super) fn value(&mut self, placeholder: &str) -> Result<&'a Value, String> {
        let found = self.values.and_then(|values| values.get_key_value(placeholder));
        let found = found.and_then(|(key, value)| Some((key, value.get().ok()?)));
        let (key, value) = found.ok_or_else(|| {
            format!(
                "An expression attribute value used in expression is not defined; attribute \
                 value: {placeholder}"
            )
        })?;
        self.used.push(key);
        Ok(value)
    }

    /// That every placeholder was used.
    ///
    /// # Errors
    /// Naming those that were not.
    pub fn finish(&self) -> Result<(), Error> {
        let unused = |keys: &mut dyn Iterator<Item = &'a String>| -> Vec<&str> {
            keys.map(String::as_str).filter(|key| !self.used.contains(key)).collect()
        };
        let names = self.names.map(|names| unused(&mut names.keys())).unwrap_or_default();
        let values = self.values.map(|values| unused(&mut values.keys())).unwrap_or_default();
        for (map, unused) in [("Names", names), ("Values", values)] {
            if !unused.is_empty() {
                return Err(Error::validation(format!(
                    "Value provided in ExpressionAttribute{map} unused in expressions: keys: \
                        {{{}}}",
                    unused.join(", ")
                )));
            }
        }
        Ok(())
    }
}

fn check_keys<'a>(
    parameter: &str,
    first: char,
    keys: impl ExactSizeIterator<Item = &'a String>,
) -> Result<(), Error> {
    if keys.len() == 0 {
        return Err(Error::validation(format!("{parameter} must not be empty")));
    }
    let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    for key in keys {
        let good =
            key.strip_prefix(first).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(part));
        if !good {
            return Err(Error::validation(format!(
                "{parameter} contains invalid key: Syntax error; key: \"{key}\""
            )));
        }
    }
    Ok(())
}
