//! Log groups: created, deleted, listed.

use samara_service::{Access, Answer, Cx, Operation, Place, page};
use samara_store::{Fed, Range, Txn};
use samara_wire::Document;

use crate::error::refuse;
use crate::group::{Group, SCAN_KEYS, access_arn, arn, here, mark_deleted, of_identifier};
use crate::model::{
    CreateLogGroupRequest, DeleteLogGroupRequest, DescribeLogGroupsRequest,
    DescribeLogGroupsResponse, LogGroup,
};
use crate::{Error, keys, token};

/// The most groups of a page (API reference, `limit`).
const PAGE_MAX: i64 = 50;

/// `CreateLogGroup`.
pub(crate) struct CreateLogGroup;

impl Operation for CreateLogGroup {
    const NAME: &'static str = "CreateLogGroup";
    const PLACE: Place = Place::Write;
    type Input = CreateLogGroupRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &CreateLogGroupRequest) -> Vec<Access> {
        vec![Access::new("logs:CreateLogGroup", access_arn(cx, &input.log_group_name, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CreateLogGroupRequest,
    ) -> Result<Answer<Document>, Error> {
        let class = input.log_group_class.as_deref();
        refuse(&[
            (input.kms_key_id.is_some(), "encryption of groups (kmsKeyId)"),
            (class.is_some_and(|it| it != "STANDARD"), "a logGroupClass other than STANDARD"),
            (input.deletion_protection_enabled == Some(true), "deletionProtectionEnabled"),
        ])?;
        let prefix = input.log_group_name.get(..4).unwrap_or_default();
        if prefix.eq_ignore_ascii_case("aws/") {
            let message = "Log groups starting with AWS/ are reserved for AWS.";
            return Err(Error::Invalid(message.to_owned()));
        }
        if Group::load(cx, txn, &input.log_group_name)?.is_some() {
            return Err(Error::GroupExists);
        }
        let group = Group {
            created_ms: cx.now.as_millis(),
            retention_days: None,
            tags: input.tags.clone().unwrap_or_default(),
        };
        super::tags::check(&group.tags)?;
        group.store(txn, &input.log_group_name)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `DeleteLogGroup`.
pub(crate) struct DeleteLogGroup;

impl Operation for DeleteLogGroup {
    const NAME: &'static str = "DeleteLogGroup";
    const PLACE: Place = Place::Write;
    type Input = DeleteLogGroupRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteLogGroupRequest) -> Vec<Access> {
        vec![Access::new("logs:DeleteLogGroup", access_arn(cx, &input.log_group_name, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteLogGroupRequest,
    ) -> Result<Answer<Document>, Error> {
        let name = &input.log_group_name;
        Group::must(cx, txn, name)?;
        for prefix in [keys::streams(name), keys::events(name), keys::all_deleted(name)] {
            delete_all(txn, &prefix)?;
        }
        txn.delete(keys::group(name), Fed::No);
        mark_deleted(cx, txn, name, "");
        Ok(Answer::Done(Document::Null))
    }
}

/// `DescribeLogGroups`.
pub(crate) struct DescribeLogGroups;

impl Operation for DescribeLogGroups {
    const NAME: &'static str = "DescribeLogGroups";
    const PLACE: Place = Place::Scan;
    type Input = DescribeLogGroupsRequest;
    type Output = DescribeLogGroupsResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &DescribeLogGroupsRequest) -> Vec<Access> {
        let prefix = input.log_group_name_prefix.as_deref().unwrap_or_default();
        vec![Access::new("logs:DescribeLogGroups", access_arn(cx, prefix, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DescribeLogGroupsRequest,
    ) -> Result<Answer<DescribeLogGroupsResponse>, Error> {
        refuse(&[
            (input.account_identifiers.is_some(), "accountIdentifiers"),
            (input.include_linked_accounts == Some(true), "includeLinkedAccounts"),
        ])?;
        if input.log_group_name_prefix.is_some() && input.log_group_name_pattern.is_some() {
            return Err(Error::Invalid(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive \
                 parameters."
                    .to_owned(),
            ));
        }
        for identifier in input.log_group_identifiers.iter().flatten() {
            here(cx, identifier)?;
        }
        let limit = input.limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
        let limit = usize::try_from(limit).unwrap_or(1);
        let after = input.next_token.as_deref().map(last_key).transpose()?;
        let mut names = stored_names(txn)?;
        names.extend(cx.observed.log_groups());
        names.sort();
        names.dedup();
        names.retain(|name| after.as_ref().is_none_or(|after| after < name) && wanted(input, name));
        let mut found = Vec::new();
        for name in names {
            if limit < found.len() {
                break;
            }
            // One whose lines were all deleted does not exist any more.
            if let Some(group) = Group::load(cx, txn, &name)? {
                found.push(shape(cx, name, &group));
            }
        }
        let more = limit < found.len();
        found.truncate(limit);
        let last = found.last().and_then(|group| group.log_group_name.as_deref());
        let next_token = last.filter(|_| more).map(page::token);
        Ok(Answer::Done(DescribeLogGroupsResponse { log_groups: Some(found), next_token }))
    }
}

/// Where a list goes on.
pub(super) fn last_key(token: &str) -> Result<String, Error> {
    page::last_key(token, "InvalidParameterException").map_err(|_| token::bad())
}

fn wanted(input: &DescribeLogGroupsRequest, name: &str) -> bool {
    let lower = name.to_lowercase();
    let identifiers = input.log_group_identifiers.as_ref();
    input.log_group_name_prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix))
        && input.log_group_name_pattern.as_ref().is_none_or(|it| lower.contains(&it.to_lowercase()))
        && input.log_group_class.as_ref().is_none_or(|class| class == "STANDARD")
        && identifiers.is_none_or(|all| all.iter().any(|it| of_identifier(it) == name))
}

fn stored_names(txn: &mut dyn Txn) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut range = Range::prefix(&keys::groups());
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(names) };
        range = range.after(last);
        for (key, _) in &entries {
            names.push(keys::group_name(key)?);
        }
    }
}

fn shape(cx: &Cx, name: String, group: &Group) -> LogGroup {
    let arn = arn(cx, &name);
    LogGroup {
        log_group_name: Some(name),
        creation_time: i64::try_from(group.created_ms).ok(),
        retention_in_days: group.retention_days.map(i64::from),
        metric_filter_count: Some(0),
        arn: Some(format!("{arn}:*")),
        log_group_arn: Some(arn),
        log_group_class: Some("STANDARD".to_owned()),
        ..LogGroup::default()
    }
}

/// Deletes all keys with a prefix.
pub(super) fn delete_all(txn: &mut dyn Txn, prefix: &[u8]) -> Result<(), Error> {
    let mut range = Range::prefix(prefix);
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(()) };
        range = range.after(last);
        for (key, _) in entries {
            txn.delete(key.to_vec(), Fed::No);
        }
    }
}
