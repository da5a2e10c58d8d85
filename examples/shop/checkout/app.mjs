// Checkout: takes orders.
//
//   POST /orders         {"customer": "...", "items": [{"productId": "...", "quantity": 1}]}
//   GET  /orders/{id}
//
// An order that was answered with 201 is in the table, and its OrderPlaced is on the bus. Two
// writes cannot be one here, so their order matters: the order first, then the event. If the
// event fails, the client gets a 500 and sends the same order again. For that it names the order
// itself ("orderId"): the second try finds the first one's order and publishes its event, which
// may then be published twice. Who listens must not mind that.

import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";

import { readOrder } from "./order.mjs";

const { ORDERS_TABLE, ORDER_BUS } = process.env;
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bus = new EventBridgeClient({});

export async function handler(event) {
  const orderId = event.pathParameters?.id;
  return orderId === undefined ? placeOrder(event) : showOrder(orderId);
}

async function placeOrder(event) {
  const { order: wanted, problem } = readOrder(event);
  if (problem) return answer(400, { message: problem });
  const order = { orderId: wanted.orderId ?? randomUUID(), ...wanted };

  const earlier = await putUnlessThere(order);
  if (earlier && !isDeepStrictEqual(earlier, order)) {
    return answer(409, { message: `Another order is named ${order.orderId}.` });
  }
  await publish("OrderPlaced", order);
  return answer(201, order);
}

async function showOrder(orderId) {
  const order = await getOrder(orderId);
  if (!order) return answer(404, { message: `There is no order ${orderId}.` });
  return answer(200, order);
}

// Puts an order, unless one of its name is there; then that one is what comes back.
async function putUnlessThere(order) {
  try {
    await table.send(
      new PutCommand({
        TableName: ORDERS_TABLE,
        Item: order,
        ConditionExpression: "attribute_not_exists(orderId)",
      }),
    );
    return undefined;
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error;
    return getOrder(order.orderId);
  }
}

async function getOrder(orderId) {
  const found = await table.send(
    new GetCommand({ TableName: ORDERS_TABLE, Key: { orderId }, ConsistentRead: true }),
  );
  return found.Item;
}

async function publish(detailType, order) {
  const result = await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: ORDER_BUS,
          Source: "shop.checkout",
          DetailType: detailType,
          Detail: JSON.stringify(order),
        },
      ],
    }),
  );
  // PutEvents answers 200 even when it took nothing.
  if (result.FailedEntryCount > 0) {
    const { ErrorCode, ErrorMessage } = result.Entries[0];
    throw new Error(`the bus refused ${detailType}: ${ErrorCode}: ${ErrorMessage}`);
  }
  console.log(`${detailType} ${order.orderId}`);
}

function answer(statusCode, document) {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(document),
  };
}
