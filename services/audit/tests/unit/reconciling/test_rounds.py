"""The running service reconciles at its leisure."""

from datetime import UTC, datetime, timedelta

from audit.reconciling.rounds import Rounds

START = datetime(2026, 11, 23, tzinfo=UTC)
EVERY = timedelta(minutes=10)


class Log:
    """So many pieces to look at."""

    def __init__(self, pieces):
        self.left, self.looks = pieces, 0

    async def sweep(self):
        self.looks += 1
        self.left -= bool(self.left)
        return self.left


async def calm():
    return True


async def busy():
    return False


async def test_rounds():
    """A piece each time until all was seen; then a pause, then what is new."""
    moment, log = [START], Log(3)
    rounds = Rounds(log, every=EVERY, is_calm=calm, clock=lambda: moment[0])
    assert [await rounds.sweep() for _ in range(6)] == [0] * 6
    assert log.looks == 3
    log.left = 2
    moment[0] += EVERY - timedelta(seconds=1)
    await rounds.sweep()
    assert log.looks == 3
    moment[0] += timedelta(seconds=1)
    for _ in range(4):
        await rounds.sweep()
    assert log.looks == 5


async def test_stands_back():
    """While much waits to be stored nothing is looked at, but a piece in each while."""
    moment, log = [START], Log(3)
    rounds = Rounds(log, every=EVERY, is_calm=busy, clock=lambda: moment[0])
    looks = []
    for _ in range(20):
        await rounds.sweep()
        looks.append(log.looks)
        moment[0] += EVERY / 8
    assert looks == [0] * 8 + [1] * 8 + [2] * 4
