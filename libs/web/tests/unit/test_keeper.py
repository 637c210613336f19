"""Sessions are refreshed in one flight, and end when the provider says so."""

import asyncio
from datetime import UTC, datetime

import pytest
from identity import SignedClaims
from web.faults import ProviderUnreachable, SignInRequired
from web.sessions.keeper import Keeper
from web.sessions.sealing import Seal
from web.sessions.session import Tokens
from web.sessions.store import Store

CLAIMS = SignedClaims(
    issuer="https://id.example/",
    subject="olga",
    audience="dezky-operator",
    expires_at=datetime(2030, 1, 1, tzinfo=UTC),
    signed_in_at=None,
    email="olga@dezky.example",
    name="Olga",
)


class Provider:
    """Gives token after token, or fails as it is told."""

    def __init__(self) -> None:
        self.asked = 0
        self.failure: Exception | None = None

    async def refresh(self, tokens: Tokens) -> Tokens:
        self.asked += 1
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        return tokens.model_copy(
            update={"access_token": f"token {self.asked}", "expires_at": Clock.now + 300}
        )


class Clock:
    now = 0.0


@pytest.fixture
def provider():
    Clock.now = 1000.0
    return Provider()


@pytest.fixture
def keeper(provider):
    store = Store(None, Seal("s" * 32, application="console"), now=lambda: Clock.now)
    yield Keeper(
        store,
        provider.refresh,
        idle_seconds=3600,
        session_seconds=7200,
        now=lambda: Clock.now,
    )
    store.close()


@pytest.fixture
def name(keeper):
    tokens = Tokens(
        access_token="token 0", refresh_token="r", id_token="i", expires_at=Clock.now + 300
    )
    return keeper.begin(CLAIMS, tokens)


class TestCurrent:
    async def test_fresh(self, keeper, provider, name):
        """A token with time left is used as it is."""
        session = await keeper.current(name)
        assert (session.tokens.access_token, provider.asked) == ("token 0", 0)
        assert session.email == "olga@dezky.example"

    async def test_refreshed_before_it_ends(self, keeper, name):
        """Half a minute before its end the token is traded, and the new one kept."""
        Clock.now += 280
        assert (await keeper.current(name)).tokens.access_token == "token 1"
        assert (await keeper.current(name)).tokens.access_token == "token 1"

    async def test_one_flight(self, keeper, provider, name):
        """Twenty requests at once spend the refresh token once."""
        Clock.now += 280
        sessions = await asyncio.gather(*(keeper.current(name) for _ in range(20)))
        assert {session.tokens.access_token for session in sessions} == {"token 1"}
        assert provider.asked == 1

    async def test_refused_ends_it(self, keeper, provider, name):
        """When the provider gives no token any more, the session is over for good."""
        Clock.now += 280
        provider.failure = SignInRequired("ended")
        with pytest.raises(SignInRequired):
            await keeper.current(name)
        provider.failure = None
        with pytest.raises(SignInRequired):
            await keeper.current(name)

    async def test_outage_with_time_left(self, keeper, provider, name):
        """An outage of the provider locks nobody out whose token still works."""
        Clock.now += 280
        provider.failure = ProviderUnreachable("away")
        assert (await keeper.current(name)).tokens.access_token == "token 0"

    async def test_outage_without_time_left(self, keeper, provider, name):
        """Then the person is told of the outage, and the session stays."""
        Clock.now += 301
        provider.failure = ProviderUnreachable("away")
        with pytest.raises(ProviderUnreachable):
            await keeper.current(name)
        provider.failure = None
        assert (await keeper.current(name)).tokens.access_token == "token 2"

    @pytest.mark.parametrize("name", ["", "guessed"])
    async def test_unknown(self, keeper, name):
        """No name and a guessed one are nobody."""
        with pytest.raises(SignInRequired):
            await keeper.current(name)


class TestEnd:
    async def test_signed_out_during_a_refresh(self, keeper, name):
        """Signing out wins over a refresh under way: nothing brings the session back."""
        Clock.now += 280
        flight = asyncio.create_task(keeper.current(name))
        await asyncio.sleep(0)
        keeper.end(name)
        with pytest.raises(SignInRequired):
            await flight
        assert keeper.find(name) is None

    async def test_idle(self, keeper, name):
        """A session unused for an hour is over; a used one lives on, up to its longest."""
        for _ in range(2):
            Clock.now += 3500
            await keeper.current(name)
        Clock.now += 201
        assert keeper.find(name) is None
