"""What telemetry costs where nobody wants it."""

import subprocess
import sys

import pytest
from chassis import now
from chassis.telemetry import RelayFigures


def loaded_modules(code: str) -> set[str]:
    """Return the modules that a fresh process has loaded after this code."""
    source = f"import sys\n{code}\nprint(*sys.modules, sep='\\n')"
    return set(
        subprocess.run(
            [sys.executable, "-c", source], check=True, capture_output=True, text=True
        ).stdout.split()
    )


@pytest.fixture
def figures():
    return RelayFigures()


class TestConfigure:
    def test_without_an_endpoint_no_sdk_is_loaded(self):
        """The SDK and its exporter cost memory and start threads."""
        loaded = loaded_modules(
            "import chassis\n"
            "from chassis import telemetry\n"
            "telemetry.configure('demo', otlp_endpoint='')()"
        )
        assert [name for name in loaded if name.startswith("opentelemetry.sdk")] == []
        assert "requests" not in loaded


class TestRelayFigures:
    def test_they_begin_at_nothing(self, figures):
        """What `$SRV.STATS` says of a service that just started."""
        assert figures.tell() == {"published": 0, "waiting": 0, "unpublishable": 0}

    def test_they_count(self, figures):
        """Published, waiting and set aside."""
        figures.published(since=now())
        figures.published(since=now())
        figures.unpublishable()
        figures.waiting = 3
        assert figures.tell() == {"published": 2, "waiting": 3, "unpublishable": 1}
