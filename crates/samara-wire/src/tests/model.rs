//! A service that exists only here.

use crate::{
    ErrorTrait, Kind, Location, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape,
    ShapeId,
};

const fn service(id: &'static str, protocol: Protocol) -> ServiceModel {
    ServiceModel {
        id,
        signing_name: id,
        endpoint_prefix: id,
        target_prefix: "Test_1",
        protocol,
        api_version: "2026-11-21",
        xml_namespace: "http://example.com/",
        operations: OPERATIONS,
        known_operations: &[
            ("Put", "POST", "/things/{Label}/{Greedy+}?put"),
            ("Get", "GET", "/things/{Label}"),
            ("List", "GET", "/things"),
            ("Special", "GET", "/things/special"),
        ],
        shapes: SHAPES,
    }
}

pub(super) static JSON: ServiceModel = service("dynamodb", Protocol::AwsJson10);
pub(super) static JSON11: ServiceModel = service("logs", Protocol::AwsJson11);
pub(super) static QUERY: ServiceModel = service("iam", Protocol::AwsQuery);
pub(super) static REST_JSON: ServiceModel = service("lambda", Protocol::RestJson);
pub(super) static REST_XML: ServiceModel = service("route53", Protocol::RestXml);
pub(super) static S3: ServiceModel = service("s3", Protocol::RestXml);

/// Every protocol, and what S3 has of its own.
pub(super) fn all() -> [&'static ServiceModel; 6] {
    [&JSON, &JSON11, &QUERY, &REST_JSON, &REST_XML, &S3]
}

const PUT: OperationModel = OperationModel {
    name: "Put",
    method: "POST",
    uri: "/things/{Label}/{Greedy+}?put",
    status: 201,
    input: Some(PUT_INPUT),
    output: Some(PUT_OUTPUT),
    result_wrapper: "PutResult",
    input_root: "PutRequest",
    input_namespace: "",
    errors: &[ERROR],
};

static OPERATIONS: &[OperationModel] = &[
    PUT,
    OperationModel {
        name: "Get",
        method: "GET",
        uri: "/things/{Label}",
        status: 200,
        input: None,
        output: None,
        ..PUT
    },
];

pub(super) const PUT_INPUT: ShapeId = 0;
pub(super) const PUT_OUTPUT: ShapeId = 1;
const ITEM: ShapeId = 2;
const TEXT: ShapeId = 3;
const INTEGER: ShapeId = 4;
const LONG: ShapeId = 5;
const DOUBLE: ShapeId = 6;
const BOOLEAN: ShapeId = 7;
const BLOB: ShapeId = 8;
const TIME: ShapeId = 9;
const TEXTS: ShapeId = 10;
const INTEGERS: ShapeId = 11;
const MAP: ShapeId = 12;
const ITEMS: ShapeId = 13;
const ERROR: ShapeId = 14;
const LIMITED: ShapeId = 15;
const CHOICE: ShapeId = 16;
const LIMITED_LIST: ShapeId = 17;
const SMALL: ShapeId = 18;

static NAME: Pattern = Pattern::new("[a-z]+");

const fn member(name: &'static str, shape: ShapeId, location: Location) -> Member {
    Member { name, wire_name: name, shape, location, ..Member::PLAIN }
}

const fn body(name: &'static str, shape: ShapeId) -> Member {
    member(name, shape, Location::Body)
}

const TEXT_KIND: Kind = Kind::String { length: (None, None), pattern: None, values: &[] };

static SHAPES: &[Shape] = &[
    Shape {
        name: "PutInput",
        kind: Kind::Structure {
            members: &[
                Member { required: true, ..member("Label", TEXT, Location::Uri) },
                member("Greedy", TEXT, Location::Uri),
                member("Query", TEXT, Location::Query),
                member("QueryList", INTEGERS, Location::Query),
                member("QueryTime", TIME, Location::Query),
                Member { wire_name: "x-header", ..member("Header", TEXT, Location::Header) },
                Member { wire_name: "x-list", ..member("HeaderList", TEXTS, Location::Header) },
                Member { wire_name: "x-meta-", ..member("Meta", MAP, Location::Headers) },
                body("Item", ITEM),
                body("Limited", LIMITED),
                body("Choice", CHOICE),
                body("LimitedList", LIMITED_LIST),
                body("Small", SMALL),
            ],
            payload: "",
            union: false,
            error: None,
        },
    },
    Shape {
        name: "PutOutput",
        kind: Kind::Structure {
            members: &[
                Member { wire_name: "x-header", ..member("Header", TEXT, Location::Header) },
                body("Item", ITEM),
            ],
            payload: "",
            union: false,
            error: None,
        },
    },
    Shape {
        name: "Item",
        kind: Kind::Structure {
            members: &[
                body("Text", TEXT),
                Member { wire_name: "renamed", ..body("Integer", INTEGER) },
                body("Long", LONG),
                body("Double", DOUBLE),
                body("Boolean", BOOLEAN),
                body("Blob", BLOB),
                body("Time", TIME),
                body("Texts", TEXTS),
                Member { wire_name: "Flat", flattened: true, ..body("FlatTexts", TEXTS) },
                body("Map", MAP),
                Member { flattened: true, ..body("FlatMap", MAP) },
                body("Items", ITEMS),
                body("Item", ITEM),
            ],
            payload: "",
            union: false,
            error: None,
        },
    },
    Shape { name: "Text", kind: TEXT_KIND },
    Shape { name: "Integer", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "Long", kind: Kind::Long { range: (None, None) } },
    Shape { name: "Double", kind: Kind::Double },
    Shape { name: "Boolean", kind: Kind::Boolean },
    Shape { name: "Blob", kind: Kind::Blob { length: (None, None), streaming: false } },
    Shape { name: "Time", kind: Kind::Timestamp { format: None } },
    Shape { name: "Texts", kind: list(TEXT, None) },
    Shape { name: "Integers", kind: list(INTEGER, None) },
    Shape {
        name: "Map",
        kind: Kind::Map {
            key: TEXT,
            value: TEXT,
            names: ("key", "value"),
            flattened: false,
            length: (None, None),
        },
    },
    Shape { name: "Items", kind: list(ITEM, None) },
    Shape {
        name: "ThingNotFound",
        kind: Kind::Structure {
            members: &[
                body("message", TEXT),
                body("Item", ITEM),
                Member { wire_name: "retry-after", ..member("Retry", TEXT, Location::Header) },
            ],
            payload: "",
            union: false,
            error: Some(ErrorTrait { code: "", status: 404 }),
        },
    },
    Shape {
        name: "Limited",
        kind: Kind::String { length: (Some(3), Some(5)), pattern: Some(&NAME), values: &[] },
    },
    Shape {
        name: "Choice",
        kind: Kind::String { length: (None, None), pattern: None, values: &["ONE", "TWO"] },
    },
    Shape { name: "LimitedList", kind: list(LIMITED, Some(2)) },
    Shape { name: "Small", kind: Kind::Integer { range: (Some(1), Some(10)) } },
];

const fn list(element: ShapeId, most: Option<u64>) -> Kind {
    Kind::List { element, element_name: "member", flattened: false, length: (None, most) }
}
