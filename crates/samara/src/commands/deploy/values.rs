//! The values of a template's parameters: those given, and else those that the stack has, as
//! `aws cloudformation deploy` and `sam deploy` keep them. A stack that was deployed with
//! `Stage=prod` does not become another stage because somebody deploys a mended function.

use std::collections::BTreeMap;

use anyhow::Context;
use samara_cloudformation::model::{Parameter, Stack};
use samara_template::Template;

use crate::output::{self, Colour, paint};

/// Parameters given as NAME=VALUE.
pub(crate) fn parameters(given: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let pair = |text: &String| {
        let (name, value) = text
            .split_once('=')
            .with_context(|| format!("--parameter '{text}' must be NAME=VALUE"))?;
        Ok((name.to_owned(), value.to_owned()))
    };
    given.iter().map(pair).collect()
}

/// What a deployment gives for the parameters of its template.
pub(super) struct Values {
    given: BTreeMap<String, String>,
    /// What the stack has and nobody gave; `None` is a value that is not shown.
    kept: BTreeMap<String, Option<String>>,
}

impl Values {
    /// Of a template, over what a stack has.
    pub(super) fn of(
        template: &Template,
        given: &BTreeMap<String, String>,
        present: Option<&Stack>,
    ) -> Self {
        let had = present.and_then(|stack| stack.parameters.as_ref()).into_iter().flatten();
        let kept = had.filter_map(|had| {
            let name = had.parameter_key.as_ref().filter(|name| !given.contains_key(*name))?;
            let declared = template.parameters().iter().find(|one| one.name == *name)?;
            let value = had.parameter_value.clone().filter(|_| !declared.no_echo);
            Some((name.clone(), value))
        });
        Self { given: given.clone(), kept: kept.collect() }
    }

    /// All of them, where all are known here.
    pub(super) fn known(&self) -> Option<BTreeMap<String, String>> {
        let kept = self.kept.iter();
        let kept = kept.map(|(name, value)| Some((name.clone(), value.clone()?)));
        let mut all = kept.collect::<Option<BTreeMap<_, _>>>()?;
        all.extend(self.given.clone());
        Some(all)
    }

    /// Says which are other than the template's own.
    pub(super) fn tell(&self, template: &Template) {
        for (name, value) in &self.kept {
            let declared = template.parameters().iter().find(|one| one.name == *name);
            let default = declared.and_then(|declared| declared.default.as_ref());
            if let Some(value) = value.as_ref().filter(|value| Some(*value) != default) {
                let text = format!("{name} stays '{value}'; --parameter {name}=... changes it");
                output::note(&format!("{} {text}", paint(Colour::Dim, "note:")));
            }
        }
    }

    /// As CloudFormation takes them.
    pub(super) fn to_send(&self) -> Vec<Parameter> {
        let given = self.given.iter().map(|(name, value)| Parameter {
            parameter_key: Some(name.clone()),
            parameter_value: Some(value.clone()),
            ..Parameter::default()
        });
        let kept = self.kept.keys().map(|name| Parameter {
            parameter_key: Some(name.clone()),
            use_previous_value: Some(true),
            ..Parameter::default()
        });
        given.chain(kept).collect()
    }
}
