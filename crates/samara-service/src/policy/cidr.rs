//! Blocks of addresses.

use std::net::IpAddr;

/// A block of IPv4 or IPv6 addresses, such as `10.0.0.0/8`; a plain address is a block of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    address: u128,
    bits: u32,
    width: u32,
}

impl Cidr {
    /// Reads `address` or `address/bits`; `None` when it is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let (address, width) = number(address.parse().ok()?);
        let bits = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= width)?,
            None => width,
        };
        Some(Self { address, bits, width })
    }

    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let (address, width) = number(address.to_canonical());
        let cut = |number: u128| number.checked_shr(width - self.bits.min(width)).unwrap_or(0);
        width == self.width && cut(address) == cut(self.address)
    }
}

fn number(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}
