//! Which resource comes before which.

use std::collections::{BTreeMap, BTreeSet};

/// Names and the names each of them needs.
pub(crate) type Needs = BTreeMap<String, BTreeSet<String>>;

/// The names so ordered that each comes after what it needs; those that are free to come earlier
/// keep the order they are given in.
///
/// # Errors
/// The names that wait for one another, in the order in which they do.
pub(crate) fn ordered(names: &[String], needs: &Needs) -> Result<Vec<String>, Vec<String>> {
    let all: BTreeSet<&String> = names.iter().collect();
    let mut waiting: BTreeMap<&String, usize> = BTreeMap::new();
    let mut wanted_by: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for name in names {
        let needed = needs.get(name).into_iter().flatten().filter(|need| all.contains(need));
        let mut count = 0;
        for need in needed {
            wanted_by.entry(need).or_default().push(name);
            count += 1;
        }
        waiting.insert(name, count);
    }
    let position: BTreeMap<&String, usize> =
        names.iter().enumerate().map(|(index, name)| (name, index)).collect();
    let mut ready: BTreeSet<(usize, &String)> = position
        .iter()
        .filter(|(name, _)| waiting.get(*name) == Some(&0))
        .map(|(name, index)| (*index, *name))
        .collect();
    let mut order = Vec::with_capacity(names.len());
    while let Some((_, name)) = ready.pop_first() {
        order.push(name.clone());
        for dependent in wanted_by.get(name).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(dependent) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.insert((position.get(dependent).copied().unwrap_or(0), dependent));
                }
            }
        }
    }
    if order.len() == names.len() { Ok(order) } else { Err(cycle(&order, names, needs)) }
}

/// Follows needs from any name that could not be ordered until one comes again.
fn cycle(ordered: &[String], names: &[String], needs: &Needs) -> Vec<String> {
    let left: BTreeSet<&String> = names.iter().filter(|name| !ordered.contains(name)).collect();
    let mut path: Vec<String> = Vec::new();
    let mut at = left.first().copied();
    while let Some(name) = at {
        if let Some(start) = path.iter().position(|one| one == name) {
            return path.split_off(start);
        }
        path.push(name.clone());
        at = needs.get(name).into_iter().flatten().find(|need| left.contains(need));
    }
    path
}
