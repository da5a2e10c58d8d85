//! From an event to the notice that a customer would get. Pure: an event in, a notice out.

use serde::Deserialize;

/// An event as EventBridge hands it over; the fields that this function needs.
#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    /// The same on every redelivery of one event.
    pub(crate) id: String,
    /// What happened: `OrderPlaced` or `OrderShipped`.
    #[serde(rename = "detail-type")]
    pub(crate) kind: String,
    /// When it happened, as RFC 3339.
    pub(crate) time: String,
    /// The order that it happened to.
    pub(crate) detail: Order,
}

/// What both events say of an order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    /// The order's name, chosen by the client or by checkout.
    pub(crate) order_id: String,
    /// The customer's address.
    pub(crate) customer: String,
}

/// What a customer would be sent. There is one for an order and a kind, however often its event
/// arrives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// The order that it is about.
    pub(crate) order_id: String,
    /// The kind of event that it tells of.
    pub(crate) kind: String,
    /// Who gets it.
    pub(crate) recipient: String,
    /// What it says.
    pub(crate) text: String,
    /// The event that caused it.
    pub(crate) event_id: String,
    /// When that event happened, as RFC 3339.
    pub(crate) time: String,
}

/// An event that this function has no words for.
#[derive(Debug, thiserror::Error)]
#[error("no notice is written for an event of the kind {kind:?}")]
pub(crate) struct UnknownKind {
    kind: String,
}

impl Notice {
    /// The notice that an event causes.
    ///
    /// # Errors
    /// If the event is of a kind that nobody is told of: the rule lets through what it should not.
    pub(crate) fn of(event: Event) -> Result<Self, UnknownKind> {
        let Event { id, kind, time, detail: Order { order_id, customer } } = event;
        let text = match kind.as_str() {
            "OrderPlaced" => format!("Thank you! We have your order {order_id}."),
            "OrderShipped" => format!("Your order {order_id} is on its way."),
            _ => return Err(UnknownKind { kind }),
        };
        Ok(Self { order_id, kind, recipient: customer, text, event_id: id, time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str) -> Event {
        let text = format!(
            r#"{{"id": "e-1", "detail-type": "{kind}", "time": "2026-11-21T09:00:00Z",
                "source": "shop.checkout", "detail": {{"orderId": "o-1", "customer": "ada"}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn each_kind_of_event_tells_the_customer_its_own_news() {
        let placed = Notice::of(event("OrderPlaced")).unwrap();
        let shipped = Notice::of(event("OrderShipped")).unwrap();
        assert_eq!(placed.text, "Thank you! We have your order o-1.");
        assert_eq!(shipped.text, "Your order o-1 is on its way.");
        assert_eq!((placed.recipient, placed.event_id), ("ada".into(), "e-1".into()));
    }

    #[test]
    fn an_event_of_another_kind_is_refused_by_name() {
        let refusal = Notice::of(event("OrderEaten")).unwrap_err();
        assert!(refusal.to_string().contains("OrderEaten"));
    }
}
