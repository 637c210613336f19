"""What operators note about tenants."""

import pytest
from bus import acting_as
from contracts.faults import Malformed, NotFound
from contracts.tenant.v1 import (
    ADD_NOTE,
    AddNoteRequest,
    DeleteTenantRequest,
    ListNotesRequest,
    RemoveNoteRequest,
)


@pytest.fixture(autouse=True)
async def acme(platform):
    for slug in ("acme", "globex"):
        await platform.create(slug)
    await platform.told("AUDIT")


async def add(platform, text="Called about the invoice.", slug="acme"):
    return (await platform.notes.add_note(AddNoteRequest(slug=slug, text=text))).note


async def texts(platform, slug="acme", **asked):
    reply = await platform.notes.list_notes(ListNotesRequest(slug=slug, **asked))
    return [note.text for note in reply.items]


async def remove(platform, note, slug="acme"):
    await platform.notes.remove_note(RemoveNoteRequest(slug=slug, id=note.id))


class TestAddNote:
    async def test_author(self, platform, operator):
        """A note says who made it."""
        with acting_as(operator):
            note = await add(platform)
        assert (note.author_id, note.author_name) == (operator.id, "Olga Operator")

    async def test_entry(self, platform):
        """The entry is on no tenant's timeline and holds no text: tenants' admins read that."""
        await add(platform, "A secret.")
        (entry,) = await platform.entries()
        assert (entry.action, entry.tenant_slug or "") == ("note.added", "")
        assert entry.metadata == {"tenant": "acme"}
        assert "secret" not in entry.dump_json().decode()

    async def test_deleted_tenant(self, platform):
        """That is when there is something to note."""
        await platform.tenants.delete_tenant(DeleteTenantRequest(slug="acme"))
        await add(platform, "Went to a competitor.")
        assert await texts(platform) == ["Went to a competitor."]

    async def test_nobody_s(self, platform):
        """There is no such tenant."""
        with pytest.raises(NotFound, match="no tenant nobody"):
            await add(platform, slug="nobody")

    @pytest.mark.parametrize("text", ["", " \n ", "x" * 5001, None, 5])
    async def test_malformed(self, platform, text):
        """The refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await platform.send(ADD_NOTE, {"slug": "acme", "text": text})
        assert [error.field for error in refused.value.errors] == ["text"]


class TestListNotes:
    async def test_newest_first(self, platform):
        """Page by page, and only this tenant's."""
        for number in range(3):
            await add(platform, str(number))
        await add(platform, "other", slug="globex")
        reply = await platform.notes.list_notes(ListNotesRequest(slug="acme", limit=2))
        assert [note.text for note in reply.items] == ["2", "1"]
        assert await texts(platform, cursor=reply.next_cursor) == ["0"]


class TestRemoveNote:
    async def test_gone(self, platform):
        """The text is gone from the store as well; one entry says that there was a note."""
        note = await add(platform, "Wrong tenant.")
        await platform.told("AUDIT")
        await remove(platform, note)
        assert await texts(platform) == []
        assert "Wrong" not in str(await platform.database["notes"].find_one({}))
        assert [entry.action for entry in await platform.entries()] == ["note.removed"]

    async def test_twice(self, platform):
        """One that isn't there is not found."""
        note = await add(platform)
        await remove(platform, note)
        with pytest.raises(NotFound):
            await remove(platform, note)

    async def test_another_tenant_s(self, platform):
        """A note is about one tenant."""
        note = await add(platform)
        with pytest.raises(NotFound):
            await remove(platform, note, slug="globex")
