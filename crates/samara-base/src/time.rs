//! Wall-clock time as a number, and the seam that gives it.

use std::fmt;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// Milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The Unix epoch.
    pub const ZERO: Self = Self(0);
    /// The latest time that can be written.
    pub const MAX: Self = Self(u64::MAX);

    /// From milliseconds since the epoch.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// From whole seconds since the epoch.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0 / 1000
    }

    /// Seconds since the epoch with the milliseconds as a fraction, as awsJson writes times.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// This time moved later; stays at [`Timestamp::MAX`] at the end.
    #[must_use]
    pub const fn plus_millis(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this time; zero when `earlier` is later.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// As `2026-11-21T08:00:00.123Z`.
    #[must_use]
    pub fn iso8601_millis(self) -> String {
        let format = format_description!(
            "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"
        );
        self.offset_date_time().format(&format).unwrap_or_default()
    }

    /// As `2026-11-21T08:00:00Z`.
    #[must_use]
    pub fn iso8601(self) -> String {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
        self.offset_date_time().format(&format).unwrap_or_default()
    }

    /// As `20261121T080000Z`, the form of `X-Amz-Date`.
    #[must_use]
    pub fn iso8601_basic(self) -> String {
        let format = format_description!("[year][month][day]T[hour][minute][second]Z");
        self.offset_date_time().format(&format).unwrap_or_default()
    }

    /// As `Sat, 21 Nov 2026 08:00:00 GMT`, the form of HTTP headers.
    #[must_use]
    pub fn http_date(self) -> String {
        let format = format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        );
        self.offset_date_time().format(&format).unwrap_or_default()
    }

    /// Reads an RFC 3339 time; `None` when it is not one or lies before the epoch.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let nanos = OffsetDateTime::parse(text, &Rfc3339).ok()?.unix_timestamp_nanos();
        u64::try_from(nanos / 1_000_000).ok().map(Self)
    }

    /// Reads an HTTP date (RFC 9110 `IMF-fixdate`).
    #[must_use]
    pub fn parse_http_date(text: &str) -> Option<Self> {
        let format = format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        );
        let date = time::PrimitiveDateTime::parse(text, &format).ok()?;
        u64::try_from(date.assume_utc().unix_timestamp()).ok().map(Self::from_secs)
    }

    /// The calendar form, for formats that are not here. Times past the year 9999 show as its end.
    #[must_use]
    pub fn offset_date_time(self) -> OffsetDateTime {
        const YEAR_9999_END_MS: u64 = 253_402_300_799_999;
        let nanos = i128::from(self.0.min(YEAR_9999_END_MS)) * 1_000_000;
        OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso8601_millis())
    }
}

/// Where the time comes from. The binary has the real one; a test sets its own.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Timestamp;
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn a_time_reads_back_as_it_was_written() {
        let time = Timestamp::from_millis(1_795_161_600_123);
        assert_eq!(time.iso8601_millis(), "2026-11-20T08:00:00.123Z");
        assert_eq!(Timestamp::parse_rfc3339(&time.iso8601_millis()), Some(time));
        assert_eq!(time.iso8601_basic(), "20261120T080000Z");
        assert_eq!(time.http_date(), "Fri, 20 Nov 2026 08:00:00 GMT");
        assert_eq!(
            Timestamp::parse_http_date("Fri, 20 Nov 2026 08:00:00 GMT"),
            Some(Timestamp::from_secs(time.as_secs()))
        );
    }

    /// A time far out of the calendar must not panic the server that prints it.
    #[test]
    fn the_end_of_time_prints() {
        assert_eq!(Timestamp::MAX.iso8601(), "9999-12-31T23:59:59Z");
    }
}
