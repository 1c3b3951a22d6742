"""A rule posts to a webhook: what arrives, signed, and what becomes of what does not."""
import hashlib
import hmac
import json
import os
import re
import time

import pytest

from world import desk as desks
from world.docket import AGENT, Group
from world.webhook import Webhook

KEY = "k3y-of-the-signature"
ROUTING = 'r0uting"key\\1'
BEARER = "Authorization: Bearer t0ken-of-the-receiver"
SECRETS = (KEY, "r0uting", "t0ken-of", "T0P-SECRET")
RULES = [
    {"name": "post what is new", "on": ["created"], "when": {"subject": {"matches": "(?i)post"}},
     "do": Group([{"webhook": ["own"]}])},
    {"name": "chat", "on": ["created"], "when": {"subject": {"matches": "chat"}},
     "do": Group([{"webhook": ["slack", "matter"]}])},
    {"name": "page", "on": ["created", "resolved"], "when": {"subject": {"matches": "pager"}},
     "do": Group([{"webhook": ["pager"]}])},
    {"name": "dead", "on": ["created"], "when": {"subject": {"matches": "gone"}},
     "do": Group([{"webhook": ["gone"]}])},
    {"name": "slow", "on": ["created"], "when": {"subject": {"matches": "slow"}},
     "do": Group([{"webhook": ["slow", "own"]}])},
    {"name": "inside", "on": ["created"], "when": {"subject": {"matches": "inside"}},
     "do": Group([{"webhook": "inside"}])},
    {"name": "a failed hook is told", "on": ["bounce"],
     "do": Group([{"webhook": ["own"]}])},
]


class Hooks:
    def __init__(self, world, name="hooks", clock=False):
        self.world = world
        self.server = Webhook(world.certs.good())
        self.slow = Webhook(world.certs.good())
        for server in (self.server, self.slow):
            world.on_close(server.close)
        self.docket = world.docket(name, clock=clock)
        self.docket.hosts = ("rebound.example",)
        port, base = self.server.port, {"ca_file": world.certs.ca, "allow_private": True, "max_rate": 0}
        self.folder = f"{world.folder}/{name}.secrets"
        os.mkdir(self.folder, 0o755)
        key = self.write("key", KEY + "\n")
        files = self.docket.files
        files["webhooks.conf"] = {"webhooks": Group([
            {"name": "own", "url": f"https://localhost:{port}/own", "secret_file": key,
             "headers_file": self.write("headers", BEARER + "\n")} | base,
            {"name": "slack", "url_file": self.write("url", self.server.url + "\n"), "body": "slack",
             "escape": "slack"} | base,
            {"name": "matter", "url": f"https://localhost:{port}/matter", "body": "mattermost",
             "escape": "mattermost"} | base,
            {"name": "pager", "url": f"https://localhost:{port}/pager", "body": "pagerduty",
             "key_file": self.write("routing", ROUTING)} | base,
            {"name": "gone", "url": f"https://localhost:{port}/gone"} | base,
            {"name": "slow", "url": f"https://localhost:{self.slow.port}/slow", "timeout": "2s"} | base,
            {"name": "inside", "url": f"https://rebound.example:{port}/inside",
             "ca_file": world.certs.ca}])}
        files["rules.conf"] = {"rules": Group(list(files["rules.conf"]["rules"]) + RULES)}
        self.docket.write()
        self.docket.start()
        self.desk = desks.Desk(world, self.docket)

    def write(self, name, text):
        path = f"{self.folder}/{name}"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def posts(self, path):
        return [p for p in self.server.posts + self.slow.posts if p.path.startswith(path)]

    def post(self, path, n=0, seconds=20):
        return self.world.wait(lambda: self.posts(path)[n:], seconds, f"post {n} to {path}")[0]

    def open(self, subject, text="It hums.", **more):
        return self.desk.open(text, subject=subject, **more)["id"]

    def soon(self, tries):
        """What waits for its next try, after so many, has it now."""
        self.world.wait(lambda: self.desk.rows("select from docket.delivery where state = 'queued'"
                                               " and attempts = %s", tries), 10, "what waits")
        self.world.sql("update docket.delivery set due_at = now() where state = 'queued'")
        self.world.sql("notify docket")

    def entries(self, ticket, kind):
        return self.desk.entries(ticket, kind)


@pytest.fixture(scope="module")
def hooks(world):
    made = Hooks(world)
    yield made
    if made.docket.alive():
        assert made.docket.stop() == 0
    for secret in SECRETS:
        assert secret not in made.docket.log()
        assert not world.one("select count(*) from docket.outbox where body like %s", f"%{secret}%")


@pytest.fixture(autouse=True)
def calm(hooks):
    for server in (hooks.server, hooks.slow):
        server.reply = None
        server.posts.clear()


def signed(post, key=KEY):
    """Whether the receiver can verify it, by nothing but the header and the body."""
    t, v1 = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", post.headers["X-Docket-Signature"]).groups()
    assert abs(time.time() - int(t)) < 60
    return hmac.compare_digest(hmac.new(key.encode(), t.encode() + b"." + post.body,
                                        hashlib.sha256).hexdigest(), v1)


def test_what_a_rule_posts_is_json_signed_and_in_the_history(hooks):
    number = hooks.open("Please post \"this\" \\ <b>", "One line.\n\nÄnother {{key}} \u0001 @channel")
    post = hooks.post("/own")
    assert post.json["event"] == "created" and post.json["ticket"]["id"] == number
    assert post.json["ticket"]["subject"] == "Please post \"this\" \\ <b>"
    assert post.json["text"] == "One line.\n\nÄnother {{key}}  @channel"
    assert post.json["ticket"]["requester"] == {"name": "Jo Doe", "address": "jo@acme.example"}
    assert post.json["rule"] == "post what is new" and post.json["resolved"] is False
    assert post.headers["Content-Type"] == "application/json"
    assert post.headers["Authorization"] == "Bearer t0ken-of-the-receiver"
    assert post.headers["X-Docket-Delivery"] == post.json["delivery"]
    assert signed(post) and not signed(post, KEY + "x")
    [entry] = hooks.entries(number, "webhook")
    assert entry["data"]["webhook"] == "own" and entry["data"]["delivery"] == post.json["delivery"]
    assert not entry["public"] and "webhook" in hooks.docket.ctl("show", str(number)).stdout.decode()
    hooks.desk.quiet()
    assert len(hooks.posts("/own")) == 1


def test_chats_show_customers_words_and_call_nobody(hooks):
    hooks.open("chat <!channel> & @all", "See <https://evil.example|here> & @channel")
    slack, matter = hooks.post("/hooks"), hooks.post("/matter")
    assert slack.path == "/hooks/T0P-SECRET"
    assert "&lt;!channel&gt; &amp; @all" in slack.json["text"]
    assert "<" not in json.dumps(slack.json) and "|here&gt;" in slack.json["blocks"][1]["text"]["text"]
    assert "@\u200ball" in matter.json["text"] and "@\u200bchannel" in matter.json["text"]
    assert not re.search(r"@(all|channel)", matter.json["text"])
    assert "X-Docket-Signature" not in slack.headers


def test_chats_make_no_links_of_customers_words(hooks):
    hooks.open("chat https://evil.example", "![x](http://evil.example/pixel) \\[y](evil.example) WWW.evil.example"
               " mailto:a@b.example ~town-square 10:30")
    slack, matter = hooks.post("/hooks").json, hooks.post("/matter").json["text"]
    assert all(block["text"]["verbatim"] for block in slack["blocks"] if block.get("text", {}).get("type") == "mrkdwn")
    assert all(e["verbatim"] for e in slack["blocks"][-1]["elements"])
    assert "https:\u200b//evil.example" in matter and "\\!" not in matter
    assert "!\\[x\\](http:\u200b//evil.example/pixel) \\\\\\[y\\](evil.example) WWW\u200b.evil.example" in matter
    assert "mailto:\u200ba@\u200bb.example ~\u200btown-square 10:30" in matter


def test_a_long_text_is_cut_for_the_receiver(hooks):
    hooks.open("chat " + "<" * 900, "&" * 5000 + "\n" + "é" * 5000)
    slack = hooks.post("/hooks")
    for block in slack.json["blocks"][:-1]:
        assert len(block["text"]["text"]) <= 3000
        assert re.fullmatch(r"(&amp;|&lt;|[^&])*", block["text"]["text"])


def test_a_pager_gets_its_key_one_incident_and_its_end(hooks):
    number = hooks.open("pager: severity", "severity: critical\n\nno \\u0001 \\\\u0001 key", sender="p@acme.example")
    first = hooks.post("/pager")
    assert first.json["routing_key"] == ROUTING and first.json["event_action"] == "trigger"
    assert ROUTING not in first.json["payload"]["custom_details"]["text"]
    assert "\\u0001 \\\\u0001" in first.json["payload"]["custom_details"]["text"]
    assert first.json["payload"]["severity"] == "critical"
    hooks.docket.ctl("do", str(number), "resolve", "--as", "ana")
    second = hooks.post("/pager", 1)
    assert second.json["event_action"] == "resolve"
    assert second.json["dedup_key"] == first.json["dedup_key"]
    assert str(number) in first.json["dedup_key"] and "example.com" in first.json["dedup_key"]


def test_500_then_200_is_one_delivery_by_its_name(hooks):
    replies = [500, (502, {}, b"<html>\nbad\n</html>"), 200]
    hooks.server.reply = lambda path: replies.pop(0) if replies else 200
    number = hooks.open("post twice")
    first = hooks.post("/own")
    row = hooks.world.wait(lambda: hooks.desk.rows(
        "select * from docket.delivery where state = 'queued' and reply like 'HTTP 500%%'"), 10, "the row")[0]
    assert row["mailbox"] == "webhook:own" and row["attempts"] == 1
    for n in (1, 2):
        hooks.soon(n)
        again = hooks.post("/own", n)
        assert again.headers["X-Docket-Delivery"] == first.headers["X-Docket-Delivery"]
        assert again.body == first.body and signed(again)
    hooks.desk.quiet()
    assert len(hooks.posts("/own")) == 3 and not hooks.entries(number, "bounce")
    assert hooks.world.one("select count(*) from docket.sent where recipient = 'webhook:own'") > 0


@pytest.mark.parametrize("status", [400, 401, 404, 410, 301, 307])
def test_a_refusal_is_told_once_and_tried_no_more(hooks, status):
    hooks.server.reply = lambda path: (status, {"Location": f"https://localhost:{hooks.server.port}/other"},
                                       b"no such\r\nhook")
    number = hooks.open(f"post to nobody {status}", sender=f"s{status}@acme.example")
    hooks.post("/own")
    bounce = hooks.world.wait(lambda: hooks.entries(number, "bounce"), 20, "the entry")[0]
    assert bounce["new_text"].startswith(f"HTTP {status}: no such  hook") or "redirect" in bounce["new_text"]
    assert bounce["data"]["recipient"] == "webhook:own"
    told = hooks.desk.mail(number, AGENT, but={m["Message-ID"] for m in hooks.desk.mails(number, AGENT)
                                               if "webhook" not in m.text})
    assert "webhook" in told.text and "own" in told.text and f"HTTP {status}" in told.text
    hooks.desk.quiet()
    # Nobody was told of it by the webhook that failed, and no redirect was followed.
    assert len(hooks.posts("/own")) == 1 and not hooks.posts("/other")
    assert not hooks.world.one("select count(*) from docket.reach where address like 'webhook%%'")
    failed = [q for q in hooks.docket.ctl_json("queue", "list") if q["recipient"] == "webhook:own"]
    assert [q["state"] for q in failed] == ["failed"]
    hooks.server.reply = None
    hooks.docket.ctl("queue", "retry", str(failed[0]["id"]))
    assert hooks.post("/own", 1).headers["X-Docket-Delivery"] == hooks.posts("/own")[0].headers["X-Docket-Delivery"]
    hooks.desk.quiet()


def test_a_receiver_that_repeats_what_it_was_sent_tells_no_secret(hooks):
    sent = {"/own": BEARER, "/pager": json.dumps(ROUTING)}
    hooks.server.reply = lambda path: (404, {}, f"Cannot POST {path}: {sent.get(path)}".encode())
    for n, subject in enumerate(("chat", "pager", "post")):
        number = hooks.open(f"{subject} to a parrot", sender=f"parrot{n}@acme.example")
        bounce = hooks.world.wait(lambda number=number: hooks.entries(number, "bounce"), 20, "the entry")[0]
        assert "HTTP 404: Cannot POST" in bounce["new_text"]
    hooks.desk.quiet()
    said = hooks.desk.rows("select new_text || body || coalesce(data::text, '') as x from docket.entry"
                           " union all select coalesce(reply, '') from docket.delivery")
    assert "***" in str(said) and "Authorization" in str(said)
    told = "".join(m.text for m in hooks.desk.mails())
    for secret in ("r0uting", "t0ken-of", "T0P-SECRET"):
        assert secret not in str(said) and secret not in told and secret not in hooks.docket.log()
    hooks.server.reply = None
    for failed in hooks.docket.ctl_json("queue", "list"):
        hooks.docket.ctl("queue", "retry", str(failed["id"]))
    hooks.desk.quiet()


def test_a_failed_one_can_be_dropped(hooks):
    hooks.server.reply = lambda path: 404
    number = hooks.open("post and drop")
    hooks.world.wait(lambda: hooks.entries(number, "bounce"), 20, "the entry")
    [failed] = [q for q in hooks.docket.ctl_json("queue", "list") if q["recipient"] == "webhook:own"]
    assert "webhook:own" in hooks.docket.ctl("queue", "show", str(failed["id"])).stdout.decode()
    hooks.docket.ctl("queue", "drop", str(failed["id"]))
    assert len(hooks.entries(number, "bounce")) == 2


def test_a_receiver_that_says_later_stops_its_queue_alone(hooks):
    hooks.server.reply = lambda path: 429 if path == "/own" else 200
    hooks.open("post later")
    hooks.post("/own")
    row = hooks.world.wait(lambda: hooks.desk.rows(
        "select * from docket.condition where mailbox = 'webhook:own' and over_at is null"), 10, "the stop")[0]
    assert row["kind"] == "queue-stopped" and "HTTP 429" in row["text"] and "max_rate" in row["mend"]
    started = time.monotonic()
    number = hooks.open("post 2, and chat", sender="other@acme.example")
    hooks.desk.mail(number, AGENT)
    hooks.post("/hooks")
    assert time.monotonic() - started < 5 and len(hooks.posts("/own")) == 1
    assert "queue stopped: HTTP 429" in hooks.docket.ctl("queue", "list", "--why").stdout.decode()
    hooks.server.reply = None
    hooks.docket.ctl("queue", "retry", "webhook:own")
    hooks.post("/own", 2)
    hooks.desk.quiet()
    assert len(hooks.posts("/own")) == 3


def test_one_that_hangs_delays_no_mail_and_no_other(hooks):
    hooks.slow.reply = lambda path: 30.0
    slow = [hooks.open(f"slow {n}", sender=f"slow{n}@acme.example") for n in range(8)]
    started = time.monotonic()
    number = hooks.open("post in time", sender="quick@acme.example")
    hooks.desk.mail(number, AGENT)
    hooks.world.wait(lambda: [p for p in hooks.posts("/own") if p.json["ticket"]["id"] == number], 10, "the post")
    assert time.monotonic() - started < 5
    hooks.world.wait(lambda: len({p.json["ticket"]["id"] for p in hooks.posts("/own")} & set(slow)) == 8, 20,
                     "the others")
    hooks.world.wait(lambda: hooks.desk.rows(
        "select * from docket.condition where mailbox = 'webhook:slow' and over_at is null"), 10, "its stop")
    hooks.slow.reply = None
    hooks.world.wait(lambda: len({p.json["ticket"]["id"] for p in hooks.posts("/slow")}) == 8, 60, "all of them")
    hooks.world.wait(lambda: not hooks.world.one(
        "select count(*) from docket.delivery where mailbox = 'webhook:slow'"), 60, "none left")


def test_a_name_of_our_own_network_is_not_called(hooks):
    number = hooks.open("inside")
    bounces = hooks.world.wait(lambda: [b for b in hooks.entries(number, "bounce")
                                        if b["data"]["recipient"] == "webhook:inside"], 20, "the refusal")
    assert "127.0.0.1 is no address of the public internet: allow_private" in bounces[0]["new_text"]
    assert not hooks.posts("/inside")


def test_what_nobody_takes_is_given_up_when_its_time_is_over(world, hooks):
    assert hooks.docket.stop() == 0
    late = Hooks(world, "late", clock=True)
    late.server.reply = lambda path: 503 if path == "/gone" else 200
    number = late.open("gone")
    late.post("/gone")
    world.wait(lambda: late.desk.rows("select from docket.condition where mailbox = 'webhook:gone'"), 10,
               "the stop")
    assert not late.entries(number, "bounce")
    world.clock.advance(30 * 86400)
    bounce = world.wait(lambda: late.entries(number, "bounce"), 30, "the entry")[0]
    assert bounce["new_text"].startswith("not posted: given up: HTTP 503")
    assert late.docket.stop() == 0
