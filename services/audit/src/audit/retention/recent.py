"""The archive's files that were read last: who goes along the log comes back to them."""

import json
from collections import OrderedDict
from collections.abc import Mapping

from audit.retention.archive import Archive, File

# A file has a thousand entries at most, of a kilobyte as a rule.
_MOST_FILES = 16


class RecentFiles:
    """Lines by entry's id; a file never changes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lines: OrderedDict[str, Mapping[str, bytes]] = OrderedDict()

    async def of(self, file: File) -> Mapping[str, bytes]:
        """Return a file's lines by entry; raise `ArchiveUnavailable`."""
        if file.sha256 not in self._lines:
            lines = await self._archive.lines(file)
            self._lines[file.sha256] = {json.loads(line)["entry"]["id"]: line for line in lines}
            if len(self._lines) > _MOST_FILES:
                self._lines.popitem(last=False)
        self._lines.move_to_end(file.sha256)
        return self._lines[file.sha256]
