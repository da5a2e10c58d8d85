"""Shipping: sends what was ordered.

Hears OrderPlaced, writes the shipment, publishes OrderShipped. An event arrives at least once, and
this function may have died anywhere in an earlier try. So the shipment is written only where none
is, and OrderShipped is published every time: an event too many does no harm, a missing one does.
"""

import json
import os

import boto3
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table(os.environ["SHIPMENTS_TABLE"])
bus = boto3.client("events")


def handler(event, context):
    order = event["detail"]
    put_unless_there(
        {
            "orderId": order["orderId"],
            "customer": order["customer"],
            "items": order["items"],
            "orderedAt": event["time"],
        }
    )
    publish("OrderShipped", {"orderId": order["orderId"], "customer": order["customer"]})
    print("OrderShipped", order["orderId"])


def put_unless_there(shipment):
    try:
        table.put_item(Item=shipment, ConditionExpression="attribute_not_exists(orderId)")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise


def publish(detail_type, detail):
    result = bus.put_events(
        Entries=[
            {
                "EventBusName": os.environ["ORDER_BUS"],
                "Source": "shop.shipping",
                "DetailType": detail_type,
                "Detail": json.dumps(detail),
            }
        ]
    )
    # PutEvents answers 200 even when it took nothing.
    if result["FailedEntryCount"]:
        raise RuntimeError(f"the bus refused {detail_type}: {result['Entries'][0]}")
