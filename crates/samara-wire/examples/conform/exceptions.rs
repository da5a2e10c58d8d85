//! The cases that do not pass, each with its reason. A case here that does pass is a failure too.
//! Where a reason is that no operation has a thing, the generator of the models refuses one that
//! has it.

/// Why a case need not pass.
pub(crate) fn reason(name: &str) -> Option<&'static str> {
    let found = EXCEPTIONS.iter().find(|(part, _)| {
        part.strip_suffix('*').map_or(*part == name, |prefix| name.starts_with(prefix))
    });
    found.map(|(_, reason)| *reason)
}

const DOCUMENT_TYPE: &str = "a value of no fixed shape: no operation on our list has one";
const COMPRESSION: &str = "there is no body to read, only a header that the client sets";
const BASE_PATH: &str = "the client's endpoint has a path of its own: ours has none";
const TOKEN: &str = "the client makes up a token, and a server reads what it made up";
const NO_TRACE: &str = "what is empty leaves no trace on the wire, so it reads as not given";
const REPEATED: &str =
    "the map repeats what has members of its own; in restXml's same cases it does not";
const PRECEDENCE: &str = "the client leaves out what a server cannot know of";
const EMPTY_PAYLOAD: &str = "an empty structure and none are both written {}";
const QUERY_COMPATIBLE: &str = "awsQueryCompatible: no service on our list is";

const EXCEPTIONS: &[(&str, &str)] = &[
    ("json/input/PutAndGetInlineDocumentsInput", DOCUMENT_TYPE),
    ("json/output/PutAndGetInlineDocumentsInput", DOCUMENT_TYPE),
    ("rest-json/input/DocumentType*", DOCUMENT_TYPE),
    ("rest-json/input/DocumentInputWithNumber", DOCUMENT_TYPE),
    ("rest-json/input/DocumentInputWithBoolean", DOCUMENT_TYPE),
    ("rest-json/input/DocumentInputWithList", DOCUMENT_TYPE),
    ("rest-json/output/DocumentType*", DOCUMENT_TYPE),
    ("rest-json/output/DocumentOutput", DOCUMENT_TYPE),
    ("rest-json/output/DocumentOutputNumber", DOCUMENT_TYPE),
    ("rest-json/output/DocumentOutputBoolean", DOCUMENT_TYPE),
    ("rest-json/output/DocumentOutputArray", DOCUMENT_TYPE),
    ("json/input/SDKApp*", COMPRESSION),
    ("json_1_0/input/SDKApp*", COMPRESSION),
    ("query/input/SDKApp*", COMPRESSION),
    ("rest-json/input/SDKApp*", COMPRESSION),
    ("rest-xml/input/SDKApp*", COMPRESSION),
    ("rest-json/input/RestJsonHostWithPath", BASE_PATH),
    ("query/input/QueryProtocolIdempotencyTokenAutoFill", TOKEN),
    ("rest-json/input/RestJsonQueryIdempotencyTokenAutoFill", TOKEN),
    ("rest-xml/input/QueryIdempotencyTokenAutoFill", TOKEN),
    ("query/input/QueryEmptyQueryMaps", NO_TRACE),
    ("rest-json/input/RestJsonOmitsEmptyListQueryValues", NO_TRACE),
    ("rest-json/input/RestJsonAllQueryStringTypes", REPEATED),
    ("rest-json/input/RestJsonQueryStringEscaping", REPEATED),
    ("rest-json/input/RestJsonSupportsNaNFloatQueryValues", REPEATED),
    ("rest-json/input/RestJsonSupportsInfinityFloatQueryValues", REPEATED),
    ("rest-json/input/RestJsonSupportsNegativeInfinityFloatQueryValues", REPEATED),
    ("rest-json/input/RestJsonZeroAndFalseQueryValues", REPEATED),
    ("rest-json/input/RestJsonQueryPrecedence", PRECEDENCE),
    ("rest-xml/input/RestXmlQueryPrecedence", PRECEDENCE),
    ("rest-json/input/RestJsonHttpWithEmptyStructurePayload", EMPTY_PAYLOAD),
    ("rest-json/input/RestJsonHttpWithHeadersButNoPayload", EMPTY_PAYLOAD),
    (
        "rest-json/output/HttpPrefixHeadersResponse",
        "a map of all headers shows the request's id too, which every answer of ours has",
    ),
    (
        "rest-xml/output/IgnoreQueryParamsInResponse",
        "an output's member that is marked as of the query: no operation on our list has one",
    ),
    ("json_1_0-query-compatible/output/QueryCompatibleAwsJson10CustomCodeError", QUERY_COMPATIBLE),
];
