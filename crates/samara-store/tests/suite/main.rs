//! The store's behaviour, as its users and its operators see it. Both engines run what is promised
//! of both; the rest is about what the embedded one survives.

#[cfg(test)]
mod both;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod operation;
#[cfg(test)]
mod serializable;
#[cfg(test)]
mod support;
