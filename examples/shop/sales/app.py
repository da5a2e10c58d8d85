"""Sales: what sells best.

    GET /bestsellers    the products that were ordered most, best first

Hears of orders from the stream of checkout's table. A record arrives at least once, and each order
has to count once, so a note that the order was counted and the counts themselves are one
transaction: either all of it is in the table or nothing. The notes have no `kind`, which keeps them
out of the index.
"""

import json
import os
from collections import Counter

import boto3
from boto3.dynamodb.conditions import Key
from boto3.dynamodb.types import TypeDeserializer

BEST_SELLERS_MAX = 10

sales = boto3.resource("dynamodb").Table(os.environ["SALES_TABLE"])
client = sales.meta.client
read = TypeDeserializer().deserialize


def handler(event, context):
    if "Records" in event:
        return count_orders(event["Records"])
    return answer(200, {"products": best_sellers()})


def count_orders(records):
    """Counts orders up to the first that cannot be, which is where the stream goes on later."""
    for record in records:
        order = {name: read(value) for name, value in record["dynamodb"]["NewImage"].items()}
        try:
            count_once(order)
        except client.exceptions.TransactionCanceledException as error:
            reasons = error.response["CancellationReasons"]
            if reasons[0]["Code"] != "ConditionalCheckFailed":
                print("not counted yet", order["orderId"], reasons)
                failed = record["dynamodb"]["SequenceNumber"]
                return {"batchItemFailures": [{"itemIdentifier": failed}]}
    return {"batchItemFailures": []}


def count_once(order):
    ordered = Counter()
    for item in order["items"]:
        ordered[item["productId"]] += item["quantity"]
    note = {
        "TableName": sales.name,
        "Item": {"name": f"order/{order['orderId']}"},
        "ConditionExpression": "attribute_not_exists(#name)",
        "ExpressionAttributeNames": {"#name": "name"},
    }
    counts = [count_of(product_id, quantity) for product_id, quantity in ordered.items()]
    client.transact_write_items(TransactItems=[{"Put": note}, *counts])


def count_of(product_id, quantity):
    update = {
        "TableName": sales.name,
        "Key": {"name": f"product/{product_id}"},
        "UpdateExpression": "SET kind = :product, productId = :id ADD sold :quantity",
        "ExpressionAttributeValues": {
            ":product": "product",
            ":id": product_id,
            ":quantity": quantity,
        },
    }
    return {"Update": update}


def best_sellers():
    found = sales.query(
        IndexName="BestSellers",
        KeyConditionExpression=Key("kind").eq("product"),
        ScanIndexForward=False,
        Limit=BEST_SELLERS_MAX,
    )
    return [{"productId": item["productId"], "sold": int(item["sold"])} for item in found["Items"]]


def answer(status_code, document):
    return {
        "statusCode": status_code,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(document),
    }
