//! What a REST API answers by itself: mocks, as `Cors` of a template makes them.
//!
//! Sources: "Set up a mock integration", "Integration passthrough behaviors".

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use samara_apigateway::{Integration, IntegrationResponse, Passthrough, Target, mock_status};

use super::media;
use super::request::ApiRequest;
use super::response::{ApiResponse, Failure};

/// The answer of a mock to a request.
pub(crate) fn answer(mock: &Integration, request: &ApiRequest) -> Result<ApiResponse, Failure> {
    let Target::Mock { templates } = &mock.target else { return Err(Failure::Internal) };
    let kind = request.header("content-type").map(|header| media::plain(&header));
    let kind = kind.as_deref().unwrap_or("application/json");
    let status = match (templates.get(kind), mock.passthrough) {
        (Some(template), _) => mock_status(template),
        (None, Passthrough::Never) => return Err(Failure::UnsupportedMedia),
        (None, Passthrough::WhenNoTemplates) if !templates.is_empty() => {
            return Err(Failure::UnsupportedMedia);
        }
        (None, _) => std::str::from_utf8(&request.body).ok().and_then(mock_status),
    };
    let found = status.and_then(|status| mock.response(status));
    let (status, response) = found.ok_or(Failure::Internal)?;
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or(Failure::Internal)?;
    let (media, body) = template(response, request).unwrap_or(("application/json", ""));
    let mut headers = HeaderMap::new();
    let media = HeaderValue::from_str(media).map_err(|_| Failure::Internal)?;
    headers.insert(http::header::CONTENT_TYPE, media);
    for (name, value) in &response.parameters {
        let name = name.strip_prefix("method.response.header.").unwrap_or(name);
        let name: HeaderName = name.parse().map_err(|_| Failure::Internal)?;
        let value = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        let value = value.and_then(|value| HeaderValue::from_str(value).ok());
        headers.insert(name, value.ok_or(Failure::Internal)?);
    }
    Ok(ApiResponse { status, headers, body: body.to_owned().into() })
}

/// The body for what the client accepts, else the JSON one, else the first.
fn template<'a>(
    response: &'a IntegrationResponse,
    request: &ApiRequest,
) -> Option<(&'a str, &'a str)> {
    let templates = &response.templates;
    let accept = request.header("accept").unwrap_or_default();
    let accepted = accept.split(',').find_map(|kind| templates.get_key_value(&media::plain(kind)));
    let found = accepted.or_else(|| templates.get_key_value("application/json"));
    found.or_else(|| templates.iter().next()).map(|(media, text)| (media.as_str(), text.as_str()))
}
