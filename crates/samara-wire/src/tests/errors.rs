//! What a client sees of constraints and errors.

use super::{decode, model};
use crate::{Document, Fault, ServiceModel, WireError, encode_error};

#[track_caller]
fn refused(body: &str, expected: &str) {
    let error = decode(&model::JSON, body.as_bytes()).map(|decoded| decoded.document).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

/// SDKs, tools and test suites match on these sentences.
#[test]
fn constraints_are_told_in_the_words_of_aws() {
    refused(
        "{}",
        "1 validation error detected: Value null at 'label' failed to satisfy constraint: Member \
         must not be null",
    );
    refused(
        r#"{"Label":"l","Limited":"ab"}"#,
        "1 validation error detected: Value 'ab' at 'limited' failed to satisfy constraint: \
         Member must have length greater than or equal to 3",
    );
    refused(
        r#"{"Label":"l","Limited":"ABCDEF","Choice":"THREE"}"#,
        "3 validation errors detected: Value 'ABCDEF' at 'limited' failed to satisfy constraint: \
         Member must have length less than or equal to 5; Value 'ABCDEF' at 'limited' failed to \
         satisfy constraint: Member must satisfy regular expression pattern: [a-z]+; Value \
         'THREE' at 'choice' failed to satisfy constraint: Member must satisfy enum value set: \
         [ONE, TWO]",
    );
    refused(
        r#"{"Label":"l","LimitedList":["abc","a"],"Small":11}"#,
        "2 validation errors detected: Value '[abc, a]' at 'limitedList' failed to satisfy \
         constraint: Member must satisfy constraint: [Member must have length less than or equal \
         to 5, Member must have length greater than or equal to 3, Member must satisfy regular \
         expression pattern: [a-z]+]; Value '11' at 'small' failed to satisfy constraint: Member \
         must have value less than or equal to 10",
    );
    refused(
        r#"{"Label":"l","LimitedList":["abc","abc","abc"]}"#,
        "1 validation error detected: Value '[abc, abc, abc]' at 'limitedList' failed to satisfy \
         constraint: Member must have length less than or equal to 2",
    );
}

/// A caller that promises to ignore nothing needs the names of what we do not know.
#[test]
fn unknown_members_are_told_by_their_path() {
    let body = br#"{"Label":"l","Colour":1,"Item":{"Text":"t","Shape":{"a":[{}]}}}"#;
    assert_eq!(decode(&model::JSON, body).unwrap().unknown, ["Colour", "Item.Shape"]);
    let body = b"Label=l&Colour=1&Item.Text=t&Item.Shape.1=x&Item.Items.member.1.Size=1";
    let unknown = decode(&model::QUERY, body).unwrap().unknown;
    assert_eq!(unknown, ["Item.Items.Size", "Item.Shape", "Colour"]);
}

#[track_caller]
fn written(model: &ServiceModel, error: &WireError<'_>, expected: &str) {
    let parts = encode_error(model, error, "id-1");
    let mut seen = format!("{}\n", parts.status.as_u16());
    let mut names: Vec<_> = parts.headers.iter().collect();
    names.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in names {
        seen.extend([name.as_str(), ": ", value.to_str().unwrap(), "\n"]);
    }
    seen.push_str(std::str::from_utf8(&parts.body).unwrap());
    assert_eq!(seen, expected);
}

#[test]
fn an_error_looks_as_its_protocol_has_it() {
    let item = Document::Map(vec![("Text".into(), Document::String("t".to_owned()))]);
    let fields = Document::Map(vec![
        ("Item".into(), item),
        ("Retry".into(), Document::String("3".to_owned())),
    ]);
    let error = WireError {
        code: "ThingNotFound",
        message: "No \"such\" <thing>",
        status: 404,
        fields: Some(&fields),
        fault: Fault::Sender,
    };
    written(
        &model::JSON,
        &error,
        "404\ncontent-type: application/x-amz-json-1.0\nserver: Server\n\
         x-amz-crc32: 2755427269\n\
         x-amzn-requestid: id-1\n\
         {\"__type\":\"com.amazonaws.dynamodb.v20120810#ThingNotFound\",\"message\":\"No \
         \\\"such\\\" <thing>\",\"Item\":{\"Text\":\"t\"},\
         \"retry-after\":\"3\"}",
    );
    written(
        &model::REST_JSON,
        &error,
        "404\ncontent-type: application/json\nretry-after: 3\nx-amzn-errortype: ThingNotFound\n\
         x-amzn-requestid: id-1\n\
         {\"message\":\"No \\\"such\\\" <thing>\",\"Item\":{\"Text\":\"t\"}}",
    );
    written(
        &model::QUERY,
        &error,
        "404\ncontent-type: text/xml\nx-amzn-requestid: id-1\n\
         <ErrorResponse xmlns=\"http://example.com/\"><Error><Type>Sender</Type>\
         <Code>ThingNotFound</Code><Message>No &quot;such&quot; &lt;thing&gt;</Message>\
         <Item><Text>t</Text></Item>\
         <retry-after>3</retry-after></Error><RequestId>id-1</RequestId></ErrorResponse>",
    );
    let key = Document::Map(vec![("Key".into(), Document::String("a&b".to_owned()))]);
    let error = WireError { code: "NoSuchKey", message: "m", fields: Some(&key), ..error };
    written(
        &model::S3,
        &error,
        "404\ncontent-type: application/xml\nx-amz-id-2: id-1\nx-amz-request-id: id-1\n\
         <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>\
         <Message>m</Message><Key>a&amp;b</Key><RequestId>id-1</RequestId><HostId>id-1</HostId>\
         </Error>",
    );
}
