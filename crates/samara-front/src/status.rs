//! What the server tells of itself beside AWS's APIs: a signed read, for the account's root.

use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use samara_service::{Cx, Principal};
use samara_wire::RequestParts;
use samara_wire::sigv4::{self, SignatureError};

use crate::Inner;
use crate::body::{ResponseBody, full};
use crate::listen::Peer;

impl Inner {
    /// Answers with the status, or says why not.
    pub(crate) fn serve_status(
        &self,
        cx: &Cx,
        request: &Request<Incoming>,
        peer: &Peer,
    ) -> Response<ResponseBody> {
        let parts = RequestParts {
            method: request.method().as_str(),
            path: request.uri().path(),
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
            body: bytes::Bytes::new(),
        };
        let (status, body) = match self.sender_of(cx, &parts, peer) {
            Err(error) => (StatusCode::FORBIDDEN, message(&error.to_string())),
            Ok(Principal::Root) => match self.status.get() {
                Some(status) => (StatusCode::OK, status()),
                None => (StatusCode::SERVICE_UNAVAILABLE, message("the server is starting")),
            },
            Ok(_) => (StatusCode::FORBIDDEN, message("only the account's root may see this")),
        };
        let mut response = Response::new(full(body.to_string().into()));
        *response.status_mut() = status;
        let kind = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        response
    }

    fn sender_of(
        &self,
        cx: &Cx,
        parts: &RequestParts<'_>,
        peer: &Peer,
    ) -> Result<Principal, SignatureError> {
        let signed = sigv4::parse(parts)?;
        if signed.service != "samara" || signed.region != cx.region.as_str() {
            return Err(SignatureError::service("samara"));
        }
        let verified = self.identity.verify(&self.store, &signed, parts, (peer, cx.now))?;
        Ok(verified.0)
    }
}

fn message(text: &str) -> serde_json::Value {
    serde_json::json!({ "message": text })
}
