//! Tags of roles and users.

use samara_service::{Cx, Entry};
use samara_store::Txn;

use super::holder::{merged, tags};
use super::{Nothing, operation, role_arn, user_arn};
use crate::model::{
    ListRoleTagsRequest, ListRoleTagsResponse, ListUserTagsRequest, ListUserTagsResponse, Tag,
    TagRoleRequest, TagUserRequest, UntagRoleRequest, UntagUserRequest,
};
use crate::page::{Asked, Page};
use crate::record::{Holder, load_role, load_user, store};
use crate::{Error, keys};

operation!(TagRole, Write, TagRoleRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), tag_role);
operation!(UntagRole, Write, UntagRoleRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), untag_role);
operation!(ListRoleTags, Read, ListRoleTagsRequest => ListRoleTagsResponse,
    |cx, input| role_arn(cx, None, &input.role_name), list_role);
operation!(TagUser, Write, TagUserRequest => Nothing,
    |cx, input| user_arn(cx, None, &input.user_name), tag_user);
operation!(UntagUser, Write, UntagUserRequest => Nothing,
    |cx, input| user_arn(cx, None, &input.user_name), untag_user);
operation!(ListUserTags, Read, ListUserTagsRequest => ListUserTagsResponse,
    |cx, input| user_arn(cx, None, &input.user_name), list_user);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<TagRole>(),
        Entry::of::<UntagRole>(),
        Entry::of::<ListRoleTags>(),
        Entry::of::<TagUser>(),
        Entry::of::<UntagUser>(),
        Entry::of::<ListUserTags>(),
    ])
}

fn tag_role(_: &Cx, txn: &mut dyn Txn, input: &TagRoleRequest) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    role.holder.tags = merged(role.holder.tags, &input.tags)?;
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(Nothing {})
}

fn tag_user(_: &Cx, txn: &mut dyn Txn, input: &TagUserRequest) -> Result<Nothing, Error> {
    let mut user = load_user(txn, &input.user_name)?;
    user.holder.tags = merged(user.holder.tags, &input.tags)?;
    store(txn, keys::user(&input.user_name), &user)?;
    Ok(Nothing {})
}

fn untag_role(_: &Cx, txn: &mut dyn Txn, input: &UntagRoleRequest) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    untag(&mut role.holder, &input.tag_keys);
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(Nothing {})
}

fn untag_user(_: &Cx, txn: &mut dyn Txn, input: &UntagUserRequest) -> Result<Nothing, Error> {
    let mut user = load_user(txn, &input.user_name)?;
    untag(&mut user.holder, &input.tag_keys);
    store(txn, keys::user(&input.user_name), &user)?;
    Ok(Nothing {})
}

fn untag(holder: &mut Holder, keys: &[String]) {
    let gone = |key: &String| keys.iter().any(|gone| gone.eq_ignore_ascii_case(key));
    holder.tags.retain(|(key, _)| !gone(key));
}

fn list_role(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &ListRoleTagsRequest,
) -> Result<ListRoleTagsResponse, Error> {
    let role = load_role(txn, &input.role_name)?;
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = listed(&role.holder, &asked)?;
    Ok(ListRoleTagsResponse {
        tags: page.items,
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn list_user(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &ListUserTagsRequest,
) -> Result<ListUserTagsResponse, Error> {
    let user = load_user(txn, &input.user_name)?;
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = listed(&user.holder, &asked)?;
    Ok(ListUserTagsResponse {
        tags: page.items,
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn listed(holder: &Holder, asked: &Asked<'_>) -> Result<Page<Tag>, Error> {
    let all = tags(&holder.tags).unwrap_or_default();
    let mut all: Vec<_> = all.into_iter().map(|tag| (tag.key.clone(), tag)).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    asked.of(all)
}
