"""The store alone opens nothing, and one application can't read another's records."""

import sqlite3

import pytest
from web.sessions.sealing import Seal
from web.sessions.store import Store

SECRET = "a secret of the console, 32 long"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock):
    store = Store(None, Seal(SECRET, application="console"), now=clock)
    yield store
    store.close()


class TestSeal:
    def test_opens_what_it_closed(self):
        """The same secret and name open the record."""
        seal = Seal(SECRET, application="console")
        assert seal.open("name", seal.close("name", b"content")) == b"content"

    @pytest.mark.parametrize(
        ("secret", "application", "name"),
        [
            ("another secret that is 32 long..", "console", "name"),
            (SECRET, "portal", "name"),
            (SECRET, "console", "another name"),
        ],
    )
    def test_nothing_else_opens_it(self, secret, application, name):
        """Another secret, application or name gives nothing, and no exception."""
        sealed = Seal(SECRET, application="console").close("name", b"content")
        assert Seal(secret, application=application).open(name, sealed) is None

    def test_bent_record(self):
        """One changed bit is noticed."""
        seal = Seal(SECRET, application="console")
        sealed = bytearray(seal.close("name", b"content"))
        sealed[-1] ^= 1
        assert seal.open("name", bytes(sealed)) is None
        assert seal.open("name", b"") is None


class TestStore:
    def test_ends_in_time(self, store, clock):
        """A record is there until its time is over, and not at that moment."""
        store.put("session", "name", b"content", seconds=10)
        clock.now += 9.9
        assert store.find("session", "name") == b"content"
        clock.now += 0.1
        assert store.find("session", "name") is None
        assert store.take("session", "name") is None

    def test_taken_once(self, store):
        """Of two takers one gets the record."""
        store.put("sign-in", "state", b"content", seconds=10)
        assert [store.take("sign-in", "state"), store.take("sign-in", "state")] == [
            b"content",
            None,
        ]

    def test_kinds_are_apart(self, store):
        """A sign-in under way is no session, whatever it is called."""
        store.put("sign-in", "name", b"content", seconds=10)
        assert store.find("session", "name") is None

    def test_file_tells_nothing(self, tmp_path, clock):
        """Neither names nor contents stand in the file; another secret finds nothing in it."""
        path = tmp_path / "sessions.db"
        store = Store(path, Seal(SECRET, application="console"), now=clock)
        store.put("session", "the-cookie-value", b"access token", seconds=10)
        store.close()
        with sqlite3.connect(path) as database:
            everything = repr(database.execute("SELECT * FROM records").fetchall())
        assert "the-cookie-value" not in everything
        assert "access token" not in everything
        other = Store(path, Seal("b" * 32, application="console"), now=clock)
        assert other.find("session", "the-cookie-value") is None
        other.close()

    def test_swept(self, store, clock):
        """What is over is removed when something new comes."""
        store.put("session", "old", b"", seconds=10)
        clock.now += 100
        store.put("session", "new", b"", seconds=10)
        assert store._database.execute("SELECT count(*) FROM records").fetchone() == (1,)
