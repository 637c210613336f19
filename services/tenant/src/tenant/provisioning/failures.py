"""Every way in which another system can fail us, and what follows from it.

UpstreamFailure
├── Unreachable           not sent: nothing was done, try again
├── OutcomeUnknown        sent, and nobody knows what was done: look before trying again
│   ├── NoAnswer          no answer in time, or the line broke
│   └── Broken            5xx, or an answer that can't be read
├── Throttled             429: nothing was done, later
├── CredentialsRefused    nothing else will work: don't insist, they ban who does
├── Forbidden             these credentials may not do this
├── Refused               it breaks a rule of theirs
├── AlreadyThere          somebody made it between our look and our call: look again
├── Gone                  404: somebody removed it between our look and our call
├── OwnedByAnother        it is there, and belongs to another tenant
├── Ambiguous             more than one could be meant
├── Unsettled             a creation whose outcome is unknown may still be on its way
├── NotConverging         every step worked, and still it isn't as it should be
└── CircuitOpen           it failed too often lately: it isn't asked
"""


class UpstreamFailure(Exception):  # noqa: N818 - states the fact (style.md 5)
    """An integration couldn't be brought into agreement; the text is for operators."""

    reason = "failed"
    # May pass by itself, so the first ones are nobody's business.
    is_transient = False
    # Says something about the whole system, not about one tenant.
    is_systemic = False

    def __init__(self, text: str, *, retry_after_seconds: float = 0.0) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


class Unreachable(UpstreamFailure):
    """It couldn't be reached: nothing was done."""

    reason = "unreachable"
    is_transient = is_systemic = True


class OutcomeUnknown(UpstreamFailure):
    """It may have done what it was asked to do."""

    is_transient = is_systemic = True


class NoAnswer(OutcomeUnknown):
    """No answer in time, or the line broke."""

    reason = "no_answer"


class Broken(OutcomeUnknown):
    """An error of its own, or an answer that can't be read."""

    reason = "broken"


class Throttled(UpstreamFailure):
    """Too many requests; none of them was answered."""

    reason = "throttled"
    is_transient = True


class CredentialsRefused(UpstreamFailure):
    """It doesn't know us (any more)."""

    reason = "credentials_refused"
    is_systemic = True


class Forbidden(UpstreamFailure):
    """It knows us, and we may not do this."""

    reason = "forbidden"


class Refused(UpstreamFailure):
    """What we asked for breaks a rule of theirs."""

    reason = "refused"


class AlreadyThere(UpstreamFailure):
    """What we were about to make is there by now."""

    reason = "already_there"
    is_transient = True


class Gone(UpstreamFailure):
    """What we were about to change is no longer there."""

    reason = "gone"
    is_transient = True


class OwnedByAnother(UpstreamFailure):
    """What is there by this name belongs to another tenant."""

    reason = "owned_by_another"


class Ambiguous(UpstreamFailure):
    """More than one could be meant, and we choose none."""

    reason = "ambiguous"


class Unsettled(UpstreamFailure):
    """We asked for it before, and it may still come to be."""

    reason = "unsettled"
    is_transient = True


class NotConverging(UpstreamFailure):
    """It isn't as it should be, after every step worked."""

    reason = "not_converging"


class CircuitOpen(UpstreamFailure):
    """It failed too often lately."""

    reason = "circuit_open"
    is_transient = True
