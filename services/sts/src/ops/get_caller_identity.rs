//! `GetCallerIdentity`: who is asking. Nobody needs a permission for it.

use samara_service::{Access, Answer, Cx, Operation, Place, Principal};
use samara_store::Txn;

use crate::Error;
use crate::model::{GetCallerIdentityRequest, GetCallerIdentityResponse};

pub(super) struct GetCallerIdentity;

impl Operation for GetCallerIdentity {
    const NAME: &'static str = "GetCallerIdentity";
    const PLACE: Place = Place::Read;
    type Input = GetCallerIdentityRequest;
    type Output = GetCallerIdentityResponse;
    type Error = Error;

    fn access(_: &Cx, _: &Self::Input) -> Vec<Access> {
        vec![]
    }

    fn run(
        cx: &Cx,
        _: &mut dyn Txn,
        _: &Self::Input,
    ) -> Result<Answer<GetCallerIdentityResponse>, Error> {
        let user_id = match &cx.principal {
            Principal::Root => cx.account.to_string(),
            Principal::User { id, .. } => id.clone(),
            Principal::Role { id, session, .. } => format!("{id}:{session}"),
            Principal::Service { .. } | Principal::Anonymous => {
                let message = "Only users and sessions of this account have an identity.";
                return Err(Error::AccessDenied(message.to_owned()));
            }
        };
        Ok(Answer::Done(GetCallerIdentityResponse {
            user_id: Some(user_id),
            account: Some(cx.account.to_string()),
            arn: Some(cx.principal.arn(&cx.account)),
        }))
    }
}
