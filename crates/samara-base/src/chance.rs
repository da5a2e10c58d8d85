//! Chance: drawn once per request as a [`Seed`], then spread by a counter.

use sha2::{Digest, Sha256};

/// Where randomness comes from. The binary has the operating system's; a test has its own.
pub trait Entropy: Send + Sync + 'static {
    /// 32 fresh unpredictable bytes.
    fn draw(&self) -> [u8; 32];
}

/// 32 bytes from which a request makes all its ids, tokens and secrets, in order.
///
/// An operation may run more than once for one request (a transaction that lost is run again):
/// what is made follows from the seed and a name alone, so that each run makes the same things.
/// The seed is secret: it is never logged, stored or printed.
#[derive(Clone)]
pub struct Seed([u8; 32]);

impl Seed {
    /// A seed from drawn bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// 32 bytes that belong to `name`: the same for the same seed and name, and unrelated to
    /// those of every other name.
    #[must_use]
    pub fn bytes(&self, name: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(name.as_bytes());
        hash.finalize().into()
    }

    /// A seed of its own for a part of the work, named.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        Self(self.bytes(name))
    }

    /// A version 4 UUID in its usual form.
    #[must_use]
    pub fn uuid(&self, name: &str) -> String {
        let mut bytes = self.bytes(name);
        for (byte, keep, set) in [(6, 0x0f, 0x40), (8, 0x3f, 0x80)] {
            if let Some(byte) = bytes.get_mut(byte) {
                *byte = (*byte & keep) | set;
            }
        }
        let mut text = String::with_capacity(36);
        for (place, byte) in bytes.iter().take(16).enumerate() {
            if let 4 | 6 | 8 | 10 = place {
                text.push('-');
            }
            text.extend(digits(*byte));
        }
        text
    }

    /// 52 digits and capital letters: 32 bytes in base 32 with RFC 4648's "extended hex" digits and
    /// no padding.
    #[must_use]
    pub fn base32(&self, name: &str) -> String {
        const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
        let mut text = String::with_capacity(52);
        let (mut bits, mut held) = (0_u32, 0);
        // The last digit has a bit of the last byte and four that are none.
        for byte in self.bytes(name).into_iter().chain([0]) {
            bits = (bits << 8) | u32::from(byte);
            held += 8;
            while 5 <= held && text.len() < 52 {
                held -= 5;
                let place = usize::try_from((bits >> held) & 31).unwrap_or_default();
                text.push(DIGITS.get(place).copied().map_or('0', char::from));
            }
            bits &= (1 << held) - 1;
        }
        text
    }

    /// `length` characters (at most 32) drawn from `alphabet`.
    #[must_use]
    pub fn text(&self, name: &str, alphabet: &[u8], length: usize) -> String {
        let pick = |byte: &u8| {
            let place = usize::from(*byte) % alphabet.len().max(1);
            alphabet.get(place).copied().map_or('?', char::from)
        };
        self.bytes(name).iter().take(length).map(pick).collect()
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(secret)")
    }
}

/// The two hexadecimal digits of a byte.
fn digits(byte: u8) -> [char; 2] {
    [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Seed;

    /// A transaction that is run again must make the same ids, and two names never the same.
    #[test]
    fn ids_follow_from_seed_and_name() {
        let seed = Seed::new([7; 32]);
        assert_eq!(seed.uuid("event"), seed.uuid("event"));
        assert_ne!(seed.uuid("event"), seed.uuid("other"));
        let uuid = seed.uuid("event");
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.as_bytes().get(14), Some(&b'4'));
        assert_eq!(seed.text("key", b"AB", 20).len(), 20);
    }

    /// Nothing of the 32 bytes is lost, and nothing is added but the last digit's empty bits.
    #[test]
    fn base_32_has_all_bits() {
        let seed = Seed::new([7; 32]);
        let text = seed.base32("id");
        let value = |digit| u8::try_from(char::to_digit(digit, 32).unwrap()).unwrap();
        assert_eq!(text, text.to_uppercase());
        let bits =
            text.chars().flat_map(|digit| (0..5).rev().map(move |bit| value(digit) >> bit & 1));
        let bits: Vec<u8> = bits.collect();
        let bytes: Vec<u8> = bits
            .chunks_exact(8)
            .map(|byte| byte.iter().fold(0, |all, bit| all << 1 | bit))
            .collect();
        assert_eq!((bytes.as_slice(), bits.len()), (seed.bytes("id").as_slice(), 260));
        assert_eq!(bits.get(256..), Some([0; 4].as_slice()));
    }
}
