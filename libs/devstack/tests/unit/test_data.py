"""The data folder."""

import pytest
from devstack import data
from devstack.data import FolderNotWritable


class TestPrepare:
    def test_makes_the_folder(self, tmp_path):
        """The folder exists afterwards, and is empty."""
        data.prepare(tmp_path / "new" / "data")
        assert list((tmp_path / "new" / "data").iterdir()) == []

    def test_names_a_folder_that_cannot_be_written(self, tmp_path):
        """What cannot be written is named, with the reason."""
        (tmp_path / "file").touch()
        with pytest.raises(FolderNotWritable, match="file/data: Not a directory"):
            data.prepare(tmp_path / "file" / "data")


class TestEmpty:
    def test_removes_what_a_stack_keeps(self, tmp_path):
        """Stores and logs are gone."""
        (tmp_path / "nats" / "jetstream").mkdir(parents=True)
        data.empty(tmp_path)
        assert not (tmp_path / "nats").exists()

    def test_removes_where_tenants_were_provisioned(self, tmp_path):
        """New tenants would find their domains in the hands of old ones."""
        (tmp_path / "standins").mkdir()
        (tmp_path / "standins" / "standins.sqlite").touch()
        data.empty(tmp_path)
        assert not (tmp_path / "standins").exists()

    def test_leaves_what_is_not_ours(self, tmp_path):
        """A stranger's file in the folder is untouched."""
        (tmp_path / "notes.txt").touch()
        data.empty(tmp_path)
        assert (tmp_path / "notes.txt").exists()
