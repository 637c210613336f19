"""Where archived entries go."""

import pytest
from audit.retention.archive import Archive
from obstore.store import LocalStore


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Give the archive that the service reads."""
    monkeypatch.setattr(
        "audit.retention.composition.files_at", lambda _url: LocalStore(tmp_path, mkdir=True)
    )
    return Archive(lambda: LocalStore(tmp_path))
