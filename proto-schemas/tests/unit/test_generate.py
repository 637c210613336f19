"""What `generate.py` writes, and what `--check` says, on copies."""

from generator import command


def everything(folder):
    """Give every file with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class TestGenerate:
    """Without an option: write."""

    def test_a_second_run_changes_nothing(self, run):
        """The files in the repository are what is generated."""
        assert run() == (0, "nothing changed\n", "")

    def test_an_edited_file_is_written_again(self, run, edit, copies):
        """Edits of generated files are lost."""
        before = everything(copies)
        edit("contracts/tenant/v1/tenant.py", "class Tenant(", "class Renamed(")
        assert run()[1] == "wrote tenant/v1/tenant.py\n"
        assert everything(copies) == before

    def test_a_contract_that_is_gone_takes_its_module_along(self, run, copies):
        """Nothing stale stays importable."""
        (copies / "schemas/tenant/v1/events.proto").unlink()
        assert "wrote tenant/v1/events.py\n" in run()[1]
        assert not (copies / "contracts/tenant/v1/events.py").exists()

    def test_hand_written_modules_stay(self, run, copies):
        """Only folders, and the catalogue, are generated."""
        (copies / "contracts/mine.py").write_text("")
        run()
        assert (copies / "contracts/mine.py").exists()

    def test_a_refusal_writes_nothing(self, run, edit, copies):
        """All or nothing: half-written contracts are worse than old ones."""
        edit("schemas/tenant/v1/tenant.proto", "// Display name.", "// Another comment.")
        edit("schemas/audit/v1/entry.proto", "string actor_id", "bytes actor_id")
        before = everything(copies / "contracts")
        code, out, err = run()
        assert (code, out) == (1, "")
        assert err.startswith("audit/v1/entry.proto:")
        assert len(err.splitlines()) == 1
        assert everything(copies / "contracts") == before


class TestCheck:
    """--check: what stands there is what would be generated."""

    def test_the_repository_is_up_to_date(self, capsys):
        """The real files, not the copies."""
        command.main(["--check"])
        assert "up to date" in capsys.readouterr().out

    def test_differing_missing_and_stale_files_are_listed(self, run, edit, copies):
        """Exit code 1 and every name, and nothing is written."""
        edit("contracts/catalogue.py", "Every rpc", "Every single rpc")
        (copies / "contracts/tenant/v1/user.py").unlink()
        (copies / "contracts/tenant/v1/old.py").write_text("")
        before = everything(copies)
        code, _, err = run("--check")
        assert code == 1
        assert err.splitlines()[1:] == ["catalogue.py", "tenant/v1/old.py", "tenant/v1/user.py"]
        assert everything(copies) == before

    def test_a_changed_contract_is_noticed(self, run, edit):
        """Even a comment is part of it."""
        edit("schemas/tenant/v1/tenant.proto", "// Display name.", "// Another comment.")
        code, _, err = run("--check")
        assert (code, err.splitlines()[1:]) == (1, ["tenant/v1/tenant.py"])
