//! Properties: numbers against slow arithmetic, codecs, and parsers that must survive anything.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::codec::{decode, encode};
use crate::expr::{Placeholders, condition, key_condition, projection, update};
use crate::number::{Number, NumberError};
use crate::value::{Item, Value};

/// A number as digits, most significant first, aligned to `1e-130`: slow and plainly right.
fn digits(text: &str) -> (bool, Vec<u8>) {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, power) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let power: i32 = power.parse().unwrap();
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap());
    let all = format!("{whole}{part}{}", zeros(power - i32::try_from(part.len()).unwrap() + 200));
    let all = all.trim_start_matches('0');
    (negative, format!("{all:0>400}").bytes().map(|byte| byte - b'0').collect())
}

fn slow_plus(left: &str, right: &str) -> (bool, Vec<u8>) {
    let ((left_negative, left), (right_negative, right)) = (digits(left), digits(right));
    let mut sum: Vec<i16> = left
        .iter()
        .zip(&right)
        .map(|(left, right)| {
            let sign = |negative: bool, digit: u8| {
                if negative { -i16::from(digit) } else { i16::from(digit) }
            };
            sign(left_negative, *left) + sign(right_negative, *right)
        })
        .collect();
    let negative = sum.iter().find(|digit| **digit != 0).is_some_and(|digit| *digit < 0);
    if negative {
        for digit in &mut sum {
            *digit = -*digit;
        }
    }
    for at in (0..sum.len()).rev() {
        let carry = sum[at].div_euclid(10);
        sum[at] = sum[at].rem_euclid(10);
        if at != 0 {
            sum[at - 1] += carry;
        }
    }
    (negative, sum.into_iter().map(|digit| u8::try_from(digit).unwrap()).collect())
}

/// How many digits lie between the first and the last that is not zero.
fn significant(digits: &[u8]) -> usize {
    let first = digits.iter().position(|digit| *digit != 0);
    let last = digits.iter().rposition(|digit| *digit != 0);
    first.zip(last).map_or(0, |(first, last)| last - first + 1)
}

fn number() -> impl Strategy<Value = String> {
    let close = ("-?[1-9][0-9]{0,20}", -30i32..30);
    let any = ("-?[1-9](\\.[0-9]{0,37})?", -130i32..126);
    prop_oneof![close, any].prop_map(|(mantissa, power)| format!("{mantissa}e{power}"))
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Value::S),
        number().prop_filter_map("range", |text| text.parse().ok().map(Value::N)),
        any::<Vec<u8>>().prop_map(|bytes| Value::B(bytes.into())),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
        proptest::collection::btree_set(any::<String>(), 1..4).prop_map(Value::Ss),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::L),
            proptest::collection::btree_map(any::<String>(), inner, 0..4).prop_map(Value::M),
        ]
    })
}

fn expression() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("(".to_owned()),
        Just(")".to_owned()),
        "(AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE)",
        "(size|contains|begins_with|attribute_exists|if_not_exists|list_append)[(]",
        "(a|b|#n|:v|:w|[0-9]|\\.|,|=|<|<>|>=|\\+|-|\\[|\\])",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.join(" "))
}

proptest! {
    #[test]
    fn sums_are_exact(left in number(), right in number()) {
        let (Ok(one), Ok(two)) = (left.parse::<Number>(), right.parse::<Number>()) else {
            return Ok(());
        };
        let slow = slow_plus(&left, &right);
        match one.plus(two) {
            Ok(sum) => {
                let (negative, fast) = digits(&sum.to_string());
                prop_assert_eq!((negative && significant(&fast) != 0, &fast), (slow.0, &slow.1));
                prop_assert_eq!(sum.minus(two), Ok(one));
            }
            Err(NumberError::TooPrecise) => prop_assert!(38 < significant(&slow.1)),
            Err(NumberError::Overflow | NumberError::Underflow) => {}
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    /// An index is in the order of numbers only if their bytes are.
    #[test]
    fn bytes_of_numbers_keep_their_order(left in number(), right in number()) {
        let (Ok(one), Ok(two)) = (left.parse::<Number>(), right.parse::<Number>()) else {
            return Ok(());
        };
        let bytes = |number: Number| {
            let mut bytes = Vec::new();
            number.write_ordered(&mut bytes);
            bytes
        };
        prop_assert_eq!(bytes(one).cmp(&bytes(two)), one.cmp(&two));
        let less = one.minus(two).map(|difference| difference < Number::default());
        if let Ok(less) = less {
            prop_assert_eq!(one < two, less);
        }
        let joined = [bytes(one), bytes(two)].concat();
        let (first, rest) = Number::read_ordered(&joined).unwrap();
        let (second, rest) = Number::read_ordered(rest).unwrap();
        prop_assert_eq!((first, second, rest.len()), (one, two, 0));
        prop_assert_eq!(one.to_string().parse(), Ok(one));
    }

    #[test]
    fn items_read_back(item in proptest::collection::btree_map(any::<String>(), value(), 0..6)) {
        let item: Item = item;
        prop_assert_eq!(decode(&encode(&item)), Ok(item));
    }

    /// Bytes from a damaged disk are refused, never a panic.
    #[test]
    fn damaged_items_are_refused(bytes in any::<Vec<u8>>(), item in value(), at in any::<usize>()) {
        let _ = decode(&bytes.into());
        let mut stored = encode(&Item::from([("a".to_owned(), item)])).to_vec();
        let place = at % stored.len();
        stored[place] ^= 1 << (at % 8);
        let _ = decode(&stored.into());
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in prop_oneof![expression(), any::<String>()]) {
        let names = BTreeMap::from([("#n".to_owned(), "n".to_owned())]);
        let values = BTreeMap::from([(":v".to_owned(), Value::Bool(true).into())]);
        let placeholders = || Placeholders::new(Some(&names), Some(&values)).unwrap();
        let condition = condition::parse("ConditionExpression", &text, &mut placeholders());
        let _ = condition.and_then(|condition| key_condition::tests(condition, true));
        let _ = projection::parse(&text, &mut placeholders());
        let _ = update::parse(&text, &mut placeholders());
    }
}

/// What `write_ordered` never writes is damage: else two keys that differ would be one number. In
/// turn: a first pair below ten, a pair over 99, a last pair of noughts, no pair at all.
#[test]
fn a_number_reads_in_one_form_only() {
    for damaged in
        [[0xc0, 0x01, 3, 0], [0xc0, 0x80, 101, 0], [0xc0, 0x80, 1, 0], [0xc0, 0x80, 0, 0]]
    {
        assert_eq!(Number::read_ordered(&damaged), None, "{damaged:?}");
    }
    assert_eq!(Number::read_ordered(&[0xc0, 0x80, 21, 1, 0]), None);
}

/// The rule for sizes, on figures that AWS's console shows.
#[test]
fn numbers_weigh_what_aws_says() {
    for (text, size) in [("0", 1), ("1", 2), ("-1", 3), ("12", 2), ("123", 3), ("1234567", 5)] {
        assert_eq!(text.parse::<Number>().map(Number::size), Ok(size), "{text}");
    }
}
