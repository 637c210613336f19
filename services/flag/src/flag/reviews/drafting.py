"""Binds a draft to what it was written against: the flag's revision and the tenants it switches."""

from contracts.flag.v1 import Draft, Flag
from flags import Flags

from flag import drafts
from flag.checking import check
from flag.evaluation.preview import Preview, preview
from flag.history import facts
from flag.reviews import rules
from flag.reviews.documents import ChangeRequestDocument


class Drafting:
    """Looks at flags and tenants as they are now."""

    def __init__(self, flags: Flags) -> None:
        self._flags = flags

    def bind(self, request: ChangeRequestDocument, draft: Draft, flag: Flag) -> None:
        """Write the request against the flag as it is; a draft that can't be made is refused."""
        check(drafts.drafted(draft, flag), self._flags.all)
        found = self._preview(draft, flag)
        request.draft = draft.dump_set()
        request.base, request.base_revision = facts(flag), flag.revision
        request.switched, request.digest = found.lines, found.digest
        request.counts = found.counts

    def ensure_still_true(self, request: ChangeRequestDocument, flag: Flag) -> None:
        """Refuse when the flag, or the list of tenants, isn't what was looked at."""
        if flag.revision != request.base_revision:
            raise rules.conflict(rules.differences(request.base, facts(flag), request.draft))
        found = self._preview(drafts.stored_draft(request.draft), flag)
        rules.ensure_same_tenants(request.switched, found.lines)

    def _preview(self, draft: Draft, flag: Flag) -> Preview:
        return preview(flag, drafts.drafted(draft, flag), self._flags)
