"""What a start must not load."""

import subprocess
import sys

import pytest

# Each costs a start tens of milliseconds, or hundreds, and no page needs it.
_STRANGERS = ("beanie", "pymongo", "nats")


@pytest.mark.parametrize("module", ["web.application", "chassis.logs", "chassis.settings"])
def test_no_drivers(module: str) -> None:
    """Neither a database's driver nor the bus's is imported with it."""
    shown = f"import {module}, sys; print([one for one in {_STRANGERS} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
