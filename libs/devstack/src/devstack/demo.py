"""The shape of `demo.yaml`: the partners, tenants, people and history of the demo."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(_Part):
    """Somebody who works for a tenant."""

    email: str
    name: str
    role: Literal["owner", "admin", "member"]
    # Why the person was deactivated; empty while active.
    left: str = ""


class Event(_Part):
    """One change in a tenant's history; each makes one new version of it."""

    suspend: str = ""
    resume: bool = False
    change: dict[str, str | list[str]] = {}
    delete: str = ""


class Worker(_Part):
    """Somebody who works for a partner."""

    email: str
    name: str


class DemoPartner(_Part):
    """Somebody who resells to tenants of the demo."""

    slug: str
    name: str
    domain: str
    margin: float
    people: tuple[Worker, ...] = ()


class Subscription(_Part):
    """What a tenant pays for."""

    seats: int
    # The price of a seat: in minor units.
    price: int
    currency: str = "EUR"
    period: Literal["monthly", "yearly"] = "monthly"
    status: Literal["trial", "active"] = "active"


class DemoTenant(_Part):
    """A customer of the demo."""

    slug: str
    name: str
    plan: Literal["starter", "business", "enterprise"]
    domains: tuple[str, ...]
    partner: str = ""
    subscription: Subscription | None = None
    people: tuple[Person, ...] = ()
    history: tuple[Event, ...] = ()


class Demo(_Part):
    """All of it."""

    partners: tuple[DemoPartner, ...]
    tenants: tuple[DemoTenant, ...]


def demo_text() -> str:
    """Return the file as it is."""
    return files("devstack").joinpath("demo.yaml").read_text(encoding="utf-8")


@cache
def demo() -> Demo:
    """Return the demo, checked."""
    return Demo.model_validate(yaml.safe_load(demo_text()))
