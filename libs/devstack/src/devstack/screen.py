"""What `./task up` prints: progress, addresses, accounts, and one stream of log lines."""

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from devstack.accounts import ACCOUNTS
from devstack.layout import Layout
from devstack.logs import Follower
from devstack.processes import Process, ProcessFailed
from devstack.stack import Reporter

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "bright_cyan", "bright_magenta")
_PLAIN_WIDTH = 120


class Screen(Reporter):
    """A terminal, or plain lines where there is none."""

    def __init__(self) -> None:
        terminal = sys.stdout.isatty()
        self._console = Console(highlight=False, width=None if terminal else _PLAIN_WIDTH)
        self._status = self._console.status("starting")
        self._followers: dict[str, Follower] = {}
        self._started_at = time.monotonic()

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._status.stop()

    def is_ready(self, process: Process) -> None:
        """Tick a child off."""
        elapsed = time.monotonic() - self._started_at
        done = "ready" if process.program.probe else "done"
        self._line(f"  [green]✓[/] {process.program.name:<16} {done:<6} {elapsed:4.1f} s")

    def failed(self, process: Process, error: ProcessFailed) -> None:
        """Say that the stack does without this child."""
        self._console.print(Text.from_ansi(f"  ✗ {error}", style="yellow"), soft_wrap=True)
        self._line(f"    (the stack runs nevertheless, without {process.program.name})")

    def stopping(self, process: Process) -> None:
        """Name the child that is being stopped."""
        self._line(f"  stopping {process.program.name}")

    def ended(self, process: Process, *, delay_seconds: float) -> None:
        """Say loudly that a child ended."""
        code = process.exit_code
        what = "could not be started" if code is None else f"ended with {code}"
        self._line(
            f"[bold red]✗ {process.program.name} {what}[/];"
            f" it is restarted in {delay_seconds:.1f} s. Its last lines:"
        )
        self._console.print(Text.from_ansi(process.last_words()), soft_wrap=True)

    def is_back(self, process: Process) -> None:
        """Say that a restarted child is ready."""
        self._line(f"[bold green]✓ {process.program.name} is back[/]")

    def trouble(self, text: str) -> None:
        """Say why there is no stack."""
        self._status.stop()
        self._console.print(Text.from_ansi(text, style="bold red"), soft_wrap=True)

    def note(self, text: str) -> None:
        """Say something in passing."""
        self._line(escape(text))

    def welcome(self, layout: Layout, *, makes_demo: bool) -> None:
        """Print where everything is, who may sign in, and what to try."""
        self._status.stop()
        self._line(f"\n[bold]Dezky is ready[/] ({time.monotonic() - self._started_at:.1f} s)\n")
        self._console.print(_addresses(layout))
        self._console.print()
        self._console.print(_accounts())
        self._line(
            "\n[bold]Try[/]  "
            f'curl -H "Authorization: Bearer $(./task token operator)" {layout.gateway_url}/tenants'
        )
        if makes_demo:
            self._line("The demo is being made now, through the API: watch it come in the console.")
        self._line("Ctrl-C stops everything; the log lines of all children follow.\n")

    def follow(self, processes: Sequence[Process]) -> None:
        """Show what these children log from now on."""
        for process in processes:
            self._followers[process.program.name] = Follower(process.program.log)

    def show_logs(self) -> None:
        """Print the log lines that came since the last call."""
        for number, (name, follower) in enumerate(self._followers.items()):
            for line in follower.new_lines():
                prefix = Text(f"{name:<9}│ ", style=_COLOURS[number % len(_COLOURS)])
                self._console.print(prefix + Text.from_ansi(line), soft_wrap=True)

    def _line(self, markup: str) -> None:
        self._console.print(markup, soft_wrap=True)


def _addresses(layout: Layout) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_row("Console", layout.console_url, "for operators")
    table.add_row("Portal", layout.portal_url, "for customers")
    table.add_row("API", layout.gateway_url, "reference at /docs")
    table.add_row("Sign-in", layout.identity_url, "identity provider, for development only")
    table.add_row("Bus", layout.nats_url, "")
    table.add_row("Database", layout.mongo_url, "")
    table.add_row("Logs", f"{layout.data}/logs", "or ./task logs")
    return table


def _accounts() -> Table:
    table = Table(box=None, padding=(0, 2), header_style="bold")
    for heading in ("account", "password", "email", ""):
        table.add_column(heading)
    for account in ACCOUNTS:
        table.add_row(account.username, account.password, account.email, account.role)
    return table
