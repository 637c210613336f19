"""Issuers on paper, tokens, and services that answer every rpc of the catalogue."""

import asyncio
import json
import time
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple, get_args, get_origin

import pytest
from bus import Service, current_actor, deadline, idempotency_key, request_id
from bus.tracing import trace_id
from chassis import now, uuid7
from chassis.directory import actor_key
from contracts.audit.v1 import ActionSchema, DeadLetter, Entry
from contracts.catalogue import CATALOGUE
from contracts.flag.v1 import ChangeRequest, Flag, Schedule, Scope, Segment
from contracts.ingest.v1 import Source
from contracts.message import Message
from contracts.partner.v1 import Partner
from contracts.platform.v1 import Actor, Money
from contracts.tenant.v1 import (
    ActorRecord,
    ApiKey,
    Invitation,
    Note,
    Subscription,
    Tenant,
    TenantDomain,
    User,
)
from identity import Issuer, KeysNotLoaded
from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry


class Call(NamedTuple):
    """One call that a service answered, and what came with it."""

    name: str
    request: Message
    actor: Actor | None
    seconds_left: float | None
    trace_id: str
    request_id: str
    idempotency_key: str


class PaperIssuer:
    """Publishes a key and signs tokens as authentik would."""

    def __init__(self, base, client):
        self.client = client
        self.name = f"{base}/application/o/{client}/"
        self.key = RSAKey.generate_key(2048, {"kid": client, "use": "sig", "alg": "RS256"})

    def setting(self):
        return Issuer(issuer=self.name, audiences=(self.client,))

    def documents(self):
        """Give what the issuer publishes, by path."""
        path = f"/application/o/{self.client}/"
        base = self.name.removesuffix(path)
        discovery = {"issuer": self.name, "jwks_uri": f"{base}{path}jwks/"}
        jwks = {"keys": [self.key.as_dict(private=False)]}
        return {
            f"{path}.well-known/openid-configuration": json.dumps(discovery).encode(),
            f"{path}jwks/": json.dumps(jwks).encode(),
        }

    def token(self, subject="olga", *, header=None, key=None, algorithm="RS256", **changes):
        """Sign an access token; `None` leaves a claim or a header parameter out."""
        at = int(time.time())
        claims = {
            "iss": self.name,
            "sub": subject,
            "aud": self.client,
            "exp": at + 300,
            "iat": at,
            "auth_time": at - 60,
            "azp": self.client,
            "uid": "5dY1",
            "email": f"{subject}@dezky.localhost",
            "email_verified": True,
            "name": subject.title(),
        } | changes
        names = {"alg": algorithm, "kid": self.client} | (header or {})
        registry = JWSRegistry(algorithms=[names["alg"]], strict_check_header=False)
        return jwt.encode(
            {name: value for name, value in names.items() if value is not None},
            {name: value for name, value in claims.items() if value is not None},
            key or self.key,
            registry=registry,
        )

    def bearer(self, subject="olga", **changes):
        return {"Authorization": f"Bearer {self.token(subject, **changes)}"}


class PaperNetwork:
    """Answers fetches from what the issuers publish."""

    def __init__(self, *issuers):
        self.is_down = False
        self._documents = {
            f"http://id.test{path}": body
            for issuer in issuers
            for path, body in issuer.documents().items()
        }

    async def __call__(self, url):
        if self.is_down or url not in self._documents:
            raise KeysNotLoaded("nobody answers")
        return self._documents[url]


class FakeServices:
    """Answers every rpc with something plausible; remembers who asked, and how."""

    def __init__(self):
        self.calls = []
        self.refusals = {}
        # Replies of an rpc that are given once each, before the plausible ones.
        self.replies = {}
        self.delay_seconds = 0
        self.people = {}
        self.samples = {
            TenantDomain: TenantDomain(domain="acme.example", state="pending", added_at=now()),
            ApiKey: ApiKey(id=uuid7(), name="CI", scopes=["audit:write"], created_at=now()),
            Note: Note(id=uuid7(), tenant_slug="acme", text="Called.", created_at=now()),
            Invitation: Invitation(
                id="0199f3a0-0000-7000-8000-0000000000aa",
                tenant_slug="acme",
                role="member",
                created_at=now(),
                expires_at=now(),
            ),
            Tenant: tenant(),
            User: user("olga"),
            Entry: Entry(
                id=uuid7(),
                at=now(),
                received_at=now(),
                actor_type="user",
                action="a.b",
                outcome="success",
                source="tenant",
            ),
            DeadLetter: DeadLetter(id=uuid7(), at=now()),
            ActionSchema: ActionSchema(metadata_schema={}, created_at=now()),
            Source: Source(name="ocis", state="running"),
            Partner: partner(),
            Subscription: subscription(),
            **flag_samples(),
        }
        self.services = []

    async def start(self, connection):
        for name in sorted({rpc.service for rpc in CATALOGUE}):
            service = Service(connection, name=name, version="1.0.0")
            for rpc in CATALOGUE:
                if rpc.service == name:
                    service.add(rpc, partial(self._answer, rpc))
            await service.start()
            self.services.append(service)

    async def stop(self):
        for service in self.services:
            await service.stop()

    def named(self, name):
        return [call for call in self.calls if call.name == name]

    async def _answer(self, rpc, request):
        left = deadline.remaining_seconds()
        self.calls.append(
            Call(
                rpc.name,
                request,
                current_actor(),
                left,
                trace_id(),
                request_id(),
                idempotency_key(),
            )
        )
        if rpc.name != "record_sign_in":
            await asyncio.sleep(self.delay_seconds)
        if rpc.name in self.refusals:
            raise self.refusals[rpc.name]
        if self.replies.get(rpc.name):
            return self.replies[rpc.name].pop(0)
        if rpc.name == "record_sign_in":
            known = self.people.setdefault(request.subject, user(request.subject))
            return rpc.reply(user=known)
        return self._plausible(rpc.reply)

    def _plausible(self, kind):
        """Fill in what the contract requires, and nothing else."""
        if kind in self.samples:
            return self.samples[kind]
        required = {
            name: field.annotation
            for name, field in kind.model_fields.items()
            if field.is_required()
        }
        return kind(**{name: self._value(wanted) for name, wanted in required.items()})

    def _value(self, wanted):
        if get_origin(wanted) is Literal:
            return get_args(wanted)[0]
        if isinstance(wanted, type) and issubclass(wanted, Message):
            return self._plausible(wanted)
        return now() if wanted is datetime else uuid7()


def flag_samples():
    moments = {"created_at": now(), "updated_at": now()}
    return {
        Flag: Flag(key="beta", kind="boolean", state="off", version=3, **moments),
        Segment: Segment(key="friends", scope=Scope(), version=3, **moments),
        Schedule: Schedule(id=uuid7(), kind="ramp", state="running", version=3, **moments),
        ChangeRequest: ChangeRequest(id=uuid7(), status="draft", version=3, **moments),
    }


def tenant(slug="acme", version=3):
    moment = now()
    return Tenant(
        id=uuid7(),
        slug=slug,
        name="Acme",
        plan="starter",
        status="active",
        created_at=moment,
        updated_at=moment,
        version=version,
    )


def partner():
    moment = now()
    return Partner(
        id=uuid7(),
        slug="north",
        name="North",
        status="active",
        created_at=moment,
        updated_at=moment,
        version=1,
    )


def subscription():
    moment, price = now(), Money(amount_minor=1000, currency="EUR")
    return Subscription(
        id=uuid7(),
        tenant_slug="acme",
        plan="starter",
        seats=1,
        unit_price=price,
        monthly_revenue=price,
        period="monthly",
        status="active",
        started_at=moment,
        created_at=moment,
        updated_at=moment,
        version=1,
    )


def user(subject, **changes):
    moment = now()
    fields = {
        "id": uuid7(),
        "email": f"{subject}@dezky.localhost",
        "name": subject.title(),
        "active": True,
        "created_at": moment,
        "updated_at": moment,
        "last_login_at": moment,
        "version": 1,
    }
    return User(**(fields | changes))


class Register:
    """Writes people into the directory, as the tenant service's relay does."""

    def __init__(self, connection):
        self._bucket = connection.key_value("directory")

    async def put(self, issuer, subject, **changes):
        fields = {
            "id": uuid7(),
            "email": f"{subject}@dezky.localhost",
            "name": subject.title(),
            "active": True,
            "last_login_at": now(),
            "version": 1,
        }
        record = ActorRecord(**(fields | changes))
        await self._bucket.put(actor_key(issuer.name, subject), record.dump_json())
        return record


@pytest.fixture(scope="session")
def operator():
    """The operator application's issuer."""
    return PaperIssuer("http://id.test", "dezky-operator")


@pytest.fixture(scope="session")
def portal():
    """The portal application's issuer."""
    return PaperIssuer("http://id.test", "dezky-portal")


@pytest.fixture
def network(operator, portal):
    return PaperNetwork(operator, portal)


@pytest.fixture
def services():
    return FakeServices()


@pytest.fixture(scope="session")
def register_type():
    return Register


@pytest.fixture(scope="session")
def issuer_type():
    return PaperIssuer


@pytest.fixture(scope="session")
def network_type():
    return PaperNetwork


@pytest.fixture(scope="session")
def services_type():
    return FakeServices
