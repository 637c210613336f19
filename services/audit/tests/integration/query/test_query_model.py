"""Queries against a naive model: what is found is what a reader would pick by hand."""

import random
import re
from datetime import timedelta

import pytest
from chassis import now

SEEDS = range(4)
QUERIES_EACH = 30
PEOPLE = ["ann@acme.example", "bob@globex.example", ""]
NAMES = ["Acme Öl", "", "invoice 17", "Ännchen", "annual report", "annual reports 2026"]
ACTIONS = ["invoice.paid", "invoice.item.added", "tenant.suspended"]
TENANTS = ["acme", "globex", "_"]
SOURCES = ["billing", "shop"]
OUTCOMES = ["success", "failure", "denied"]


def tell(chance, moment):
    body = {
        "at": (moment - timedelta(hours=chance.randrange(80))).isoformat(),
        "actorEmail": chance.choice(PEOPLE),
        "resourceName": chance.choice(NAMES),
        "outcome": chance.choice(OUTCOMES),
    }
    subject = ".".join(["audit", *map(chance.choice, (SOURCES, TENANTS, ACTIONS))])
    return subject, body


def plain(entry):
    """Return the words that are no personal field's."""
    return re.split(r"[\W_]+", f"{entry.action} {entry.tenant_slug} {entry.resource_name}".lower())


def keyed(entry):
    return re.split(r"\W+", entry.actor_email)


def any_of(field):
    def piece(chance, values):
        picked = chance.sample(values, chance.choice([1, 1, 2]))
        minus = chance.choice(["", "", "-"])

        def passes(entry, _moment):
            found = field_of(entry, field) & set(picked)
            return bool(found) is not bool(minus)

        return f"{minus}{field}:{','.join(picked)}", passes

    return piece


def field_of(entry, field):
    if field == "action":
        parts = entry.action.split(".")
        return {entry.action} | {".".join(parts[:n]) + ".*" for n in range(1, len(parts))}
    return {
        {
            "actor": entry.actor_email,
            "tenant": entry.tenant_slug,
            "outcome": entry.outcome,
            "source": entry.source,
        }[field]
    }


def beginning(chance, values):
    word = chance.choice(values)
    return (
        word.upper(),
        lambda entry, _moment: (
            any(one.startswith(word) for one in plain(entry)) or word in keyed(entry)
        ),
    )


def whole(chance, values):
    word = chance.choice(values)
    return f'"{word}"', lambda entry, _moment: word in plain(entry) + keyed(entry)


def hours(chance, values):
    count = chance.choice(values)
    if chance.random() < 0.5:
        return f"at:<-{count}h", lambda entry, moment: entry.at < moment - timedelta(hours=count)
    return f"at:>=-{count}h", lambda entry, moment: entry.at >= moment - timedelta(hours=count)


PIECES = [
    (any_of("action"), [*ACTIONS, "invoice.*", "tenant.*", "invoice.item.*"]),
    (any_of("actor"), PEOPLE[:2]),
    (any_of("tenant"), TENANTS[:2]),
    (any_of("outcome"), OUTCOMES),
    (any_of("source"), SOURCES),
    (beginning, ["ann", "inv", "öl", "17", "acme", "rep", "paid", "example", "bob", "2026"]),
    (whole, ["annual", "report", "invoice", "17", "acme", "ann", "globex"]),
    (hours, [1, 24, 60]),
]


@pytest.mark.parametrize("seed", SEEDS)
async def test_found_is_what_passes(timeline, seed):
    """Whatever the pieces of the query, they find what each of them describes, and no more."""
    chance, moment = random.Random(seed), now()
    deliveries = [timeline.delivery(*tell(chance, moment), at=moment) for _ in range(120)]
    assert not any(await timeline.record(*deliveries))
    everything = await timeline.entries(limit=500)
    seen = 0
    for _ in range(QUERIES_EACH):
        picked = chance.sample(PIECES, chance.choice([1, 1, 2, 3]))
        pieces = [make(chance, values) for make, values in picked]
        query = " ".join(text for text, _ in pieces)
        # Relative times are counted from the moment of the question: none lies near an edge.
        wanted = [
            one.id
            for one in everything
            if all(passes(one, moment + timedelta(minutes=30)) for _, passes in pieces)
        ]
        assert [one.id for one in await timeline.entries(q=query, limit=500)] == wanted, query
        seen += len(wanted)
    assert seen
