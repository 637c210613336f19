"""Pages against a naive model: all of them, one after the other, are the sorted filtered list."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from chassis import now
from contracts.audit.v1 import ListEntriesRequest

SEEDS = range(6)
QUERIES_EACH = 25
SOURCES = ["billing", "tenant", "shop"]
TENANTS = ["acme", "globex", "_"]
ACTIONS = ["invoice.paid", "invoice.sent", "invoice.item.added", "tenant.suspended"]
PEOPLE = ["ann@acme.example", "bob@globex.example", ""]
NAMES = ["Acme Öl", "", "invoice 17", "Ännchen", "annual report"]
OUTCOMES = ["success", "failure", "denied"]
WORDS = ["ann", "INV", "öl", "17", "acme", "än", "report", "ex", "x", "paid", "ann acm"]
# Seconds before now: bunched at the windows' ends, equal ones among them, and some ahead.
AGES = [-3600, -1, 0, 1, 5, 5, 5, 35, 36, 215, 10_000, 86_400, 86_400 * 400, 86_400 * 4000]


def entry(chance, moment):
    at = moment - timedelta(seconds=chance.choice(AGES), milliseconds=chance.choice([0, 0, 1]))
    body = {
        "at": at.isoformat(),
        "actorEmail": chance.choice(PEOPLE),
        "resourceName": chance.choice(NAMES),
        "outcome": chance.choice(OUTCOMES),
        "partnerSlug": chance.choice(["reseller", ""]),
    }
    subject = ".".join(["audit", *map(chance.choice, (SOURCES, TENANTS, ACTIONS))])
    return subject, body


def question(chance, moment):
    asked = {
        "action": chance.choice([*ACTIONS, "invoice.*", "tenant.*", "invoice.item.*"]),
        "tenant_slug": chance.choice(["acme", "globex"]),
        "partner_slug": "reseller",
        "actor_email": chance.choice(PEOPLE[:2]),
        "outcome": chance.choice(OUTCOMES),
        "source": chance.choice(SOURCES),
        "q": chance.choice(WORDS),
        "since": moment - timedelta(seconds=chance.choice(AGES)),
        "until": moment - timedelta(seconds=chance.choice(AGES)),
        "before": moment - timedelta(seconds=chance.choice(AGES)),
    }
    return {name: asked[name] for name in chance.sample(sorted(asked), chance.choice([0, 1, 1, 2]))}


def said(*texts):
    """Split into words by hand: what stands between letters and digits is a space."""
    text = " ".join(texts).lower()
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def says(entry, word):
    """A word's beginning is enough, but for what is personal."""
    begins = said(entry.action, entry.resource_name, entry.tenant_slug)
    return word in said(entry.actor_email) or any(one.startswith(word) for one in begins)


def passes(entry, asked):
    action = asked.get("action", entry.action)
    beginning = action.removesuffix("*")
    moment = entry.at
    return all(
        (
            entry.action.startswith(beginning) if action.endswith("*") else entry.action == action,
            entry.tenant_slug == asked.get("tenant_slug", entry.tenant_slug),
            entry.partner_slug == asked.get("partner_slug", entry.partner_slug),
            entry.actor_email == asked.get("actor_email", entry.actor_email),
            entry.outcome == asked.get("outcome", entry.outcome),
            entry.source == asked.get("source", entry.source),
            moment >= asked.get("since", moment),
            moment < asked.get("until", datetime.max.replace(tzinfo=UTC)),
            moment < asked.get("before", datetime.max.replace(tzinfo=UTC)),
            all(says(entry, word) for word in asked.get("q", "").lower().split()),
        )
    )


async def pages(timeline, chance, asked, *, between=None):
    seen, cursor = [], None
    while cursor or not seen:
        limit = chance.choice([1, 2, 3, 7, 50, 500])
        request = ListEntriesRequest(limit=limit, cursor=cursor, **asked)
        page = await timeline.audit.list_entries(request)
        assert len(page.items) <= limit
        seen += page.items
        cursor = page.next_cursor
        if not page.items:
            assert cursor is None
            break
        if between:
            await between()
    return [one.id for one in seen]


@pytest.mark.parametrize("seed", SEEDS)
async def test_pages_are_the_list(timeline, seed):
    """Whatever the filter and the sizes of the pages, nothing is left out, doubled or misplaced."""
    chance, moment = random.Random(seed), now()
    deliveries = [
        timeline.delivery(*entry(chance, moment), at=moment) for _ in range(chance.choice([3, 150]))
    ]
    assert not any(await timeline.record(*deliveries))
    everything = await timeline.entries(limit=500)
    assert len(everything) == len(deliveries)
    assert everything == sorted(everything, key=lambda one: (one.at, one.id), reverse=True)
    for _ in range(QUERIES_EACH):
        asked = question(chance, moment)
        wanted = [one.id for one in everything if passes(one, asked)]
        assert await pages(timeline, chance, asked) == wanted, asked


@pytest.mark.parametrize("seed", SEEDS)
async def test_pages_while_entries_arrive(timeline, seed):
    """What was there at the first page is seen once and in order, whatever comes in between."""
    chance, moment = random.Random(seed), now()

    async def arrive():
        more = [timeline.delivery(*entry(chance, moment), at=moment) for _ in range(2)]
        assert not any(await timeline.record(*more))

    there = [timeline.delivery(*entry(chance, moment), at=moment) for _ in range(60)]
    await timeline.record(*there)
    wanted = [one.id for one in await timeline.entries(limit=500)]
    seen = await pages(timeline, chance, {}, between=arrive)
    assert len(seen) == len(set(seen))
    known = set(wanted)
    assert [one for one in seen if one in known] == wanted
