"""One issuer's keys over time: cached, refetched with restraint, kept through an outage."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from joserfc.jwk import Key

from identity.faults import KeysUnavailable, KeyUnknown
from identity.keys import KeySet
from identity.loading import KeysNotLoaded

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPolicy:
    """How long keys are trusted, and how often an issuer may be asked."""

    fresh_seconds: float = 300
    # Between two fetches, failures included: unknown kids cost an attacker nothing.
    refetch_seconds: float = 30
    # Issuer outage keeps the old keys that long: stale beats locked out, but not for ever.
    stale_seconds: float = 86_400
    load_seconds: float = 10


class KeyRing:
    """Looks keys up by id; asks the issuer in one flight that all callers share."""

    def __init__(
        self,
        load: Callable[[], Awaitable[KeySet]],
        *,
        issuer: str,
        policy: KeyPolicy,
        steady: Callable[[], float],
    ) -> None:
        self._load = load
        self._issuer = issuer
        self._policy = policy
        self._steady = steady
        self._keys: KeySet | None = None
        self._loaded_at = 0.0
        self._attempted_at = 0.0
        self._failures = 0
        self._flight: asyncio.Task[None] | None = None

    async def find(self, kid: str | None) -> Key:
        """Return the key, refetching the set once if it is not among the known ones."""
        await self._refresh_when_due()
        key = self._usable().find(kid)
        if key is None and kid is not None and self._may_ask():
            await self._refresh()
            key = self._usable().find(kid)
        if key is not None:
            return key
        if self._failures:
            # A new key may have been published while the issuer cannot be asked.
            raise self._unavailable()
        raise KeyUnknown("The issuer publishes no such key: sign in again.")

    async def aclose(self) -> None:
        """End the fetch under way, if there is one."""
        if self._flight is not None:
            self._flight.cancel()
            await asyncio.gather(self._flight, return_exceptions=True)

    async def _refresh_when_due(self) -> None:
        age = self._steady() - self._loaded_at
        if self._keys is None or age > self._policy.stale_seconds:
            if self._may_ask():
                await self._refresh()
        elif age > self._policy.fresh_seconds and self._may_ask():
            if self._failures:
                # The issuer is known to be in trouble: ask it again, but let nobody wait.
                self._start()
            else:
                await self._refresh()

    def _usable(self) -> KeySet:
        if self._keys is None or self._steady() - self._loaded_at > self._policy.stale_seconds:
            raise self._unavailable()
        return self._keys

    def _unavailable(self) -> KeysUnavailable:
        return KeysUnavailable(
            "The identity provider's keys cannot be fetched: try again shortly.",
            retry_after_seconds=max(1, round(self._may_ask_in())),
        )

    def _may_ask(self) -> bool:
        return self._flight is not None or self._may_ask_in() <= 0

    def _may_ask_in(self) -> float:
        if self._keys is None:
            # Nothing to fall back on: a start beside a starting issuer retries sooner.
            pause = min(self._policy.refetch_seconds, 2.0**self._failures / 2)
            pause = pause if self._failures else 0.0
        else:
            pause = self._policy.refetch_seconds
        return self._attempted_at + pause - self._steady()

    async def _refresh(self) -> None:
        # Shielded: the caller that started the flight may hang up, the others still wait.
        await asyncio.shield(self._start())

    def _start(self) -> asyncio.Task[None]:
        if self._flight is None:
            self._flight = asyncio.create_task(self._fly())
        return self._flight

    async def _fly(self) -> None:
        try:
            async with asyncio.timeout(self._policy.load_seconds):
                self._keys = await self._load()
        except (KeysNotLoaded, TimeoutError) as error:
            self._failures += 1
            cause = str(error) or "no answer in time"
            log.warning("signing_keys_not_loaded", issuer=self._issuer, cause=cause)
        except Exception:
            # A bug in here must not lock people out either: it counts as an outage.
            self._failures += 1
            log.exception("signing_keys_not_loaded", issuer=self._issuer)
        else:
            self._failures = 0
            self._loaded_at = self._steady()
        finally:
            self._attempted_at = self._steady()
            self._flight = None
