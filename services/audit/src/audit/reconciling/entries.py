"""The entries of a seal, wherever they are: in the store, or in the archive's files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from audit.persons.veil import Veil
from audit.reconciling.chain import Told, told
from audit.reconciling.finding import misfiled
from audit.reconciling.store import ReconcilingStore
from audit.retention.archive import ArchiveUnavailable
from audit.retention.reading import ArchivedEntries

Row = Mapping[str, Any]


class SealedEntries:
    """Reads entries as they are sealed."""

    def __init__(self, store: ReconcilingStore, archived: ArchivedEntries, veil: Veil) -> None:
        self._store = store
        self._archived = archived
        self._veil = veil

    async def stored(self, identities: Collection[str]) -> Mapping[str, Row]:
        """Return those of these entries that are in the store, by id."""
        return await self._store.rows_of_all(identities)

    async def archived(
        self, identities: Collection[str]
    ) -> tuple[Mapping[str, Told], Mapping[str, str]]:
        """Return what archived ones tell, by id; of those that are lost with a file, how."""
        archived: dict[str, Told] = {}
        lost: dict[str, str] = {}
        files = await self._archived.files_of_all(identities)
        for file, held in files.items():
            try:
                rows = await self._archived.checked(file)
            except ArchiveUnavailable as unavailable:
                lost |= dict.fromkeys(held, str(unavailable))
            else:
                archived |= told({row["_id"]: row for row in rows if row["_id"] in held})
        return archived, lost

    async def misfiled(self, rows: Sequence[Row]) -> Iterator[str]:
        """Yield a gap for each stored entry that isn't found by what it tells.

        They must be as they were sealed.
        """
        # Reads the secret that words are hashed with, if nobody has yet.
        await self._veil.keyed_word("")
        keyed = await self._veil.words_left([{**row, "words": []} for row in rows])
        keys = await self._veil.keys_of(rows)
        return (
            f"store: entry {row['_id']} isn't found by what it tells: {', '.join(wrong)}"
            for row, hashed, opened in zip(rows, keyed, keys, strict=True)
            if (wrong := misfiled(row, hashed, is_erased=None in opened))
        )
