//! Tags of roles.

use samara_service::{Cx, Entry};
use samara_store::Txn;

use super::holder::{merged, tags};
use super::{Nothing, operation, role_arn};
use crate::model::{ListRoleTagsRequest, ListRoleTagsResponse, TagRoleRequest, UntagRoleRequest};
use crate::page::Asked;
use crate::record::{load_role, store};
use crate::{Error, keys};

operation!(TagRole, Write, TagRoleRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), tag);
operation!(UntagRole, Write, UntagRoleRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), untag);
operation!(ListRoleTags, Read, ListRoleTagsRequest => ListRoleTagsResponse,
    |cx, input| role_arn(cx, None, &input.role_name), list);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([Entry::of::<TagRole>(), Entry::of::<UntagRole>(), Entry::of::<ListRoleTags>()])
}

fn tag(_: &Cx, txn: &mut dyn Txn, input: &TagRoleRequest) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    role.holder.tags = merged(role.holder.tags, &input.tags)?;
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(Nothing {})
}

fn untag(_: &Cx, txn: &mut dyn Txn, input: &UntagRoleRequest) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    let gone = |key: &String| input.tag_keys.iter().any(|gone| gone.eq_ignore_ascii_case(key));
    role.holder.tags.retain(|(key, _)| !gone(key));
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(Nothing {})
}

fn list(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &ListRoleTagsRequest,
) -> Result<ListRoleTagsResponse, Error> {
    let role = load_role(txn, &input.role_name)?;
    let all = tags(&role.holder.tags).unwrap_or_default();
    let mut all: Vec<_> = all.into_iter().map(|tag| (tag.key.clone(), tag)).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = asked.of(all)?;
    Ok(ListRoleTagsResponse {
        tags: page.items,
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}
