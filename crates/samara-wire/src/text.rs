//! Scalars as text, the same in every protocol: numbers, truth values, times, base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use samara_base::Timestamp;

use crate::TimestampFormat;

/// Bytes as base64.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Bytes out of base64.
///
/// # Errors
/// In DynamoDB's words, misspelling included.
pub(crate) fn from_base64(text: &str) -> Result<Bytes, String> {
    if !text.len().is_multiple_of(4) {
        return Err(format!(
            "Base64 encoded length is expected a multiple of 4 bytes but found: {}",
            text.len()
        ));
    }
    STANDARD
        .decode(text)
        .map(Bytes::from)
        .map_err(|_| "Invalid last non-pad Base64 character dectected".to_owned())
}

/// A floating-point number, with the names that AWS has for what is not one.
pub(crate) fn double(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value < 0.0 { "-Infinity".to_owned() } else { "Infinity".to_owned() }
    } else {
        format!("{value:?}")
    }
}

/// Reads a floating-point number.
pub(crate) fn parse_double(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => {
            let plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
            if text.bytes().all(plain) { text.parse().ok() } else { None }
        }
    }
}

/// Reads a whole number, also one written with a fraction of zeros or an exponent.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let scaled = decimal(text, 0)?;
    i64::try_from(scaled).ok()
}

/// A decimal number times ten to the `scale`, when that is whole or its rest can be dropped
/// because `scale` is more than zero.
fn decimal(text: &str, scale: i32) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let shift = exponent
        .checked_sub(i32::try_from(fraction.len()).ok()?)?
        .checked_add(scale)
        .filter(|shift| (-400..=30).contains(shift))?;
    if shift < 0 {
        let keep = digits.len().saturating_sub(usize::try_from(-shift).ok()?);
        let dropped = digits.split_off(keep);
        if scale == 0 && dropped.bytes().any(|digit| digit != b'0') {
            return None;
        }
    } else {
        digits.extend(std::iter::repeat_n('0', usize::try_from(shift).ok()?));
    }
    let digits = digits.trim_start_matches('0');
    let value: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(if negative { -value } else { value })
}

/// A time in a format.
pub(crate) fn time(time: Timestamp, format: TimestampFormat) -> String {
    let fraction = time.as_millis() % 1000;
    match format {
        TimestampFormat::Iso8601 if fraction == 0 => time.iso8601(),
        TimestampFormat::Iso8601 => time.iso8601_millis(),
        TimestampFormat::Rfc822 => time.http_date(),
        TimestampFormat::UnixTimestamp if fraction == 0 => time.as_secs().to_string(),
        TimestampFormat::UnixTimestamp => {
            let text = format!("{}.{fraction:03}", time.as_secs());
            text.trim_end_matches('0').to_owned()
        }
    }
}

/// Reads a time in any of the formats, since SDKs do not agree which a text has.
pub(crate) fn parse_time(text: &str) -> Option<Timestamp> {
    let first = text.bytes().next()?;
    if first.is_ascii_alphabetic() {
        return Timestamp::parse_http_date(text).or_else(|| fractional_http_date(text));
    }
    if text.contains(['T', 't', ':']) {
        return Timestamp::parse_rfc3339(text);
    }
    parse_seconds(text)
}

/// Reads seconds since the epoch, milliseconds exact and what is finer dropped.
pub(crate) fn parse_seconds(text: &str) -> Option<Timestamp> {
    u64::try_from(decimal(text, 3)?).ok().map(Timestamp::from_millis)
}

/// `Sun, 02 Jan 2000 20:34:56.456 GMT`.
fn fractional_http_date(text: &str) -> Option<Timestamp> {
    let (whole, rest) = text.split_once('.')?;
    let fraction = rest.strip_suffix(" GMT")?;
    let time = Timestamp::parse_http_date(&format!("{whole} GMT"))?;
    let millis = decimal(&format!("0.{fraction}"), 3)?;
    Some(time.plus_millis(u64::try_from(millis).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{parse_double, parse_integer, parse_seconds, parse_time};
    use samara_base::Timestamp;

    /// A counter that lost its last digits to a double would count orders wrongly.
    #[test]
    fn whole_numbers_are_exact() {
        assert_eq!(parse_integer("9007199254740993"), Some(9_007_199_254_740_993));
        assert_eq!(parse_integer("-9223372036854775808"), Some(i64::MIN));
        assert_eq!(parse_integer("9223372036854775808"), None);
        assert_eq!(parse_integer("1.5"), None);
        assert_eq!(parse_integer("1.50e1"), Some(15));
        assert_eq!(parse_integer("1e999999999"), None);
        assert_eq!(parse_integer("-0.0"), Some(0));
    }

    #[test]
    fn times_are_exact_to_the_millisecond() {
        assert_eq!(
            parse_seconds("1421866418.1239"),
            Some(Timestamp::from_millis(1_421_866_418_123))
        );
        assert_eq!(parse_seconds("1.42E9"), Some(Timestamp::from_secs(1_420_000_000)));
        assert_eq!(parse_seconds("-1"), None);
        assert_eq!(
            parse_time("Sun, 02 Jan 2000 20:34:56.456 GMT"),
            Some(Timestamp::from_millis(946_845_296_456))
        );
        assert_eq!(parse_time("\u{e9}"), None);
    }

    #[test]
    fn what_rust_alone_calls_a_number_is_none() {
        assert_eq!(parse_double("inf"), None);
        assert_eq!(parse_double("nan"), None);
        assert_eq!(parse_double("Infinity"), Some(f64::INFINITY));
    }
}
