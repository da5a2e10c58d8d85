//! Operations that only answer: what this server is.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::error::Error;
use crate::model::{
    DescribeEndpointsRequest, DescribeEndpointsResponse, DescribeLimitsInput, DescribeLimitsOutput,
    Endpoint,
};

/// `DescribeEndpoints`: this server.
pub struct DescribeEndpoints;

impl Operation for DescribeEndpoints {
    const NAME: &'static str = "DescribeEndpoints";
    const PLACE: Place = Place::Read;
    type Input = DescribeEndpointsRequest;
    type Output = DescribeEndpointsResponse;
    type Error = Error;

    fn access(_cx: &Cx, _input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:DescribeEndpoints", "*")]
    }

    fn run(
        cx: &Cx,
        _txn: &mut dyn Txn,
        _input: &Self::Input,
    ) -> Result<Answer<Self::Output>, Error> {
        let address = cx.endpoint.split_once("://").map_or(&*cx.endpoint, |(_, address)| address);
        let endpoint = Endpoint { address: address.to_owned(), cache_period_in_minutes: 1440 };
        Ok(Answer::Done(DescribeEndpointsResponse { endpoints: vec![endpoint] }))
    }
}

/// `DescribeLimits`: AWS's default quotas, which clients plan by; nothing here enforces them.
pub struct DescribeLimits;

impl Operation for DescribeLimits {
    const NAME: &'static str = "DescribeLimits";
    const PLACE: Place = Place::Read;
    type Input = DescribeLimitsInput;
    type Output = DescribeLimitsOutput;
    type Error = Error;

    fn access(_cx: &Cx, _input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:DescribeLimits", "*")]
    }

    fn run(
        _cx: &Cx,
        _txn: &mut dyn Txn,
        _input: &Self::Input,
    ) -> Result<Answer<Self::Output>, Error> {
        Ok(Answer::Done(DescribeLimitsOutput {
            account_max_read_capacity_units: Some(80_000),
            account_max_write_capacity_units: Some(80_000),
            table_max_read_capacity_units: Some(40_000),
            table_max_write_capacity_units: Some(40_000),
        }))
    }
}
