// From an HTTP request to the order that it asks for, or to what is wrong with it. Pure.

const ITEMS_MAX = 50;
const QUANTITY_MAX = 1000;

// An order's name: the client's own, so that it can send the order again.
const ORDER_ID = /^[A-Za-z0-9_-]{1,64}$/;

export function readOrder(event) {
  const document = readDocument(event);
  if (document === undefined) return { problem: "The body must be a JSON object." };
  const { orderId, customer, items } = document;

  if (orderId !== undefined && !isText(orderId, ORDER_ID)) {
    return { problem: "orderId must be 1 to 64 letters, digits, hyphens or underscores." };
  }
  if (!isText(customer, /^.{1,200}$/)) {
    return { problem: "customer must be text of 1 to 200 characters." };
  }
  if (!Array.isArray(items) || items.length < 1 || items.length > ITEMS_MAX) {
    return { problem: `items must be a list of 1 to ${ITEMS_MAX} items.` };
  }
  if (!items.every(isItem)) {
    return { problem: `Each item needs a productId and a quantity of 1 to ${QUANTITY_MAX}.` };
  }
  const order = {
    customer,
    items: items.map(({ productId, quantity }) => ({ productId, quantity })),
  };
  return { order: orderId === undefined ? order : { orderId, ...order } };
}

function readDocument({ body, isBase64Encoded }) {
  try {
    const text = isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
    const document = JSON.parse(text);
    return typeof document === "object" && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

function isItem(item) {
  return (
    isText(item?.productId, /^.{1,100}$/) &&
    Number.isInteger(item.quantity) &&
    item.quantity >= 1 &&
    item.quantity <= QUANTITY_MAX
  );
}

function isText(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}
