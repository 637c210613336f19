"""Files behind links."""

import pytest
from contracts.audit.v1 import OpenExportResponse
from contracts.faults import NotFound

ID = "0199f3a0-0000-7000-8000-00000000000a"
PATH = f"/audit/exports/{ID}/file?ticket=abc"
# More than one piece.
DATA = bytes(range(256)) * 4000


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exports"
    (folder / ID).mkdir(parents=True)
    (folder / ID / "3.zip").write_bytes(DATA)
    return folder


@pytest.fixture
async def gateway(started, folder):
    async with started(exports_url=folder.as_uri()) as running:
        told = OpenExportResponse(path=f"{ID}/3.zip", name="audit-csv.zip", bytes=len(DATA))
        running.services.replies["open_export"] = [told, told]
        yield running


class TestDownload:
    async def test_file(self, gateway):
        """The file as it lies there, to be saved under its name; nobody needs a token."""
        answer = await gateway.client.get(PATH)
        assert (answer.status_code, answer.content == DATA) == (200, True)
        assert answer.headers["content-length"] == str(len(DATA))
        assert answer.headers["content-disposition"] == 'attachment; filename="audit-csv.zip"'
        assert answer.headers["cache-control"] == "private, no-store"
        (call,) = gateway.services.named("open_export")
        assert (call.request.id, call.request.ticket) == (ID, "abc")

    async def test_a_link_that_is_refused(self, gateway):
        """Who decides is the audit service."""
        refusal = NotFound("This link's time is over.", reason="download_link_refused")
        gateway.services.refusals["open_export"] = refusal
        answer = await gateway.client.get(PATH)
        assert (answer.status_code, answer.json()["reason"]) == (404, "download_link_refused")

    async def test_a_file_that_is_gone(self, gateway, folder):
        """What can't be read is a problem, not half a file."""
        (folder / ID / "3.zip").unlink()
        answer = await gateway.client.get(PATH)
        assert (answer.status_code, answer.json()["reason"]) == (503, "file_unavailable")

    async def test_head(self, gateway):
        """The same without the file."""
        answer = await gateway.client.head(PATH)
        assert answer.headers["content-length"] == str(len(DATA))
        assert answer.content == b""
