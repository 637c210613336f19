"""Whose personal data an entry holds, and where."""

import pytest
from audit.persons.declared import DECLARED, Declarations
from audit.persons.people import Part, parts_of

NOTHING = dict.fromkeys(
    ("actorEmail", "actorName", "actorIp", "actorId", "resourceName", "resourceId"), ""
)
BASE = NOTHING | {"resourceType": "", "source": "billing", "action": "invoice.paid", "metadata": {}}
ANN, BOB = "email|ann@acme.example", "email|bob@acme.example"


def parts(**told):
    return parts_of(BASE | told, Declarations({**DECLARED, "hr.*": ["who", "deep.er"]}))


class TestPartsOf:
    @pytest.mark.parametrize(
        "told",
        [
            {},
            {"actorId": "tenant", "resourceName": "Acme", "resourceType": "tenant"},
            {"action": "user.created", "metadata": {"changes": {}}},
        ],
    )
    def test_nobody(self, told):
        """Where nobody is told of, nothing is personal."""
        assert parts(**told).boxes == ()

    @pytest.mark.parametrize(
        ("told", "actor"),
        [
            ({"actorEmail": "ann@acme.example", "actorId": "7"}, ANN),
            ({"actorId": "Ann@Acme.example"}, ANN),
            ({"actorId": "7", "actorName": "Ann"}, "subject|billing|7"),
            ({"actorId": "7", "actorIp": "192.0.2.1", "source": "tenant"}, "subject|dezky|7"),
            ({"actorId": "7", "actorIp": "192.0.2.1", "source": "gateway"}, "subject|dezky|7"),
            ({"actorIp": "192.0.2.1", "actorName": "Ann"}, "address|192.0.2.1"),
            ({"actorName": "Ann"}, "name|billing|Ann"),
        ],
    )
    def test_actor(self, told, actor):
        """By email address, else id, else network address, else name; ids are each source's own."""
        found = parts(**told)
        assert (found.actor, [box.people for box in found.boxes]) == (actor, [(actor,)])

    def test_fields(self):
        """Every field that tells of the actor is in one box, the empty ones left out."""
        found = parts(actorEmail="ann@acme.example", actorIp="192.0.2.1", actorId="7")
        assert found.boxes == (Part((ANN,), ("actorEmail", "actorIp")),)

    def test_subject_of_email(self):
        """Which id was seen beside which address is remembered: erasing one erases the other."""
        assert parts(actorEmail="ann@acme.example", actorId="7").links == (
            (ANN, "subject|billing|7"),
        )

    @pytest.mark.parametrize(
        ("told", "people"),
        [
            ({"resourceName": "bob@acme.example"}, (BOB,)),
            ({"resourceName": "Bob <bob@acme.example>, ann@acme.example"}, (BOB, ANN)),
            ({"resourceId": "bob@acme.example"}, (BOB,)),
            ({"resourceType": "user", "resourceId": "7"}, ("subject|billing|7",)),
        ],
    )
    def test_resource(self, told, people):
        """Whom something was done to is a person too, known by address or id."""
        found = parts(**{"resourceName": "Bob", **told})
        assert [box.people for box in found.boxes] == [people]

    def test_declared(self):
        """What the action declares belongs to everybody told of: actor and resource."""
        found = parts(
            action="hr.hired.today",
            actorEmail="ann@acme.example",
            resourceName="bob@acme.example",
            metadata={"who": 1, "deep": {"er": 2}, "other": 3},
        )
        assert found.boxes == (
            Part((ANN,), ("actorEmail",)),
            Part((BOB,), ("resourceName",)),
            Part((ANN, BOB), ("metadata.who", "metadata.deep.er")),
        )

    def test_declared_of_one(self):
        """Of one person everything is in one box."""
        found = parts(action="hr.hired", actorEmail="ann@acme.example", metadata={"who": None})
        assert found.boxes == (Part((ANN,), ("actorEmail", "metadata.who")),)

    @pytest.mark.parametrize("metadata", [{}, {"deep": 7}, {"deep": []}, {"deep": {"x": 1}}])
    def test_declared_but_absent(self, metadata):
        """A declared path that isn't there is no field."""
        found = parts(action="hr.hired", actorName="Ann", metadata=metadata)
        assert [box.paths for box in found.boxes] == [("actorName",)]
