//! Tags of rules and buses.

use samara_base::Arn;
use samara_service::{Cx, Entry};
use samara_store::Txn;

use super::{merged, operation, shown};
use crate::Error;
use crate::model::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest,
    TagResourceResponse, UntagResourceRequest, UntagResourceResponse,
};
use crate::record::{Bus, DEFAULT_BUS, Rule, load_bus, load_rule};

operation!(TagResource, Write, TagResourceRequest => TagResourceResponse,
    |_, input| input.resource_arn.clone(), tag);
operation!(UntagResource, Write, UntagResourceRequest => UntagResourceResponse,
    |_, input| input.resource_arn.clone(), untag);
operation!(ListTagsForResource, Read, ListTagsForResourceRequest => ListTagsForResourceResponse,
    |_, input| input.resource_arn.clone(), list);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<TagResource>(),
        Entry::of::<UntagResource>(),
        Entry::of::<ListTagsForResource>(),
    ])
}

enum Tagged {
    Bus(Bus),
    Rule(Rule),
}

impl Tagged {
    fn load(cx: &Cx, txn: &mut dyn Txn, text: &str) -> Result<Self, Error> {
        let invalid = || {
            let reason = "Provided Arn is not in correct format.";
            Error::Validation(format!("Parameter {text} is not valid. Reason: {reason}"))
        };
        let arn: Arn = text.parse().map_err(|_| invalid())?;
        let home = arn.region == cx.region.as_str() && arn.account == cx.account.as_str();
        if arn.service != "events" || !home {
            return Err(invalid());
        }
        let mut parts = arn.resource.splitn(3, '/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("event-bus"), Some(bus), None) => load_bus(txn, bus).map(Self::Bus),
            (Some("rule"), Some(rule), None) => load_rule(txn, DEFAULT_BUS, rule).map(Self::Rule),
            (Some("rule"), Some(bus), Some(rule)) => load_rule(txn, bus, rule).map(Self::Rule),
            _ => Err(invalid()),
        }
    }

    fn tags(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Self::Bus(bus) => &mut bus.tags,
            Self::Rule(rule) => &mut rule.tags,
        }
    }

    fn store(self, cx: &Cx, txn: &mut dyn Txn) -> Result<(), Error> {
        match self {
            Self::Bus(mut bus) => bus.store(cx, txn),
            Self::Rule(rule) => rule.store(txn),
        }
    }
}

fn tag(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &TagResourceRequest,
) -> Result<TagResourceResponse, Error> {
    let mut tagged = Tagged::load(cx, txn, &input.resource_arn)?;
    let tags = std::mem::take(tagged.tags());
    *tagged.tags() = merged(tags, Some(&input.tags))?;
    tagged.store(cx, txn)?;
    Ok(TagResourceResponse {})
}

fn untag(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UntagResourceRequest,
) -> Result<UntagResourceResponse, Error> {
    let mut tagged = Tagged::load(cx, txn, &input.resource_arn)?;
    tagged.tags().retain(|(key, _)| !input.tag_keys.contains(key));
    tagged.store(cx, txn)?;
    Ok(UntagResourceResponse {})
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, Error> {
    let mut tagged = Tagged::load(cx, txn, &input.resource_arn)?;
    Ok(ListTagsForResourceResponse { tags: Some(shown(tagged.tags())) })
}
