//! What of AWS's models the codec does not speak. An operation that needs it cannot be put on the
//! list: it would be read and written wrongly, and nobody would be told.
//!
//! What the protocol vectors' exceptions say that no operation has is held to be so here.

use anyhow::ensure;
use serde_json::Value;

use super::model::{Model, members};

/// Refuses a model with something that the codec does not speak, naming it.
///
/// # Errors
/// If there is such a thing.
pub(crate) fn check(model: &Model) -> anyhow::Result<()> {
    ensure!(
        model.metadata["awsQueryCompatible"].is_null(),
        "awsQueryCompatible (codes in x-amzn-query-error) is not spoken"
    );
    for (name, shape) in &model.shapes {
        ensure!(shape["document"] != true, "{name}: a value of no fixed shape is not spoken");
        ensure!(shape["eventstream"] != true, "{name}: an event stream is not spoken");
    }
    for operation in &model.operations {
        let name = operation["output"]["shape"].as_str().unwrap_or_default();
        let output = model.shapes.get(name).unwrap_or(&Value::Null);
        let stray = members(output)
            .find(|(_, member)| matches!(member["location"].as_str(), Some("uri" | "querystring")));
        if let Some((member, _)) = stray {
            anyhow::bail!("{name}: the member {member} of an output travels in a request");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    fn refusal(metadata: Value, shape: Value) -> String {
        let model = Model {
            metadata,
            known: Vec::new(),
            operations: vec![json!({"output": {"shape": "Out"}})],
            shapes: BTreeMap::from([("Out".to_owned(), shape)]),
            plain: std::collections::BTreeSet::new(),
        };
        check(&model).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn what_is_not_spoken_is_refused_by_its_name() {
        let plain = json!({"type": "structure", "members": {"A": {"shape": "S"}}});
        assert_eq!(refusal(json!({}), plain.clone()), "");
        let compatible = json!({"awsQueryCompatible": {}});
        assert!(refusal(compatible, plain).starts_with("awsQueryCompatible"));
        for (shape, expected) in [
            (json!({"type": "structure", "document": true}), "no fixed shape"),
            (json!({"type": "structure", "eventstream": true}), "an event stream"),
            (json!({"members": {"A": {"shape": "S", "location": "uri"}}}), "the member A"),
        ] {
            assert!(refusal(json!({}), shape).contains(expected), "{expected}");
        }
    }
}
