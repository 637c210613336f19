"""Building, reading and comparing subjects."""

import string

import pytest
from bus import subjects
from bus.subjects import AuditSubject
from hypothesis import given
from hypothesis import strategies as st

tokens = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=12)
slugs = tokens.filter(lambda token: token != "_")
actions = st.lists(tokens, min_size=1, max_size=3).map(".".join)
anything = st.text(max_size=8)
parts = st.sampled_from(["a", "b", "*"])
patterns = st.builds(
    lambda head, tail: ".".join(head + tail),
    st.lists(parts, min_size=1, max_size=3),
    st.sampled_from([[], [">"]]),
)
literals = st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=4).map(".".join)


class TestBuild:
    def test_each(self):
        """Every kind has its own root."""
        assert subjects.rpc("tenant", "v1", "get_tenant") == "rpc.tenant.v1.get_tenant"
        assert subjects.event("tenant", "acme", "suspended") == "event.tenant.acme.suspended"
        assert subjects.event("flag", None, "created") == "event.flag._.created"
        assert subjects.audit("tenant", "acme", "tenant.suspended") == (
            "audit.tenant.acme.tenant.suspended"
        )
        assert subjects.dead("AUDIT", "audit") == "dead.AUDIT.audit"
        assert subjects.value("directory", "tenant.acme") == "$KV.directory.tenant.acme"
        assert subjects.discovery("PING", "tenant", "x1") == "$SRV.PING.tenant.x1"

    def test_no_tenant(self):
        """No tenant is `_`, so no tenant may be called that; nothing is no tenant either."""
        assert subjects.audit("gateway", "", "a") == "audit.gateway._.a"
        with pytest.raises(ValueError, match="cannot be named _"):
            subjects.audit("gateway", "_", "a")

    @given(source=anything, tenant=anything, action=anything)
    def test_shape(self, source, tenant, action):
        """Whatever the tokens: refused, or a subject of exactly the wanted shape."""
        try:
            subject = subjects.audit(source, tenant, action)
        except ValueError:
            return
        assert subject.isascii()
        assert not set(subject) & set(" *>\r\n\t")
        assert subject.split(".") == ["audit", source, tenant or "_", *action.split(".")]


class TestBulk:
    @given(source=tokens, tenant=st.none() | slugs)
    def test_back(self, source, tenant):
        """What was built can be taken apart again; a dash stands for several tenants."""
        several = tenant == subjects.SEVERAL_TENANTS
        read = subjects.parse_bulk(subjects.bulk(source, tenant))
        assert read == subjects.BulkSubject(source, None if several else tenant, several)

    @pytest.mark.parametrize(
        "subject",
        ["audit.shop.bulk", "audit.shop.acme.cart.bulk", "event.shop.acme.bulk", "audit.shop.a.b"],
    )
    def test_others(self, subject):
        """Only the one word where an action would stand makes it one."""
        assert subjects.parse_bulk(subject) is None


class TestParseAudit:
    @given(source=tokens, tenant=st.none() | slugs, action=actions)
    def test_back(self, source, tenant, action):
        """What was built can be taken apart again."""
        subject = subjects.audit(source, tenant, action)
        assert subjects.parse_audit(subject) == AuditSubject(source, tenant, action)

    @pytest.mark.parametrize(
        "subject",
        [
            "",
            "audit",
            "audit.a.b",
            "event.a.b.c",
            "audit.a.b.",
            "audit..b.c",
            "audit.a.b.é",
            "a.b.c.d",
        ],
    )
    def test_others(self, subject):
        """Anything else is refused."""
        with pytest.raises(ValueError, match="not audit"):
            subjects.parse_audit(subject)


class TestMatches:
    @pytest.mark.parametrize(
        ("pattern", "subject", "expected"),
        [
            ("a.b", "a.b", True),
            ("a.b", "a.c", False),
            ("a.b", "a.b.c", False),
            ("a.b.c", "a.b", False),
            ("a.*", "a.b", True),
            ("a.*", "a.b.c", False),
            ("*.b", "a.b", True),
            ("a.>", "a.b.c", True),
            ("a.>", "a", False),
            (">", "a", True),
        ],
    )
    def test_rules(self, pattern, subject, expected):
        """`*` is one token, `>` one or more at the end."""
        assert subjects.matches(pattern, subject) is expected


class TestOverlap:
    @given(one=patterns, other=patterns, subject=literals)
    def test_common_subject(self, one, other, subject):
        """Patterns that share a subject overlap, whichever comes first."""
        if subjects.matches(one, subject) and subjects.matches(other, subject):
            assert subjects.overlap(one, other)
        assert subjects.overlap(one, other) == subjects.overlap(other, one)

    @given(one=patterns, other=patterns)
    def test_no_common_subject(self, one, other):
        """Patterns that overlap have a subject in common."""
        if subjects.overlap(one, other):
            longest = max(len(one), len(other))
            assert any(
                subjects.matches(one, subject) and subjects.matches(other, subject)
                for subject in every_subject(longest)
            )

    @pytest.mark.parametrize("root", subjects.ROOTS)
    def test_roots(self, root):
        """No root's subjects are another's."""
        others = [other for other in subjects.ROOTS if other != root]
        assert not any(subjects.overlap(f"{root}.>", f"{other}.>") for other in others)


def every_subject(length):
    found = [["a"], ["b"]]
    for subject in found:
        yield ".".join(subject)
        if len(subject) < min(length, 5):
            found += [[*subject, "a"], [*subject, "b"]]


class TestRequireLiteral:
    @pytest.mark.parametrize("subject", ["", ".", "a.", "a b", "a.*", "a.>", "a\r\nb"])
    def test_refused(self, subject):
        """What can't be published to is refused."""
        with pytest.raises(ValueError, match="not a subject"):
            subjects.require_literal(subject)
