"""Whose files the demo changes."""

from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from devstack.layout import Layout
from devstack.serving import served
from devstack.spaces import NOBODYS, somebodys
from devstack.standins.app import create_app
from devstack.standins.settings import Settings
from pydantic import SecretStr

SECRET = "files"


@pytest.fixture
def layout(tmp_path):
    settings = Settings(data=tmp_path, secret=SecretStr(SECRET))
    with served(create_app(settings)) as url:
        yield Layout(data=tmp_path, standins_port=urlsplit(url).port)


@pytest.fixture
def graph(layout):
    headers = {"Authorization": f"Bearer {SECRET}"}
    with httpx2.Client(
        base_url=f"{layout.standins_url}/ocis/graph", headers=headers, trust_env=False
    ) as client:
        yield client


def make_space(graph, name, *members):
    """Make a space as provisioning does; return it, with the ids of its people."""
    space = graph.post("/v1.0/drives", json={"name": name}).json()
    people = []
    for member in members:
        facts = {"displayName": member, "onPremisesSamAccountName": member, "mail": member}
        people.append(graph.post("/v1.0/users", json=facts).json()["id"])
        recipients = [{"objectId": people[-1], "@libre.graph.recipient.type": "user"}]
        graph.post(
            f"/v1beta1/drives/{space['id']}/root/invite",
            json={"recipients": recipients, "roles": ["312c0871-5ef7-4b3a-85b6-0e4074c64049"]},
        ).raise_for_status()
    return space["id"], people


class TestSomebodys:
    def test_without_standins(self):
        """A stack that provisions nothing has a space of no tenant."""
        assert somebodys(Layout(data=Path("data"))) == NOBODYS

    def test_without_spaces(self, layout):
        """As one in which nobody has one yet."""
        assert somebodys(layout) == NOBODYS

    def test_somebodys(self, layout, graph):
        """The first open space that has people: by the ids that oCIS' log writes."""
        closed, _ = make_space(graph, "Closed", "ann@closed.example")
        graph.delete(f"/v1.0/drives/{closed}").raise_for_status()
        make_space(graph, "Empty")
        space, (ann,) = make_space(graph, "Acme", "ann@acme.example")
        whose = somebodys(layout)
        assert (whose.name, f"storage-users-1${whose.space}", whose.user) == ("Acme", space, ann)
