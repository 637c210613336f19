"""Dependency order, so that every class stands before it is used."""

from generator.model import ProtoFile, ProtoMessage
from generator.refusal import Refusal, Refusals


def arranged(file: ProtoFile, *, refusals: Refusals) -> list[ProtoMessage]:
    """Give the file's messages, used ones first, otherwise as they stand."""
    own = {message.full_name: message for message in file.messages}
    done: dict[str, ProtoMessage] = {}

    def place(message: ProtoMessage, above: tuple[str, ...]) -> None:
        if message.full_name in above:
            names = [*above[above.index(message.full_name) :], message.full_name]
            circle = " -> ".join(name.rpartition(".")[2] for name in names)
            raise Refusal(f"message {message.name} contains itself: {circle}")
        for field in message.fields:
            for name in field.references:
                if name in own and name not in done:
                    place(own[name], (*above, message.full_name))
        done[message.full_name] = message

    for message in file.messages:
        if message.full_name not in done:
            with refusals.at(message.place):
                place(message, ())
    return list(done.values())


def check_packages(files: list[ProtoFile], *, refusals: Refusals) -> None:
    """Refuse packages that need each other: Python could import neither."""
    packages = {file.name: file.package for file in files}
    needs: dict[str, set[str]] = {package: set() for package in packages.values()}
    for file in files:
        needs[file.package] |= {packages[name] for name in file.imports if name in packages}
    for file in files:
        reached, waiting = set[str](), needs[file.package] - {file.package}
        while waiting:
            reached |= waiting
            waiting = set().union(*(needs[name] - {name} for name in waiting)) - reached
        with refusals.at(file.place):
            if file.package in reached:
                raise Refusal(f"package {file.package} imports itself by way of another package")
