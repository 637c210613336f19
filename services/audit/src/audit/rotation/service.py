"""Which master keys there are: one method per rpc."""

from contracts.audit import v1

from audit.persons.master import MasterKeys
from audit.rotation.store import WrappedStore


class MasterKeyService(v1.MasterKeyService):
    """Names and counts; never a key."""

    def __init__(self, store: WrappedStore, master: MasterKeys) -> None:
        self._store = store
        self._master = master

    async def list_master_keys(
        self, _request: v1.ListMasterKeysRequest
    ) -> v1.ListMasterKeysResponse:
        """Counted as they are now."""
        counts = await self._store.counts_of_all()
        known = [self._master.current, *self._master.former]
        names = [*known, *sorted(counts.keys() - set(known))]
        items = [
            v1.MasterKey(
                name=name,
                current=name == self._master.current,
                known=name in known,
                wrapped=counts[name],
            )
            for name in names
        ]
        remaining = counts.total() - counts[self._master.current]
        return v1.ListMasterKeysResponse(items=items, remaining=remaining)
