//! Which spares are kept, as a value: how many of which kind, for how long, and what is to be done
//! next. No clock, no I/O; a spare is anything [`Kept`].
//!
//! A *kind* is the spares of one order. It appears when a start asks for one, and goes when none
//! has asked for [`IDLE_MAX`]: a server whose functions are not called keeps none, and what it
//! keeps is what was used last. Nothing is kept while the machine is short of memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::launcher::order::Order;

/// How many bare sandboxes are kept ready. One costs some half a megabyte.
pub(crate) const BARE_MAX: usize = 4;
/// How many interpreters are kept ready of one kind. One costs 10 to 60 MiB.
pub(crate) const PREWARMED_MAX: usize = 1;
/// How many kinds of interpreter are kept ready, those asked for last.
pub(crate) const KINDS_MAX: usize = 4;
/// How long a spare of a kind is kept that no start has asked for.
pub(crate) const IDLE_MAX: Duration = Duration::from_mins(10);
/// How often it is looked, while any are kept, whether the machine has memory for them.
pub(crate) const LOOK_EVERY: Duration = Duration::from_secs(15);
/// After how many failures in a row a kind is given up, for [`GIVEN_UP_FOR`].
const FAILURES_MAX: u32 = 3;
/// How long a kind stays given up: what failed may have been the machine's trouble of a moment, and
/// a function in use would else start slowly for as long as it is called.
const GIVEN_UP_FOR: Duration = Duration::from_mins(1);

/// What a stock keeps.
pub(crate) trait Kept: Sized {
    /// One like it, of what is not used up by a start.
    fn again(&self) -> Option<Self>;
}

/// The spares of one server.
#[derive(Debug)]
pub(crate) struct Stock<S> {
    /// The one that was asked for last comes first.
    all: Vec<Kind<S>>,
    stopped: bool,
}

#[derive(Debug)]
struct Kind<S> {
    order: Arc<Order>,
    ready: Vec<S>,
    asked: Instant,
    failures: u32,
    /// When it was first asked for in vain.
    given_up: Option<Instant>,
}

/// What the keeper of a stock has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Make one by this order, and put it in.
    Make(Arc<Order>),
    /// Wait until something changes, at most so long if any time is named.
    Wait(Option<Duration>),
    /// It is over.
    Stop,
}

/// How a request for a spare ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken<S> {
    /// Here it is.
    Spare(S),
    /// There is none yet.
    None,
    /// There are some, but they do not fit; why not.
    Unfit(String),
    /// Its kind cannot be made here.
    GivenUp,
}

impl<S> Kind<S> {
    fn new(order: Arc<Order>, asked: Instant) -> Self {
        Self { order, ready: Vec::new(), asked, failures: 0, given_up: None }
    }

    fn is_bare(&self) -> bool {
        self.order.start.is_none()
    }

    fn lacks(&self) -> bool {
        let most = if self.is_bare() { BARE_MAX } else { PREWARMED_MAX };
        self.failures < FAILURES_MAX && self.ready.len() < most
    }

    /// Whether it has been given up for long enough; then it has another chance.
    fn has_another_chance(&mut self, now: Instant) -> bool {
        let since = *self.given_up.get_or_insert(now);
        let due = GIVEN_UP_FOR <= now.saturating_duration_since(since);
        if due {
            self.failures = 0;
            self.given_up = None;
        }
        due
    }
}

impl<S> Default for Stock<S> {
    fn default() -> Self {
        Self { all: Vec::new(), stopped: false }
    }
}

impl<S: Kept> Stock<S> {
    /// Takes one that fits. That it was asked for is remembered; `excess` gets the spares of the
    /// kind that goes for it, if one must.
    pub(crate) fn take(
        &mut self,
        order: &Arc<Order>,
        now: Instant,
        fits: impl Fn(&S) -> Result<(), String>,
        excess: &mut Vec<S>,
    ) -> Taken<S> {
        if self.stopped {
            return Taken::GivenUp;
        }
        let known = self.all.iter().position(|kind| kind.order == *order);
        let mut kind =
            known.map_or_else(|| Kind::new(Arc::clone(order), now), |at| self.all.remove(at));
        kind.asked = now;
        let taken = match kind.ready.pop() {
            Some(spare) => match fits(&spare) {
                Ok(()) => {
                    kind.ready.extend(spare.again());
                    Taken::Spare(spare)
                }
                Err(reason) => {
                    kind.ready.push(spare);
                    Taken::Unfit(reason)
                }
            },
            None if kind.lacks() || kind.has_another_chance(now) => Taken::None,
            None => Taken::GivenUp,
        };
        self.all.insert(0, kind);
        self.keep_last_kinds(excess);
        taken
    }

    fn keep_last_kinds(&mut self, excess: &mut Vec<S>) {
        let mut prewarmed = 0;
        self.all.retain_mut(|kind| {
            prewarmed += usize::from(!kind.is_bare());
            let keep = kind.is_bare() || prewarmed <= KINDS_MAX;
            if !keep {
                excess.append(&mut kind.ready);
            }
            keep
        });
    }

    /// What to do next. `excess` gets the spares that are to be let go.
    pub(crate) fn next(&mut self, now: Instant, short: bool, excess: &mut Vec<S>) -> Step {
        if self.stopped {
            return Step::Stop;
        }
        self.all.retain_mut(|kind| {
            let used = now.saturating_duration_since(kind.asked) < IDLE_MAX;
            if !used || short {
                excess.append(&mut kind.ready);
            }
            used
        });
        if self.all.is_empty() {
            return Step::Wait(None);
        }
        // A bare one is cheap, and serves whoever comes.
        let mut lacking = self.all.iter().filter(|kind| kind.lacks());
        let next = lacking.clone().find(|kind| kind.is_bare()).or_else(|| lacking.next());
        match next {
            Some(kind) if !short => Step::Make(Arc::clone(&kind.order)),
            _ => Step::Wait(Some(LOOK_EVERY)),
        }
    }

    /// Takes in what was made. Gives it back when nobody wants it any more.
    pub(crate) fn put(&mut self, order: &Arc<Order>, made: Option<S>) -> Option<S> {
        let Some(kind) = self.kind(order) else { return made };
        match made {
            Some(spare) => {
                kind.failures = 0;
                kind.ready.push(spare);
            }
            None => kind.failures += 1,
        }
        None
    }

    /// One that was taken turned out to be of no use. Gives back what is like it.
    pub(crate) fn failed(&mut self, order: &Arc<Order>) -> Vec<S> {
        let Some(kind) = self.kind(order) else { return Vec::new() };
        kind.failures += 1;
        kind.ready.extract_if(.., |spare| spare.again().is_some()).collect()
    }

    /// Ends it; gives all that there are.
    pub(crate) fn stop(&mut self) -> Vec<S> {
        self.stopped = true;
        self.all.drain(..).flat_map(|kind| kind.ready).collect()
    }

    /// Each kind that is kept, with those that are ready.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (&Order, &[S])> {
        self.all.iter().map(|kind| (&*kind.order, kind.ready.as_slice()))
    }

    fn kind(&mut self, order: &Arc<Order>) -> Option<&mut Kind<S>> {
        self.all.iter_mut().find(|kind| kind.order == *order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::launcher::order::Start;
    use crate::layout::Base;

    impl Kept for u32 {
        fn again(&self) -> Option<Self> {
            (*self == IMAGE).then_some(IMAGE)
        }
    }

    const IMAGE: u32 = 9;

    fn bare() -> Arc<Order> {
        Arc::new(Base::default().bare(false))
    }

    fn prewarmed(program: &str) -> Arc<Order> {
        let start = Start {
            program: program.to_owned(),
            arguments: Vec::new(),
            environment: Vec::new(),
            working_folder: "/".to_owned(),
        };
        Arc::new(Order { start: Some(start), ..Base::default().bare(false) })
    }

    fn take(stock: &mut Stock<u32>, order: &Arc<Order>, now: Instant) -> Taken<u32> {
        stock.take(order, now, |_| Ok(()), &mut Vec::new())
    }

    /// Makes all that is lacking; how many of each order, in the order of making.
    fn fill(stock: &mut Stock<u32>, now: Instant) -> Vec<Arc<Order>> {
        let mut made = Vec::new();
        while let Step::Make(order) = stock.next(now, false, &mut Vec::new()) {
            assert_eq!(stock.put(&order, Some(7)), None);
            made.push(order);
        }
        made
    }

    /// An idle server must not spend memory on functions that nobody calls.
    #[test]
    fn nothing_is_kept_before_it_is_asked_for_nor_long_after() {
        let (mut stock, now) = (Stock::default(), Instant::now());
        assert_eq!(stock.next(now, false, &mut Vec::new()), Step::Wait(None));
        assert_eq!(take(&mut stock, &prewarmed("python"), now), Taken::None);
        assert_eq!(fill(&mut stock, now), [prewarmed("python")]);
        assert_eq!(take(&mut stock, &prewarmed("python"), now), Taken::Spare(7));
        assert_eq!(fill(&mut stock, now).len(), PREWARMED_MAX);
        let mut excess = Vec::new();
        let later = now + IDLE_MAX;
        assert_eq!(stock.next(later, false, &mut excess), Step::Wait(None));
        assert_eq!(excess, [7]);
    }

    /// The processes of functions in use come before those that may be of use.
    #[test]
    fn nothing_is_kept_while_memory_is_short() {
        let (mut stock, now) = (Stock::default(), Instant::now());
        assert_eq!(take(&mut stock, &bare(), now), Taken::None);
        assert_eq!(fill(&mut stock, now).len(), BARE_MAX);
        let mut excess = Vec::new();
        assert_eq!(stock.next(now, true, &mut excess), Step::Wait(Some(LOOK_EVERY)));
        assert_eq!(excess.len(), BARE_MAX);
        assert_eq!(fill(&mut stock, now).len(), BARE_MAX, "it is made again when there is room");
    }

    /// Many kinds would take all memory, however few there are of each.
    #[test]
    fn only_the_kinds_asked_for_last_are_kept() {
        let (mut stock, now) = (Stock::default(), Instant::now());
        assert_eq!(take(&mut stock, &bare(), now), Taken::None);
        let mut excess = Vec::new();
        for number in 0..=KINDS_MAX {
            let order = prewarmed(&number.to_string());
            assert_eq!(stock.take(&order, now, |_| Ok(()), &mut excess), Taken::None);
            fill(&mut stock, now);
        }
        assert_eq!(excess, [7], "the first of them goes");
        let ready: usize = stock.kinds().map(|(_, ready)| ready.len()).sum();
        assert_eq!(ready, BARE_MAX + KINDS_MAX * PREWARMED_MAX);
    }

    /// A host that cannot make one must not try for ever, at every start's cost.
    #[test]
    fn what_fails_again_and_again_is_given_up() {
        let (mut stock, now) = (Stock::<u32>::default(), Instant::now());
        let order = prewarmed("python");
        assert_eq!(take(&mut stock, &order, now), Taken::None);
        let mut tries = 0;
        while let Step::Make(order) = stock.next(now, false, &mut Vec::new()) {
            assert_eq!(stock.put(&order, None), None);
            tries += 1;
        }
        assert_eq!(tries, FAILURES_MAX);
        assert_eq!(take(&mut stock, &order, now), Taken::GivenUp);
        // Not for as long as it is asked for, though: it may be made by now.
        let soon = now + GIVEN_UP_FOR / 2;
        assert_eq!(take(&mut stock, &order, soon), Taken::GivenUp);
        let later = now + GIVEN_UP_FOR;
        assert_eq!(take(&mut stock, &order, later), Taken::None);
        assert_eq!(stock.next(later, false, &mut Vec::new()), Step::Make(order));
    }

    /// An image that was gone after one start would be made again for each.
    #[test]
    fn an_image_serves_every_start_until_one_fails() {
        let (mut stock, now) = (Stock::default(), Instant::now());
        let order = prewarmed("python");
        assert_eq!(take(&mut stock, &order, now), Taken::None);
        assert_eq!(stock.next(now, false, &mut Vec::new()), Step::Make(Arc::clone(&order)));
        assert_eq!(stock.put(&order, Some(IMAGE)), None);
        for _ in 0..3 {
            assert_eq!(take(&mut stock, &order, now), Taken::Spare(IMAGE));
        }
        assert_eq!(stock.next(now, false, &mut Vec::new()), Step::Wait(Some(LOOK_EVERY)));
        assert_eq!(stock.failed(&order), [IMAGE], "it goes, and another is made");
        assert_eq!(take(&mut stock, &order, now), Taken::None);
        assert_eq!(stock.next(now, false, &mut Vec::new()), Step::Make(order));
    }

    /// One that does not fit this function stays for the next.
    #[test]
    fn what_does_not_fit_is_kept() {
        let (mut stock, now) = (Stock::default(), Instant::now());
        assert_eq!(take(&mut stock, &bare(), now), Taken::None);
        fill(&mut stock, now);
        let unfit = |_: &u32| Err("its own boto3".to_owned());
        let taken = stock.take(&bare(), now, unfit, &mut Vec::new());
        assert_eq!(taken, Taken::Unfit("its own boto3".to_owned()));
        assert_eq!(take(&mut stock, &bare(), now), Taken::Spare(7));
    }

    /// What was being made when the server stopped must not outlive it.
    #[test]
    fn nothing_is_taken_in_after_the_end() {
        let (mut stock, now) = (Stock::default(), Instant::now());
        assert_eq!(take(&mut stock, &bare(), now), Taken::None);
        let step = stock.next(now, false, &mut Vec::new());
        assert_eq!(step, Step::Make(bare()));
        assert_eq!(stock.stop(), Vec::<u32>::new());
        assert_eq!(stock.put(&bare(), Some(7)), Some(7));
        assert_eq!(stock.next(now, false, &mut Vec::new()), Step::Stop);
        assert_eq!(take(&mut stock, &bare(), now), Taken::GivenUp);
    }
}
