//! DynamoDB's number: up to 38 significant decimal digits, exact, between 1e-130 and 9.9e125.
//!
//! A number is a whole coefficient and a power of ten, without trailing zeros, so that equal
//! numbers have one form, equal bytes and one place in an index. Thirty-eight digits fit into a
//! `u128`, and so does every sum that has that few: a sum that overflows it has more, and AWS
//! refuses that instead of rounding.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The most significant digits that a number may have.
pub const DIGITS_MAX: u32 = 38;
/// The largest place of the first digit: `9.99e125`.
const PLACE_MAX: i32 = 125;
/// The smallest place of the first digit: `1e-130`.
const PLACE_MIN: i32 = -130;

/// A decimal number. Ordered by value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    coefficient: u128,
    exponent: i32,
}

/// Why a text or a result is not a number that DynamoDB keeps; `Display` is AWS's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The text is empty.
    #[error("The parameter cannot be converted to a numeric value")]
    Empty,
    /// The text is not a number.
    #[error("The parameter cannot be converted to a numeric value: {0}")]
    NotANumber(String),
    /// Above the range.
    #[error(
        "Number overflow. Attempting to store a number with magnitude larger than supported range"
    )]
    Overflow,
    /// Below the range.
    #[error(
        "Number underflow. Attempting to store a number with magnitude smaller than supported range"
    )]
    Underflow,
    /// More than 38 significant digits.
    #[error("Attempting to store more than 38 significant digits in a Number")]
    TooPrecise,
}

impl Number {
    /// A count.
    #[must_use]
    pub fn count(count: usize) -> Self {
        // A count is far below 38 digits, so it is always a number.
        Self::checked(false, count as u128, 0).unwrap_or_default()
    }

    /// Its whole part, when it is not negative and fits.
    #[must_use]
    pub fn whole(self) -> Option<u64> {
        if self.negative {
            return None;
        }
        let scale = 10u128.checked_pow(self.exponent.unsigned_abs());
        let whole = match scale {
            Some(scale) if self.exponent < 0 => self.coefficient / scale,
            // More digits behind the point than a number has: nothing is before it.
            None if self.exponent < 0 => 0,
            scale => self.coefficient.checked_mul(scale?)?,
        };
        u64::try_from(whole).ok()
    }

    /// Of parts, put into its one form and checked.
    fn checked(negative: bool, coefficient: u128, exponent: i32) -> Result<Self, NumberError> {
        if coefficient == 0 {
            return Ok(Self::default());
        }
        let (mut coefficient, mut exponent) = (coefficient, exponent);
        while coefficient.is_multiple_of(10) {
            coefficient /= 10;
            exponent = exponent.saturating_add(1);
        }
        let number = Self { negative, coefficient, exponent };
        let place = number.place();
        if PLACE_MAX < place {
            Err(NumberError::Overflow)
        } else if place < PLACE_MIN {
            Err(NumberError::Underflow)
        } else if DIGITS_MAX < number.digits() {
            Err(NumberError::TooPrecise)
        } else {
            Ok(number)
        }
    }

    fn digits(self) -> u32 {
        self.coefficient.checked_ilog10().map_or(1, |log| log + 1)
    }

    /// The power of ten of the first digit.
    fn place(self) -> i32 {
        let digits = i32::try_from(self.digits()).unwrap_or(i32::MAX);
        self.exponent.saturating_add(digits - 1)
    }

    /// The bytes that it counts for in an item: half a byte a digit pair, one for the exponent
    /// and one for a sign.
    #[must_use]
    pub fn size(self) -> usize {
        if self.coefficient == 0 {
            return 1;
        }
        let digits = self.digits() as usize;
        let straddles = digits.is_multiple_of(2) && self.place() % 2 == 0;
        1 + digits.div_ceil(2) + usize::from(straddles) + usize::from(self.negative)
    }

    /// The exact sum.
    ///
    /// # Errors
    /// When it has more digits than a number may, or is out of range.
    pub fn plus(self, other: Self) -> Result<Self, NumberError> {
        self.sum(other).map_err(|error| match error {
            // AWS's words for a sum that has too many digits.
            NumberError::TooPrecise => NumberError::Overflow,
            error => error,
        })
    }

    fn sum(self, other: Self) -> Result<Self, NumberError> {
        if self.coefficient == 0 {
            return Ok(other);
        }
        if other.coefficient == 0 {
            return Ok(self);
        }
        let exponent = self.exponent.min(other.exponent);
        // What overflows here cannot come back to 38 digits: the smaller one's last digit stays.
        let (left, right) = (self.scaled(exponent)?, other.scaled(exponent)?);
        if self.negative == other.negative {
            let sum = left.checked_add(right).ok_or(NumberError::TooPrecise)?;
            return Self::checked(self.negative, sum, exponent);
        }
        let negative = if left < right { other.negative } else { self.negative };
        Self::checked(negative, left.abs_diff(right), exponent)
    }

    /// The exact difference.
    ///
    /// # Errors
    /// As of [`Number::plus`].
    pub fn minus(self, other: Self) -> Result<Self, NumberError> {
        self.plus(Self { negative: !other.negative && other.coefficient != 0, ..other })
    }

    fn scaled(self, exponent: i32) -> Result<u128, NumberError> {
        let shift = u32::try_from(self.exponent - exponent).map_err(|_| NumberError::TooPrecise)?;
        let factor = 10u128.checked_pow(shift).ok_or(NumberError::TooPrecise)?;
        self.coefficient.checked_mul(factor).ok_or(NumberError::TooPrecise)
    }

    /// Adds bytes whose order is the order of numbers and which end themselves: a sign, the place
    /// of the first digit, digit pairs plus one, an end; of a negative number all but the sign
    /// inverted.
    pub fn write_ordered(self, bytes: &mut Vec<u8>) {
        if self.coefficient == 0 {
            bytes.push(SIGN_ZERO);
            return;
        }
        bytes.push(if self.negative { SIGN_NEGATIVE } else { SIGN_POSITIVE });
        let flip = if self.negative { u8::MAX } else { 0 };
        let place = u8::try_from(self.place() - PLACE_MIN).unwrap_or(u8::MAX);
        bytes.push(place ^ flip);
        let digits = self.digits();
        // An even number of digits, so that the first pair is the first two digits.
        let (mut rest, pairs) = if digits.is_multiple_of(2) {
            (self.coefficient, digits / 2)
        } else {
            (self.coefficient * 10, digits.div_ceil(2))
        };
        let mut pair_bytes = [0u8; 20];
        let pairs = pairs as usize;
        for byte in pair_bytes.iter_mut().take(pairs).rev() {
            *byte = u8::try_from(rest % 100).unwrap_or_default() + 1;
            rest /= 100;
        }
        bytes.extend(pair_bytes.iter().take(pairs).map(|byte| byte ^ flip));
        bytes.push(flip);
    }

    /// Reads what [`Number::write_ordered`] wrote, and gives what follows it.
    #[must_use]
    pub fn read_ordered(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (sign, rest) = bytes.split_first()?;
        let negative = match *sign {
            SIGN_ZERO => return Some((Self::default(), rest)),
            SIGN_NEGATIVE => true,
            SIGN_POSITIVE => false,
            _ => return None,
        };
        let flip = if negative { u8::MAX } else { 0 };
        let (place, rest) = rest.split_first()?;
        let place = i32::from(place ^ flip) + PLACE_MIN;
        let end = rest.iter().take(20).position(|byte| *byte == flip)?;
        let mut coefficient = 0u128;
        for byte in rest.get(..end)? {
            let pair = u128::from((byte ^ flip).checked_sub(1)?);
            // A number has one form: else two keys that differ would be one number.
            if 99 < pair || coefficient == 0 && pair < 10 {
                return None;
            }
            coefficient = coefficient.checked_mul(100)?.checked_add(pair)?;
        }
        if coefficient.is_multiple_of(100) {
            return None;
        }
        let digits = i32::try_from(coefficient.checked_ilog10()? + 1).ok()?;
        let number = Self::checked(negative, coefficient, place - (digits - 1)).ok()?;
        Some((number, rest.get(end + 1..)?))
    }
}

const SIGN_NEGATIVE: u8 = 0x40;
const SIGN_ZERO: u8 = 0x80;
const SIGN_POSITIVE: u8 = 0xc0;

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.coefficient, number.negative) {
            (0, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        };
        let magnitude = || {
            self.place().cmp(&other.place()).then_with(|| {
                // Of equal place: as many digits on both sides, then compare.
                let (left, right) = (self.digits(), other.digits());
                let grow = |number: &Self, by: u32| number.coefficient * 10u128.pow(by);
                let most = left.max(right);
                grow(self, most - left).cmp(&grow(other, most - right))
            })
        };
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            -1 => magnitude().reverse(),
            _ => magnitude(),
        })
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What a text's digits say so far.
#[derive(Default)]
struct Digits {
    coefficient: u128,
    /// Significant digits, zeros at the end left out.
    count: u32,
    /// Zeros since the last other digit.
    zeros: u32,
    too_many: bool,
}

impl Digits {
    fn push(&mut self, digit: u8) {
        if digit == 0 {
            if self.count != 0 {
                self.zeros = self.zeros.saturating_add(1);
            }
            return;
        }
        self.count = self.count.saturating_add(self.zeros).saturating_add(1);
        if DIGITS_MAX < self.count {
            self.too_many = true;
        } else {
            let shift = 10u128.pow(self.zeros + 1);
            self.coefficient = self.coefficient * shift + u128::from(digit);
        }
        self.zeros = 0;
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let bad = || NumberError::NotANumber(text.to_owned());
        let (negative, rest) = split_sign(text.as_bytes());
        let power = rest.iter().position(|byte| matches!(byte, b'e' | b'E'));
        let (mantissa, power) = match power {
            Some(at) => (rest.get(..at), read_power(rest.get(at + 1..).unwrap_or_default())),
            None => (Some(rest), Some(0)),
        };
        let (mantissa, power) = (mantissa.ok_or_else(bad)?, power.ok_or_else(bad)?);
        let mut digits = Digits::default();
        let (mut after_point, mut seen) = (None, false);
        for byte in mantissa {
            match byte {
                b'.' if after_point.is_none() => after_point = Some(0i32),
                b'0'..=b'9' => {
                    seen = true;
                    digits.push(byte - b'0');
                    after_point = after_point.map(|places| places.saturating_add(1));
                }
                _ => return Err(bad()),
            }
        }
        if !seen {
            return Err(bad());
        }
        digits.number(negative, power.saturating_sub(after_point.unwrap_or(0)))
    }
}

impl Digits {
    fn number(&self, negative: bool, exponent: i32) -> Result<Number, NumberError> {
        if self.count == 0 {
            return Ok(Number::default());
        }
        let exponent = exponent.saturating_add_unsigned(self.zeros);
        let place = exponent.saturating_add_unsigned(self.count - 1);
        match place {
            place if PLACE_MAX < place => Err(NumberError::Overflow),
            place if place < PLACE_MIN => Err(NumberError::Underflow),
            _ if self.too_many => Err(NumberError::TooPrecise),
            _ => Number::checked(negative, self.coefficient, exponent),
        }
    }
}

fn split_sign(text: &[u8]) -> (bool, &[u8]) {
    match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    }
}

/// A power of ten; of any length, since only its size matters once it is out of range.
fn read_power(text: &[u8]) -> Option<i32> {
    let (negative, digits) = split_sign(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |power: i32, byte: &u8| {
        power.saturating_mul(10).saturating_add(i32::from(byte - b'0')).min(1_000_000_000)
    };
    let power = digits.iter().fold(0, digit);
    Some(if negative { -power } else { power })
}

impl fmt::Display for Number {
    /// All digits, no power of ten, as AWS answers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.coefficient.to_string();
        let sign = if self.negative { "-" } else { "" };
        if 0 <= self.exponent {
            let zeros = usize::try_from(self.exponent).unwrap_or_default();
            return write!(f, "{sign}{digits}{}", "0".repeat(zeros));
        }
        let places = usize::try_from(-self.exponent).unwrap_or_default();
        match digits.len().checked_sub(places).filter(|whole| *whole != 0) {
            Some(whole) => {
                let (whole, rest) = digits.split_at(whole);
                write!(f, "{sign}{whole}.{rest}")
            }
            None => write!(f, "{sign}0.{digits:0>places$}"),
        }
    }
}
