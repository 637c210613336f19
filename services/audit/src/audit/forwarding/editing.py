"""How a sink is made and edited, checked as a whole before anything is stored."""

from chassis import Clock, uuid7
from contracts.audit import v1
from sinks.records import Stream

from audit.forwarding.documents import SinkDocument
from audit.forwarding.faults import SinkMalformed
from audit.forwarding.kinds import Kinds
from audit.forwarding.secrets import Secrets, new_signing_secret
from audit.query.selecting import selection_of

_EDITED = ("name", "url", "filter", "certificates")


class Editing:
    """Knows which settings make a sink."""

    def __init__(self, kinds: Kinds, secrets: Secrets, *, clock: Clock) -> None:
        self._kinds = kinds
        self._secrets = secrets
        self._clock = clock

    def made(self, request: v1.CreateSinkRequest, *, start: int) -> tuple[SinkDocument, str]:
        """Return a new sink, and the secret if we made it."""
        moment = self._clock()
        sink = SinkDocument(
            id=uuid7(),
            name=request.name.strip(),
            kind=request.kind,
            url=request.url,
            filter=request.filter or v1.EntryFilter(),
            certificates=request.certificates or "",
            endpoint=request.endpoint or "",
            region=request.region or "",
            created_at=moment,
            updated_at=moment,
            start=start,
        )
        ours = new_signing_secret() if sink.kind == "https" and not request.secret else ""
        self._check(sink, request.secret or ours)
        return sink, ours

    def edit(self, sink: SinkDocument, request: v1.UpdateSinkRequest) -> list[str]:
        """Change a sink in place; return which settings are other than before."""
        before = {name: getattr(sink, name) for name in _EDITED}
        for name in _EDITED:
            if (value := getattr(request, name)) is not None:
                setattr(sink, name, value)
        changed = [name for name in _EDITED if getattr(sink, name) != before[name]]
        if request.secret is not None:
            changed.append("secret")
        elif "url" in changed and sink.wrapped:
            raise SinkMalformed("secret", "should be given again for another place")
        if changed:
            self._check(sink, self._secrets.of(sink) if request.secret is None else request.secret)
            sink.updated_at = self._clock()
        return changed

    def stream(self, sink: SinkDocument) -> Stream:
        """Return what speaks to a stored sink."""
        return self._kinds.stream(sink, self._secrets.of(sink))

    def _check(self, sink: SinkDocument, secret: str) -> None:
        selection_of(sink.filter, now=self._clock())
        self._kinds.stream(sink, secret)
        self._secrets.put(sink, secret)
