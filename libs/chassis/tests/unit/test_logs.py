"""Log lines, as a process prints them."""

import json
import logging
import threading
import warnings

import pytest
import structlog
from bus import answering
from chassis import logs

PASSWORD = "hunter2"


@pytest.fixture
def configure():
    """Give `logs.configure`; what it changes for the whole process is put back.

    It is called inside of the test: pytest gives each phase another standard output.
    """
    root = logging.getLogger()
    handlers, level, configuration = root.handlers, root.level, structlog.get_config()

    def configured(**options):
        logs.configure("demo", **options)
        return structlog.get_logger()

    yield configured
    logging.captureWarnings(capture=False)
    structlog.configure(**configuration)
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture
def lines(capsys):
    """Give a way to parse what was printed."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def fail(log):
    """Log an exception whose frames have a password in a variable."""
    password = PASSWORD
    try:
        int(f"{len(password)} letters")
    except ValueError:
        log.exception("failed")


class TestConfigure:
    def test_without_a_terminal_lines_are_json(self, configure, lines):
        """Each is one object with time, level, service, event and its fields."""
        log = configure()
        log.info("tenant_suspended", tenant_id="7")
        (line,) = lines()
        assert line.pop("timestamp").endswith("Z")
        assert line == {
            "event": "tenant_suspended",
            "level": "info",
            "service": "demo",
            "tenant_id": "7",
        }

    def test_the_console_is_readable(self, configure, capsys):
        """No JSON on a terminal."""
        configure(style="console").info("tenant_suspended", tenant_id="7")
        printed = capsys.readouterr().out
        assert ("tenant_suspended" in printed, "{" in printed) == (True, False)

    def test_the_standard_library_is_included(self, configure, lines):
        """Drivers log through it; the logger's name tells which."""
        configure()
        logging.getLogger("driver").warning("lost %s", "a line")
        (line,) = lines()
        expected = ("lost a line", "driver", "demo")
        assert (line["event"], line["logger"], line["service"]) == expected

    def test_threads_name_the_service_too(self, configure, lines):
        """Their context is empty: the name doesn't come from there."""
        log = configure()
        thread = threading.Thread(target=lambda: log.info("a"))
        thread.start()
        thread.join()
        assert lines()[0]["service"] == "demo"

    def test_warnings_are_logged(self, configure, lines):
        """They would go to standard error, unformatted."""
        configure()
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("old ways", stacklevel=1)
        assert "old ways" in lines()[0]["event"]

    def test_levels_below_are_silent(self, configure, lines):
        """Debug isn't printed at info."""
        log = configure()
        log.debug("a")
        logging.getLogger("driver").debug("b")
        assert lines() == []

    def test_the_driver_is_quiet_at_debug(self, configure, lines):
        """It narrates every command, payloads and all."""
        configure(level="debug")
        logging.getLogger("pymongo.command").debug("a")
        assert lines() == []

    def test_the_request_is_named(self, configure, lines):
        """A line leads to its request."""
        log = configure()
        with answering("r-1"):
            log.info("a")
        assert lines()[0]["request_id"] == "r-1"


class TestExceptions:
    def test_they_are_in_the_line(self, configure, lines):
        """As fields, so that one event stays one line."""
        log = configure()
        fail(log)
        told = lines()[0]["exception"][0]
        assert (told["exc_type"], "7 letters" in told["exc_value"]) == ("ValueError", True)

    @pytest.mark.parametrize("style", ["json", "console"])
    def test_they_show_no_variables(self, configure, capsys, style):
        """Those hold payloads and secrets."""
        fail(configure(style=style))
        printed = capsys.readouterr().out
        assert ("ValueError" in printed, PASSWORD in printed) == (True, False)

    def test_those_of_the_library_are_told(self, configure, lines):
        """A driver's exception is rendered the same way."""
        configure()
        fail(logging.getLogger("driver"))
        assert lines()[0]["exception"][0]["exc_type"] == "ValueError"
