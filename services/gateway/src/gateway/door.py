"""What every route asks for an answer: the pipeline, once there is one."""

from flags import Flags
from starlette.types import ASGIApp, Receive, Scope

from gateway.endpoints import Endpoint
from gateway.exchange import Exchange
from gateway.faults import NotReady
from gateway.pipeline import Pipeline
from gateway.problems import problem_response
from gateway.status.changes import Changes


class Door:
    """Closed until the bus was reached once; from then on the pipeline says what is missing."""

    def __init__(self) -> None:
        self.pipeline: Pipeline | None = None
        self.changes = Changes()
        self.flags: Flags | None = None

    def loaded_flags(self) -> Flags:
        """Return the flags: no answer is better than one from half of them."""
        if self.flags is None or not self.flags.is_loaded:
            raise NotReady("The flags are being read.", retry_after_seconds=1)
        return self.flags

    def opened(self) -> Pipeline:
        """Return the pipeline to whoever was let in by it."""
        if self.pipeline is None:
            raise NotReady("The gateway waits for the bus.", retry_after_seconds=1)
        return self.pipeline

    async def answer(self, scope: Scope, receive: Receive, endpoint: Endpoint) -> ASGIApp:
        """Answer a call."""
        if self.pipeline is None:
            fault = NotReady("The gateway waits for the bus.", retry_after_seconds=1)
            return problem_response(fault, request_id=Exchange.of(scope).request_id)
        return await self.pipeline.answer(scope, receive, endpoint)
