"""Families of figures in Prometheus' text format (0.0.4): pure."""

from collections.abc import Iterable, Iterator, Mapping

Sample = tuple[Mapping[str, str], float | None]
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def gauge(name: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    """Return what goes up and down; a sample without a value is left out."""
    return _family(f"dezky_{name}", "gauge", about, samples)


def counter(name: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    """Return what only grows, until its instance starts again."""
    return _family(f"dezky_{name}", "counter", about, samples)


def _family(name: str, kind: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        if value is not None:
            shown = ",".join(f'{key}="{one.translate(_ESCAPES)}"' for key, one in labels.items())
            yield f"{name}{{{shown}}} {float(value):.16g}"
