"""Catalogue: what can be bought.

    GET /products         a page of products; ?after=ID gives the page behind that product
    GET /products/{id}    one product

The first reader of an empty table fills it from `products.json`. Each product is put only where
none of its name stands, so two first readers at once, or a product edited meanwhile, do no harm.
"""

import json
import os
from pathlib import Path

import boto3
from botocore.exceptions import ClientError

PAGE_SIZE = 50

table = boto3.resource("dynamodb").Table(os.environ["PRODUCTS_TABLE"])


def handler(event, context):
    product_id = (event.get("pathParameters") or {}).get("id")
    if product_id is None:
        after = (event.get("queryStringParameters") or {}).get("after")
        return answer(200, list_products(after))
    product = get_product(product_id)
    if product is None:
        return answer(404, {"message": f"There is no product {product_id}."})
    return answer(200, product)


def list_products(after):
    page = {"Limit": PAGE_SIZE, "ConsistentRead": True}
    if after:
        page["ExclusiveStartKey"] = {"productId": after}
    found = table.scan(**page)
    if not after and not found["Items"] and fill_if_empty():
        found = table.scan(**page)
    next_key = found.get("LastEvaluatedKey")
    return {"products": found["Items"], "next": next_key and next_key["productId"]}


def get_product(product_id):
    wanted = {"Key": {"productId": product_id}, "ConsistentRead": True}
    product = table.get_item(**wanted).get("Item")
    if product is None and fill_if_empty():
        product = table.get_item(**wanted).get("Item")
    return product


def fill_if_empty():
    """Fills the table if nothing is in it; whether it did."""
    if table.scan(Limit=1)["Items"]:
        return False
    for product in json.loads(Path(__file__).with_name("products.json").read_text()):
        try:
            table.put_item(Item=product, ConditionExpression="attribute_not_exists(productId)")
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
    return True


def answer(status, document):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        # DynamoDB's numbers come back as Decimal; all of ours are whole.
        "body": json.dumps(document, default=int),
    }
