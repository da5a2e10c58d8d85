//! The store's behaviour, as its users and its operators see it. Both engines run what is promised
//! of both; the rest is about what the embedded one survives.

#[cfg(test)]
mod both;
#[cfg(test)]
mod serializable;
#[cfg(test)]
mod support;
