"""The commands behind `./task up`, `down`, `status`, `logs`, `token` and `demo:…`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from devstack import commands
from devstack.layout import Layout

app = typer.Typer(
    help="The whole system on this machine.", no_args_is_help=True, add_completion=False
)

Data = Annotated[Path, typer.Option(help="Folder that holds everything the stack keeps.")]
_DATA = Path(".data")


@app.command()
def up(
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Empty the data folder first.")] = False,
    empty: Annotated[bool, typer.Option("--empty", help="Make no demo tenants.")] = False,
    port_offset: Annotated[int, typer.Option(help="Move every port up by this much.")] = 0,
    provisioning: Annotated[
        bool, typer.Option(help="Provision tenants in stand-ins; without, they are active at once.")
    ] = True,
    data: Data = _DATA,
) -> None:
    """Start everything and stay in the foreground; Ctrl-C stops it."""
    # The other commands start faster without these.
    from devstack.programs import programs  # noqa: PLC0415
    from devstack.up import up as run  # noqa: PLC0415

    layout = Layout.from_environment(
        data.resolve(), port_offset=port_offset, provisions=provisioning
    )
    raise typer.Exit(run(layout, build=partial(programs, seed=not empty), fresh=fresh))


@app.command()
def down(*, data: Data = _DATA) -> None:
    """Stop the running stack, from any shell."""
    raise typer.Exit(commands.down(data.resolve(), typer.echo))


@app.command()
def status(*, data: Data = _DATA) -> None:
    """Say what runs, and where."""
    raise typer.Exit(commands.status(data.resolve(), typer.echo))


@app.command()
def logs(
    names: Annotated[list[str] | None, typer.Argument(help="Whose logs; all when none.")] = None,
    *,
    lines: Annotated[int, typer.Option(help="How many old lines of each.")] = 20,
    follow: Annotated[bool, typer.Option(help="Go on with new lines.")] = True,
    data: Data = _DATA,
) -> None:
    """Show the logs of the running or the last stack."""
    code = commands.show_logs(data.resolve(), names or (), typer.echo, lines=lines, follow=follow)
    raise typer.Exit(code)


@app.command()
def token(
    username: Annotated[
        str, typer.Argument(help="operator, acme-admin, acme-member or nordwind-partner.")
    ],
    *,
    data: Data = _DATA,
) -> None:
    """Print a real access token, obtained through the login page."""
    from devstack.accounts import account  # noqa: PLC0415
    from devstack.login import SignInFailed, browser, sign_in  # noqa: PLC0415

    layout = commands.running_layout(data.resolve()) or Layout.from_environment(data.resolve())
    try:
        person = account(username)
        with browser() as client:
            tokens = sign_in(person, issuer=layout.issuer(person.client), client=client)
    except (KeyError, SignInFailed) as error:
        typer.echo(f"token: {error.args[0]}", err=True)
        raise typer.Exit(1) from error
    typer.echo(tokens.access_token)


@app.command()
def screenshots(*, data: Data = _DATA) -> None:
    """Take pictures of every page of console and portal, at desktop and phone width."""
    from devstack.screenshots import take  # noqa: PLC0415

    folder = data.resolve() / "screenshots"
    typer.echo(f"{take(folder, data.resolve())} pictures in {folder}")


@app.command()
def send(
    upstream: Annotated[str, typer.Argument(help="stalwart or ocis.")], *, data: Data = _DATA
) -> None:
    """Let something happen at an upstream, for the ingest services to take over."""
    from devstack import upstreams  # noqa: PLC0415

    layout = commands.running_layout(data.resolve())
    if layout is None or upstream not in {"stalwart", "ocis"}:
        typer.echo("send: ./task up must run, and the upstream be stalwart or ocis", err=True)
        raise typer.Exit(1)
    typer.echo(upstreams.send(layout, upstream))


if __name__ == "__main__":
    app()
