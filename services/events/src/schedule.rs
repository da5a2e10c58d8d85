//! When a scheduled rule's time comes: `rate(5 minutes)`, `cron(0 12 * * ? *)`. Pure; UTC.
//!
//! Source: "Creating a rule that runs on a schedule" in the EventBridge user guide.

use samara_base::Timestamp;

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;
const YEAR_FIRST: u32 = 1970;
const YEAR_LAST: u32 = 2199;
/// Days from 1970 to the end of 2199.
const DAYS: u64 = 84_006;
const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Rate { every_ms: u64 },
    Cron(Box<Cron>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cron {
    minutes: Vec<u32>,
    hours: Vec<u32>,
    months: Vec<u32>,
    years: Vec<u32>,
    day: Day,
}

/// Which days of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Day {
    OfMonth(Vec<u32>),
    LastOfMonth,
    /// The weekday (Monday to Friday) nearest to a day; the last of the month without one.
    NearestWeekday(Option<u32>),
    /// 1 is Sunday.
    OfWeek(Vec<u32>),
    /// The last such weekday of the month.
    LastOfWeek(u32),
    /// The so manieth such weekday of the month.
    NthOfWeek(u32, u32),
}

/// A day of the calendar.
#[derive(Clone, Copy)]
struct Date {
    year: u32,
    month: u32,
    day: u32,
    /// 1 is Sunday.
    weekday: u32,
    days_in_month: u32,
}

impl Schedule {
    /// Reads an expression; `None` when it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let inner = |name: &str| text.strip_prefix(name)?.strip_suffix(')');
        if let Some(rate) = inner("rate(") {
            return rate_of(rate).map(|every_ms| Self(Kind::Rate { every_ms }));
        }
        let cron = Cron::parse(inner("cron(")?)?;
        Some(Self(Kind::Cron(Box::new(cron))))
    }

    /// The first time after `now`; a rate counts from `from`.
    #[must_use]
    pub fn next(&self, from: Timestamp, now: Timestamp) -> Option<Timestamp> {
        match &self.0 {
            Kind::Rate { every_ms } => {
                let passed = now.millis_since(from) / every_ms + 1;
                Some(from.plus_millis(passed.saturating_mul(*every_ms)))
            }
            Kind::Cron(cron) => cron.next(now),
        }
    }
}

fn rate_of(text: &str) -> Option<u64> {
    let (count, unit) = text.trim().split_once(' ')?;
    let count: u64 = count.parse().ok().filter(|count| 0 < *count)?;
    let unit = unit.trim();
    let one = if count == 1 { unit } else { unit.strip_suffix('s')? };
    let unit_ms = match one {
        "minute" => MINUTE_MS,
        "hour" => 60 * MINUTE_MS,
        "day" => DAY_MS,
        _ => return None,
    };
    count.checked_mul(unit_ms)
}

impl Cron {
    fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minutes, hours, of_month, months, of_week, years] = fields.as_slice() else {
            return None;
        };
        let day = match (*of_month, *of_week) {
            ("?", "?") => return None,
            (of_month, "?") => day_of_month(of_month)?,
            ("?", of_week) => day_of_week(of_week)?,
            _ => return None,
        };
        Some(Self {
            minutes: list(minutes, (0, 59), &[])?,
            hours: list(hours, (0, 23), &[])?,
            months: list(months, (1, 12), &MONTHS)?,
            years: list(years, (YEAR_FIRST, YEAR_LAST), &[])?,
            day,
        })
    }

    fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let first_minute = now.as_millis() / MINUTE_MS + 1;
        let today = first_minute * MINUTE_MS / DAY_MS;
        (today..=DAYS)
            .find_map(|day| {
                let date = Date::of(day)?;
                if !self.holds(date) {
                    return None;
                }
                let minutes = self.hours.iter().flat_map(|hour| {
                    self.minutes.iter().map(move |minute| u64::from(hour * 60 + minute))
                });
                let found = minutes.map(|minute| day * DAY_MS / MINUTE_MS + minute);
                found.filter(|minute| first_minute <= *minute).min()
            })
            .map(|minute| Timestamp::from_millis(minute * MINUTE_MS))
    }

    fn holds(&self, date: Date) -> bool {
        self.years.contains(&date.year) && self.months.contains(&date.month) && self.day.holds(date)
    }
}

impl Day {
    fn holds(&self, date: Date) -> bool {
        let Date { day, weekday, days_in_month, .. } = date;
        match self {
            Self::OfMonth(days) => days.contains(&day),
            Self::LastOfMonth => day == days_in_month,
            Self::NearestWeekday(wanted) => {
                let wanted = wanted.unwrap_or(days_in_month);
                wanted <= days_in_month && date.nearest_weekday(wanted) == day
            }
            Self::OfWeek(days) => days.contains(&weekday),
            Self::LastOfWeek(wanted) => weekday == *wanted && days_in_month < day + 7,
            Self::NthOfWeek(wanted, nth) => weekday == *wanted && day.div_ceil(7) == *nth,
        }
    }
}

impl Date {
    /// The day so many days after the beginning of 1970.
    fn of(days: u64) -> Option<Self> {
        let time = Timestamp::from_millis(days.checked_mul(DAY_MS)?).offset_date_time();
        let month = time.month();
        Some(Self {
            year: u32::try_from(time.year()).ok()?,
            month: u32::from(u8::from(month)),
            day: u32::from(time.day()),
            weekday: u32::from(time.weekday().number_from_sunday()),
            days_in_month: u32::from(month.length(time.year())),
        })
    }

    /// The day from Monday to Friday that is nearest to a day of this month, within the month.
    fn nearest_weekday(self, wanted: u32) -> u32 {
        let weekday = (self.weekday + 6 + wanted + 35 - self.day) % 7 + 1;
        match weekday {
            // Sunday: the Monday after, or the Friday before at the month's end.
            1 if wanted == self.days_in_month => wanted - 2,
            1 => wanted + 1,
            // Saturday: the Friday before, or the Monday after at the month's beginning.
            7 if wanted == 1 => 3,
            7 => wanted - 1,
            _ => wanted,
        }
    }
}

fn day_of_month(text: &str) -> Option<Day> {
    match text {
        "L" => return Some(Day::LastOfMonth),
        "LW" => return Some(Day::NearestWeekday(None)),
        _ => {}
    }
    if let Some(day) = text.strip_suffix('W') {
        let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
        return Some(Day::NearestWeekday(Some(day)));
    }
    list(text, (1, 31), &[]).map(Day::OfMonth)
}

fn day_of_week(text: &str) -> Option<Day> {
    if let Some((day, nth)) = text.split_once('#') {
        let nth = nth.parse().ok().filter(|nth| (1..=5).contains(nth))?;
        return Some(Day::NthOfWeek(value(day, (1, 7), &WEEKDAYS)?, nth));
    }
    match text.strip_suffix('L') {
        Some("") => Some(Day::OfWeek(vec![7])),
        Some(day) => value(day, (1, 7), &WEEKDAYS).map(Day::LastOfWeek),
        None => list(text, (1, 7), &WEEKDAYS).map(Day::OfWeek),
    }
}

/// A field's values: `*`, a value, `a-b`, any of them with `/step`, several with commas.
fn list(text: &str, bounds: (u32, u32), names: &[&str]) -> Option<Vec<u32>> {
    let mut values = Vec::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse().ok().filter(|step| 0 < *step)?)),
            None => (part, None),
        };
        let (low, high) = match range.split_once('-') {
            _ if range == "*" => bounds,
            Some((low, high)) => (value(low, bounds, names)?, value(high, bounds, names)?),
            None => {
                let low = value(range, bounds, names)?;
                // `5/10` goes on from 5 to the end.
                (low, if step.is_some() { bounds.1 } else { low })
            }
        };
        if low <= high {
            values.extend((low..=high).step_by(step.unwrap_or(1)));
        } else {
            // `FRI-MON` goes round the end.
            values.extend((low..=bounds.1).chain(bounds.0..=high).step_by(step.unwrap_or(1)));
        }
    }
    Some(values)
}

fn value(text: &str, (low, high): (u32, u32), names: &[&str]) -> Option<u32> {
    let place = names.iter().position(|name| name.eq_ignore_ascii_case(text));
    let number = match place {
        Some(place) => u32::try_from(place).ok()? + low,
        None => text.parse().ok()?,
    };
    (low..=high).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use samara_base::Timestamp;

    use super::Schedule;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    /// The next two times after Saturday, 21 November 2026, 12:00.
    #[test]
    fn times() {
        let cases = [
            ("rate(1 minute)", "2026-11-21T12:01:00Z", "2026-11-21T12:02:00Z"),
            ("rate(12 hours)", "2026-11-22T00:00:00Z", "2026-11-22T12:00:00Z"),
            ("cron(0 12 * * ? *)", "2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z"),
            ("cron(15 10 ? * 6L 2026-2027)", "2026-11-27T10:15:00Z", "2026-12-25T10:15:00Z"),
            ("cron(0/15 * * * ? *)", "2026-11-21T12:15:00Z", "2026-11-21T12:30:00Z"),
            ("cron(0 18 ? * MON-FRI *)", "2026-11-23T18:00:00Z", "2026-11-24T18:00:00Z"),
            ("cron(0 8 1 * ? *)", "2026-12-01T08:00:00Z", "2027-01-01T08:00:00Z"),
            ("cron(0/30 20-2 ? * FRI-SUN *)", "2026-11-21T20:00:00Z", "2026-11-21T20:30:00Z"),
            ("cron(0 0 L * ? *)", "2026-11-30T00:00:00Z", "2026-12-31T00:00:00Z"),
            ("cron(0 9 ? * 2#1 *)", "2026-12-07T09:00:00Z", "2027-01-04T09:00:00Z"),
            ("cron(0 9 15W * ? *)", "2026-12-15T09:00:00Z", "2027-01-15T09:00:00Z"),
            ("cron(0 9 1W AUG ? *)", "2027-08-02T09:00:00Z", "2028-08-01T09:00:00Z"),
            ("cron(0 9 LW * ? *)", "2026-11-30T09:00:00Z", "2026-12-31T09:00:00Z"),
            ("cron(0 0 29 2 ? *)", "2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"),
        ];
        let now = at("2026-11-21T12:00:00Z");
        for (text, first, second) in cases {
            let schedule = Schedule::parse(text).unwrap_or_else(|| panic!("{text}"));
            let next = schedule.next(now, now).unwrap();
            assert_eq!(next.iso8601(), first, "{text}");
            assert_eq!(schedule.next(now, next).unwrap().iso8601(), second, "{text}");
        }
        let past = Schedule::parse("cron(0 0 1 1 ? 2020)").unwrap();
        assert_eq!(past.next(now, now), None);
    }

    /// Missed times are not made up for: the next one is after now.
    #[test]
    fn a_rate_keeps_its_beat_over_a_gap() {
        let schedule = Schedule::parse("rate(5 minutes)").unwrap();
        let next = schedule.next(at("2026-11-21T12:00:00Z"), at("2026-11-21T13:02:00Z"));
        assert_eq!(next.unwrap().iso8601(), "2026-11-21T13:05:00Z");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for text in [
            "",
            "rate(0 minutes)",
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(5 weeks)",
            "cron(0 12 * * * *)",
            "cron(0 12 ? * ? *)",
            "cron(60 12 * * ? *)",
            "cron(0 12 * * ?)",
            "cron(0 12 ? * MON#6 *)",
            "cron(0 12 32W * ? *)",
            "at(2026-01-01T00:00:00)",
        ] {
            assert_eq!(Schedule::parse(text), None, "{text}");
        }
    }
}
