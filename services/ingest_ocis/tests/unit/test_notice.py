"""Hearing of changes, where the system tells."""

import asyncio
import sys

import pytest
from ingest_ocis.notice import noticing


class TestNoticing:
    @pytest.mark.parametrize("change", ["append", "rename", "create"])
    async def test_changes(self, tmp_path, change):
        """Appending, rotating and creating wake the tail on Linux; elsewhere the poll has to do."""
        log = tmp_path / "audit.log"
        if change != "create":
            log.write_text("one\n")
        heard = asyncio.Event()
        with noticing(tmp_path, heard.set) as works:
            assert works == (sys.platform == "linux")
            if change == "rename":
                log.rename(tmp_path / "audit.log.1")
            else:
                with log.open("a") as opened:
                    opened.write("two\n")
            async with asyncio.timeout(30):
                while works and not heard.is_set():
                    await heard.wait()

    async def test_no_folder(self, tmp_path):
        """Where it can't listen it says so, and the poll has to do."""
        with noticing(tmp_path / "missing", lambda: None) as works:
            assert not works
