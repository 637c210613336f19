"""Style sheets, modules and pictures, read once and served under a name that changes with them."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from starlette.types import Receive, Scope, Send

_HTMX = "django_htmx/static/django_htmx/htmx-2.min.js"
# The order of the cascade layers is said in the first one.
_LAYERS = ("reset", "tokens", "base", "frame", "components", "tables", "lists", "forms")
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FOR_EVER = b"public, max-age=31536000, immutable"
HERE = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, plain and compressed."""

    kind: str
    plain: bytes
    packed: bytes


class Assets:
    """The files of this library and of one application, at `/static/<edition>/`."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Later folders win; `css/*.css` of the application comes after the layers here."""
        files = {"htmx.js": _htmx(), "app.css": _sheet(folders)}
        for folder in (HERE, *folders):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix != ".css":
                    files[path.relative_to(folder).as_posix()] = path.read_bytes()
        self.edition = _edition(files)
        self._files = {name: _asset(name, content) for name, content in files.items()}

    def url(self, name: str) -> str:
        """Return the address; an unknown name is a mistake of ours."""
        if name not in self._files:
            raise KeyError(f"no asset {name!r}")
        return f"/static/{self.edition}/{name}"

    def size(self, name: str) -> int:
        """Return how many bytes the file has, plain."""
        return len(self._files[name].plain)

    def names(self) -> Sequence[str]:
        """Return every file's name."""
        return sorted(self._files)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer GET and HEAD; what an older page asks for is answered with today's."""
        name = scope["path"].rpartition("/static/")[2].partition("/")[2]
        asset = self._files.get(name)
        if scope["method"] not in {"GET", "HEAD"} or asset is None:
            await _answer(send, 404, [], b"")
            return
        headers = dict(scope["headers"])
        packed = b"gzip" in headers.get(b"accept-encoding", b"")
        body = asset.packed if packed else asset.plain
        said = [
            (b"content-type", asset.kind.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", _FOR_EVER),
            (b"vary", b"Accept-Encoding"),
        ]
        if packed:
            said.append((b"content-encoding", b"gzip"))
        await _answer(send, 200, said, body if scope["method"] == "GET" else b"")


def _htmx() -> bytes:
    # The package is a Django application; only its file is wanted, and nothing of it imported.
    return Path(str(distribution("django-htmx").locate_file(_HTMX))).read_bytes()


def _sheet(folders: Sequence[Path]) -> bytes:
    sheets = [HERE / "css" / f"{layer}.css" for layer in _LAYERS]
    for folder in folders:
        sheets.extend(sorted((folder / "css").glob("*.css")))
    return b"\n".join(sheet.read_bytes() for sheet in sheets)


def _edition(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:12]


def _asset(name: str, content: bytes) -> Asset:
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or suffix == ".svg"
    return Asset(f"{kind}; charset=utf-8" if text else kind, content, gzip.compress(content, 9))


async def _answer(
    send: Send, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes
) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
