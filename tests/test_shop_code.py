"""What of the shop's code runs without any server."""

import base64
import json
import subprocess

import pytest
from harness import ROOT

ORDER = ROOT / "examples" / "shop" / "checkout" / "order.mjs"

READ = """
import { readOrder } from %s;
const events = JSON.parse(process.argv[1]);
console.log(JSON.stringify(events.map(readOrder)));
"""


def read(*bodies, **more):
    """What checkout reads from requests with these bodies."""
    events = [{"body": body, "isBase64Encoded": False, **more} for body in bodies]
    script = READ % json.dumps(str(ORDER))
    command = ["node", "--input-type=module", "-e", script, json.dumps(events)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def order(**more):
    return {"customer": "ada", "items": [{"productId": "mug", "quantity": 1}], **more}


def test_checkout_takes_an_order_and_only_what_belongs_to_it():
    wanted = order(orderId="o-1", admin=True)
    wanted["items"][0]["priceCents"] = 1
    (got,) = read(json.dumps(wanted))
    assert got == {"order": order(orderId="o-1")}


def test_checkout_takes_a_body_that_the_door_put_in_base64():
    body = base64.b64encode(json.dumps(order()).encode()).decode()
    assert read(body, isBase64Encoded=True) == [{"order": order()}]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (None, "JSON object"),
        ("", "JSON object"),
        ("null", "JSON object"),
        ("7", "JSON object"),
        ("{", "JSON object"),
        (json.dumps(order(orderId="a b")), "orderId"),
        (json.dumps(order(orderId=7)), "orderId"),
        (json.dumps(order(orderId="x" * 65)), "orderId"),
        (json.dumps(order(customer="")), "customer"),
        (json.dumps(order(customer=None)), "customer"),
        (json.dumps(order(items="mug")), "items"),
        (json.dumps(order(items=[])), "items"),
        (json.dumps(order(items=[None])), "productId"),
        (json.dumps(order(items=[{"productId": "mug"}])), "quantity"),
        (json.dumps(order(items=[{"productId": "mug", "quantity": 1.5}])), "quantity"),
        (json.dumps(order(items=[{"productId": "mug", "quantity": 1001}])), "quantity"),
        (json.dumps(order(items=[{"productId": "mug", "quantity": 1}] * 51)), "items"),
    ],
)
def test_checkout_says_what_is_wrong_with_an_order(body, said):
    (got,) = read(body)
    assert "order" not in got
    assert said in got["problem"]
