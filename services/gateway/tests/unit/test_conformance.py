"""Schemathesis: whatever is sent, the door answers as its own description says."""

from copy import deepcopy

import pytest
import pytest_asyncio
import requests
import schemathesis
from contracts import freeform
from gateway.app import build
from gateway.door import Door
from gateway.settings import Settings
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from schemathesis import GenerationMode
from schemathesis.checks import ignored_auth

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID = deepcopy(build(Settings(), Door(), ailment=lambda: None).openapi())
# The tests bring a token of their own: who calls without one is somebody else's test.
del SAID["components"]["securitySchemes"]
for methods in SAID["paths"].values():
    for said in methods.values():
        del said["security"]
OPERATIONS = [result.ok() for result in schemathesis.openapi.from_dict(SAID).get_all_operations()]
# Nothing can be sent to these that their description forbids: any text may be asked for.
OPEN = {
    "GET /audit/keys",
    "GET /audit/retention",
    "GET /audit/schemas",
    "GET /audit/searches",
    "GET /audit/sinks",
    "GET /audit/viewer-tokens",
    "DELETE /health/targets/{id}",
    "GET /health",
    "GET /health/fleet",
    "GET /health/maintenance",
    "GET /health/targets",
    "GET /ingest",
    "GET /integrations",
    "GET /me",
    "GET /tenants/{slug}",
    "GET /tenants/{slug}/subscription",
    "GET /partners/{slug}",
    "GET /flags/{key}",
    "GET /segments/{key}",
    "GET /tenants/{slug}/domains",
    "GET /tenants/{slug}/invitations",
    "POST /tenants/{slug}/domains/{domain}/verify",
}
WITH_RULES = [one for one in OPERATIONS if one.label not in OPEN]
_LONGEST_URL = 60_000

bounded = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def send(shared_gateway, operator):
    """Send a generated case as platform admin; the answer is the gateway's."""
    gateway = shared_gateway
    await gateway.register.put(operator, "olga", platform_admin=True)
    bearer = operator.bearer("olga")

    async def answer(case):
        prepared = requests.Request(**case.as_transport_kwargs(base_url="http://gateway")).prepare()
        headers = [
            (name.encode(), value if isinstance(value, bytes) else value.encode("latin-1"))
            for name, value in {**prepared.headers, **bearer}.items()
        ]
        # 413 is right for it, but schemathesis takes no refusal by size for one of the schema.
        assume(len(prepared.body or b"") < Settings().body_limit_bytes)
        # The client sends no longer ones.
        assume(len(prepared.url) < _LONGEST_URL)
        return await gateway.client.request(
            prepared.method, prepared.url, headers=headers, content=prepared.body
        )

    return answer


def is_plain(body):
    """Say whether it keeps what JSON Schema can't say of free-form JSON: 2^53, NUL, depth."""
    try:
        return not isinstance(body, dict) or freeform.checked(body) is body
    except PydanticCustomError:
        return False


def each(operations):
    return pytest.mark.parametrize("operation", operations, ids=lambda one: one.label)


class TestConformance:
    @each(OPERATIONS)
    @bounded
    @given(data=st.data())
    async def test_what_the_description_allows(self, send, operation, data):
        """Valid requests get what is described, never a server error."""
        case = data.draw(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        assume(is_plain(case.body))
        case.validate_response(await send(case), excluded_checks=[ignored_auth])

    @each(WITH_RULES)
    @bounded
    @given(data=st.data())
    async def test_what_the_description_forbids(self, send, operation, data):
        """Invalid requests are refused as described, never a server error."""
        case = data.draw(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
        case.validate_response(await send(case), excluded_checks=[ignored_auth])
