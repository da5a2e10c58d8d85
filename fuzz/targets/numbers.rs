//! Numbers: text and bytes, both ways, and sums.
#![no_main]

use libfuzzer_sys::fuzz_target;
use samara_dynamodb::number::Number;

fn ordered(number: Number) -> Vec<u8> {
    let mut bytes = Vec::new();
    number.write_ordered(&mut bytes);
    bytes
}

fuzz_target!(|texts: (&str, &str)| {
    let Ok(one) = texts.0.parse::<Number>() else { return };
    assert_eq!(one.to_string().parse::<Number>(), Ok(one));
    let bytes = ordered(one);
    assert_eq!(Number::read_ordered(&bytes), Some((one, &[][..])));
    let Ok(two) = texts.1.parse::<Number>() else { return };
    assert_eq!(one.cmp(&two), bytes.cmp(&ordered(two)));
    if let Ok(sum) = one.plus(two) {
        assert_eq!(sum.minus(two), Ok(one));
        assert_eq!(two.plus(one), Ok(sum));
    }
});
