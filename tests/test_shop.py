"""The example shop, deployed as a newcomer would, and what the README promises of it."""

import datetime
import json
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness import (
    BINARY,
    PATIENCE_SECONDS,
    ROOT,
    Server,
    Stacks,
    api_id_of,
    call_api,
    environment,
    request,
    rows,
    runtimes,
    unique,
    wait_for,
)

SHOP = ROOT / "examples" / "shop"

# From an order's 201 to both notices, at most, when every function is warm.
NEWS_SECONDS = 1.0

# How long a server waits before the first retry, in the test that watches retries.
RETRY_BASE_MS = 500

ALWAYS_RAISES = """
def handler(event, context):
    print(event["detail"]["orderId"])
    raise RuntimeError("always")
"""


class Shop:
    """A deployed shop: how a customer and its owner reach it."""

    def __init__(self, server, stacks, name):
        self.server, self.name = server, name
        self.outputs = stacks.outputs(name)
        self.api = api_id_of(self.outputs["ApiUrl"])
        self.ddb = server.client("dynamodb")

    def call(self, method, path, body=None, **more):
        return call_api(self.server, self.api, method, path, body, **more)

    def order(self, order_id, seconds=PATIENCE_SECONDS, **more):
        wanted = {
            "orderId": order_id,
            "customer": "ada@example.com",
            "items": [{"productId": "mug", "quantity": 2}],
            **more,
        }
        return self.call("POST", "/orders", wanted, seconds=seconds)

    def shipment(self, order_id):
        key = {"orderId": {"S": order_id}}
        return self.ddb.get_item(TableName=self.outputs["ShipmentsTable"], Key=key).get("Item")

    def sold(self):
        """How many of each product were sold, and how many orders were counted."""
        items = rows(self.ddb, self.outputs["SalesTable"])
        counts = {
            item["productId"]["S"]: int(item["sold"]["N"]) for item in items if "sold" in item
        }
        return counts, sum("sold" not in item for item in items)

    def notices(self, order_id):
        found = self.ddb.query(
            TableName=self.outputs["NoticesTable"],
            KeyConditionExpression="orderId = :o",
            ExpressionAttributeValues={":o": {"S": order_id}},
        )
        return {item["kind"]["S"]: item for item in found["Items"]}


@pytest.fixture(scope="module")
def shop(server, stacks):
    name, _ = stacks.deploy(SHOP / "template.yaml", unique("shop"))
    return Shop(server, stacks, name)


def test_the_catalogue_fills_itself_and_shows_its_products(shop):
    listed = shop.call("GET", "/products").json
    known = json.loads((SHOP / "catalogue" / "products.json").read_text())
    assert listed["next"] is None
    assert sorted(listed["products"], key=lambda p: p["productId"]) == known
    assert shop.call("GET", "/products/mug").json["priceCents"] == 1450
    missing = shop.call("GET", "/products/unicorn")
    assert (missing.status, missing.json["message"]) == (404, "There is no product unicorn.")


def test_an_order_is_taken_shipped_and_told_of(shop):
    order = unique("order")
    got = shop.order(order)
    assert got.status == 201
    assert got.json["orderId"] == order
    wait_for(lambda: len(shop.notices(order)) == 2, "both notices are written")
    assert shop.shipment(order)["customer"] == {"S": "ada@example.com"}
    notices = shop.notices(order)
    assert notices["OrderPlaced"]["text"]["S"] == f"Thank you! We have your order {order}."
    assert notices["OrderShipped"]["text"]["S"] == f"Your order {order} is on its way."
    assert notices["OrderPlaced"]["sender"]["S"] == f"{shop.name} <orders@shop.example>"
    assert shop.call("GET", f"/orders/{order}").json == got.json
    assert shop.call("GET", "/orders/none").status == 404


def test_when_all_is_warm_the_news_takes_less_than_a_second(shop):
    warm = unique("order")
    shop.order(warm)
    wait_for(lambda: len(shop.notices(warm)) == 2, "the functions are warm")
    order = unique("order")
    assert shop.order(order).status == 201
    wait_for(lambda: len(shop.notices(order)) == 2, "both notices", seconds=NEWS_SECONDS)
    assert shop.shipment(order)


def test_an_order_that_is_sent_again_is_one_order(shop):
    order = unique("order")
    first, second = shop.order(order), shop.order(order)
    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json
    other = shop.order(order, customer="eve@example.com")
    assert other.status == 409
    assert shop.call("GET", f"/orders/{order}").json["customer"] == "ada@example.com"


def test_what_sells_best_stands_first_and_each_order_counts_once(shop):
    lamps, teapots = (
        {"productId": "lamp", "quantity": 700},
        {"productId": "teapot", "quantity": 900},
    )
    wanted = {"items": [lamps, teapots]}
    order = unique("order")
    for _ in range(2):
        assert shop.order(order, **wanted).status == 201
    shop.order(unique("order"), items=[{"productId": "lamp", "quantity": 100}] * 3)

    def best():
        return shop.call("GET", "/bestsellers").json["products"][:2]

    both = [{"productId": "lamp", "sold": 1000}, {"productId": "teapot", "sold": 900}]
    wait_for(lambda: best() == both, "both orders are counted")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"customer": None}, "customer"),
        ({"items": []}, "items"),
        ({"items": [{"productId": "mug", "quantity": 0}]}, "quantity"),
        ({"orderId": "with space"}, "orderId"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_the_reason(shop, change, said):
    got = shop.order(unique("order"), **change)
    assert got.status == 400
    assert said in got.json["message"]
    assert shop.call("POST", "/orders", b"{not json").status == 400


def test_the_aws_cli_looks_into_the_shop(shop):
    order = unique("order")
    shop.order(order)
    aws = shop.server.aws
    found = aws("dynamodb", "scan", "--table-name", shop.outputs["OrdersTable"])["Items"]
    assert order in [item["orderId"]["S"] for item in found]
    functions = [f["FunctionName"] for f in aws("lambda", "list-functions")["Functions"]]
    checkout = next(name for name in functions if name.startswith(f"{shop.name}-Checkout"))

    def told():
        shown = aws("logs", "filter-log-events", "--log-group-name", f"/aws/lambda/{checkout}")
        return any(f"OrderPlaced {order}" in event["message"] for event in shown["events"])

    wait_for(told, "the order is in checkout's log")


def test_an_event_put_by_hand_is_shipped_too(shop):
    order = unique("order")
    detail = {"orderId": order, "customer": "bob", "items": []}
    bus = shop.outputs["OrderBus"].rsplit("/", 1)[1]
    entry = {
        "EventBusName": bus,
        "Source": "shop.checkout",
        "DetailType": "OrderPlaced",
        "Detail": json.dumps(detail),
    }
    answer = shop.server.aws("events", "put-events", "--entries", json.dumps([entry]))
    assert answer["FailedEntryCount"] == 0
    wait_for(lambda: len(shop.notices(order)) == 2, "it was shipped and told of")


def test_each_service_reaches_its_own_table_and_no_other(shop, stacks):
    """Least privilege is in the template; here the roles are asked for what they did not get."""
    iam = shop.server.client("iam")
    simulated = {}
    for service in ("Catalogue", "Checkout", "Shipping", "Notification"):
        role = stacks.physical(shop.name, f"{service}FunctionRole")
        policies = iam.list_role_policies(RoleName=role)["PolicyNames"]
        documents = [
            json.dumps(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])
            for name in policies
        ]
        simulated[service] = " ".join(documents)
    tables = {name: shop.outputs[f"{name}Table"] for name in ("Orders", "Shipments", "Notices")}
    owners = {"Orders": "Checkout", "Shipments": "Shipping", "Notices": "Notification"}
    for table, physical in tables.items():
        for service, documents in simulated.items():
            assert (physical in documents) == (owners[table] == service), (table, service)


def copy_of_shop(folder):
    """The shop's sources at a place where a test may edit them. The native function stays built
    from the workspace."""
    home = folder / "shop"
    shutil.copytree(SHOP, home, ignore=shutil.ignore_patterns("target", "__pycache__", ".samara"))
    makefile = home / "notification" / "Makefile"
    real = SHOP / "notification"
    makefile.write_text(
        "build-NotificationFunction:\n"
        f"\t$(MAKE) -C {real} build-NotificationFunction ARTIFACTS_DIR=$(ARTIFACTS_DIR)\n"
    )
    return home


def test_shipping_that_always_raises_does_not_slow_the_door(tmp_path):
    home = copy_of_shop(tmp_path)
    server = Server(tmp_path / "data", "--retry-base-ms", str(RETRY_BASE_MS)).start()
    try:
        stacks = Stacks(server, tmp_path)
        name, _ = stacks.deploy(home / "template.yaml", "shop")
        shop = Shop(server, stacks, name)
        # A first time for every function; and what was measured is delivered before the next.
        rate(shop)
        wait_for(lambda: delivered(shop), "all is delivered")
        healthy = rate(shop)
        wait_for(lambda: delivered(shop), "all is delivered")
        (home / "shipping" / "app.py").write_text(ALWAYS_RAISES)
        stacks.deploy(home / "template.yaml", name)
        rate(shop)
        # Half is far from full speed and far from what a blocked queue would leave, on a noisy
        # machine; which has moments when it does nothing for us.
        ill = max(tries(lambda: rate(shop), healthy / 2))
        print(f"in two seconds: {healthy} healthy, {ill} while shipping raises")
        assert ill > healthy / 2, (healthy, ill)

        order = unique("order")
        began = time.time()
        assert shop.order(order).status == 201
        shipping = stacks.physical(name, "ShippingFunction")
        wait_for(lambda: len(raised(shop, shipping, order)) == 3, "a try and two retries")
        first, second, third = raised(shop, shipping, order)
        assert second - first >= RETRY_BASE_MS
        assert third - second >= 2 * RETRY_BASE_MS
        letters = wait_for(lambda: dead_letters(server, began), "a dead letter of now is shown")
        assert letters[0]["attempts"] == 3
        assert letters[0]["target"].endswith(f":{shipping}")
        # What is not shipping's is not hurt by it.
        wait_for(lambda: "OrderPlaced" in shop.notices(order), "the order is told of")
    finally:
        server.kill()


def rate(shop):
    """Orders and readings in two seconds, after a first one that warms."""
    shop.order(unique("order"))
    done, end = 0, time.monotonic() + 2
    while time.monotonic() < end:
        assert shop.order(unique("order")).status == 201
        assert shop.call("GET", "/products/mug").status == 200
        done += 1
    return done


def tries(measure, enough, tries_max=4):
    """Measures until it is enough, a few times at most."""
    seen = []
    while len(seen) < tries_max and not any(one > enough for one in seen):
        seen.append(measure())
    return seen


def delivered(shop):
    counts = [len(rows(shop.ddb, shop.outputs[f"{n}Table"])) for n in ("Orders", "Shipments")]
    return counts[0] == counts[1]


def raised(shop, function, order):
    """When shipping was tried with an order, by its log, milliseconds."""
    logs = shop.server.client("logs")
    group = f"/aws/lambda/{function}"
    events = logs.filter_log_events(logGroupName=group, filterPattern=f'"{order}"')["events"]
    return sorted(event["timestamp"] for event in events)


def dead_letters(server, since):
    """The dead letters that came after a time, as `samara status` shows them."""
    shown = json.loads(server.samara("status", "--json").out)["server"]["deadLetters"]
    found = []
    for letter in shown:
        when = datetime.datetime.fromisoformat(letter["time"]).timestamp()
        if when >= int(since):
            found.append(letter)
    return found


def test_two_hundred_orders_at_once_are_each_taken_or_clearly_refused(shop):
    shop.order(unique("order"))
    orders = [unique("order") for _ in range(200)]
    with ThreadPoolExecutor(len(orders)) as customers:
        answers = dict(zip(orders, customers.map(shop.order, orders), strict=True))
    statuses = Counter(answer.status for answer in answers.values())
    print(f"200 orders at once: {dict(statuses)}")
    assert set(statuses) <= {201, 429, 503}, statuses
    assert statuses[201], "some are taken"
    taken = {order for order, answer in answers.items() if answer.status == 201}
    for order in taken:
        assert answers[order].json["orderId"] == order

    def shipped():
        return {row["orderId"]["S"] for row in rows(shop.ddb, shop.outputs["ShipmentsTable"])}

    wait_for(lambda: taken <= shipped(), "each that was taken is shipped")


def test_up_serves_deploys_tells_what_to_try_and_stops(tmp_path):
    """`make run` without make: the first thing that anybody does, with nothing installed yet and
    with the path as they would write it."""
    home = copy_of_shop(tmp_path)
    env = environment("")
    del env["AWS_ENDPOINT_URL"]
    process = subprocess.Popen(
        [BINARY, "up", home.relative_to(tmp_path), "--port", "0"], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env,
    )  # fmt: skip
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True)
    reader.start()

    def printed(word):
        assert process.poll() is None, "".join(lines)
        return next((line for line in list(lines) if word in line), None)

    try:
        seconds = 10 * PATIENCE_SECONDS
        curl = wait_for(lambda: printed("curl"), "a curl line to try is printed", seconds)
        assert (home / ".samara").is_dir(), "the data is beside the template"
        url = next(word for word in curl.replace("'", " ").split() if word.startswith("http://"))
        endpoint = "/".join(url.split("/")[:3])
        stage = url[len(endpoint) :].removesuffix("/products")
        assert request(endpoint, "GET", f"{stage}/products").status == 200
        wanted = {"orderId": "order-1", "customer": "ada@example.com"}
        wanted["items"] = [{"productId": "mug", "quantity": 2}]
        taken = request(endpoint, "POST", f"{stage}/orders", json.dumps(wanted))
        assert taken.status == 201, taken
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0, "".join(lines)
    finally:
        if process.poll() is None:
            process.kill()
    # Every resource was shown as it came up.
    text = "".join(lines)
    for resource in ("OrdersTable", "CheckoutFunction", "NotificationFunction", "OrderBus"):
        assert resource in text


def test_watch_deploys_a_saved_line_while_it_runs(tmp_path):
    home = copy_of_shop(tmp_path)
    env = environment("", SAMARA_RUNTIMES_DIR=str(runtimes()))
    del env["AWS_ENDPOINT_URL"]
    process = subprocess.Popen(
        [BINARY, "up", home, "--port", "0", "--watch"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env,
    )  # fmt: skip
    lines = []
    threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True).start()

    def products_url():
        assert process.poll() is None, "".join(lines)
        words = "".join(list(lines)).replace("'", " ").split()
        return next((w for w in words if w.startswith("http://") and w.endswith("/products")), None)

    try:
        url = wait_for(products_url, "the catalogue's URL is printed", 4 * PATIENCE_SECONDS)
        endpoint = "/".join(url.split("/")[:3])
        path = url[len(endpoint) :]
        assert request(endpoint, "GET", path).status == 200
        source = home / "catalogue" / "app.py"
        source.write_text(source.read_text().replace("answer(200, list", "answer(203, list"))
        wait_for(lambda: request(endpoint, "GET", path).status == 203, "the new line runs")
    finally:
        process.kill()


def test_the_shop_keeps_its_data_when_it_is_started_again(own_server, tmp_path):
    stacks = Stacks(own_server.start(), tmp_path)
    name, _ = stacks.deploy(SHOP / "template.yaml", "shop")
    shop = Shop(own_server, stacks, name)
    assert shop.order("kept").status == 201
    assert own_server.stop() == 0
    own_server.start()
    again = Shop(own_server, Stacks(own_server, tmp_path), name)
    assert again.call("GET", "/orders/kept").json["orderId"] == "kept"
    # Deployed again unchanged, it stays as it is.
    Stacks(own_server, tmp_path).deploy(SHOP / "template.yaml", name)
    assert again.call("GET", "/orders/kept").status == 200
    assert rows(again.ddb, again.outputs["OrdersTable"])
