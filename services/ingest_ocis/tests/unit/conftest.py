"""A tail over real files, with a recorder and a position that can fail where a kill would."""

import pytest
from ingest import Figures
from ingest_ocis.tail import Tail


class Killed(BaseException):
    """The process ended here."""


class Timeline:
    """Keeps one line per id, as the audit timeline does; remembers how often each came."""

    def __init__(self):
        self.lines = {}
        self.deliveries = 0
        self.kill_after = None

    async def record(self, generation, lines):
        for offset, line in lines:
            identity = f"{generation}:{offset}"
            assert self.lines.get(identity, line) == line, "two lines share an id"
            self.lines[identity] = line
            self.deliveries += 1
            if self.kill_after is not None and self.deliveries >= self.kill_after:
                self.kill_after = None
                raise Killed

    @property
    def told(self):
        """The lines, in the order of their first delivery, without their ends."""
        return [line.rstrip(b"\r\n") for line in self.lines.values()]


class Place:
    """A cursor that survives the process, saved or not."""

    def __init__(self):
        self.cursor = {}
        self.saved = {}

    async def save(self):
        self.saved = dict(self.cursor)


class Running:
    """A tail that can be killed and started again."""

    def __init__(self, path):
        self.path = path
        self.timeline = Timeline()
        self.figures = Figures("ocis")
        self.restart()

    def restart(self):
        saved = getattr(self, "place", None)
        self.place = Place()
        if saved:
            self.place.cursor = dict(saved.saved)
            self.place.saved = dict(saved.saved)
        self.tail = Tail(self.path, self.timeline, self.figures)

    async def tick(self, times=1):
        for _ in range(times):
            await self.tail.tick(self.place)

    def append(self, data):
        with self.path.open("ab") as log:
            log.write(data)


@pytest.fixture
def running(tmp_path):
    return Running(tmp_path / "audit.log")


@pytest.fixture
def killed():
    """The error that stands for kill -9."""
    return Killed


@pytest.fixture
def running_anew(tmp_path):
    """Give a fresh folder for each example of one property."""
    made = []

    def make():
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(folder)
        return Running(folder / "audit.log")

    return make
