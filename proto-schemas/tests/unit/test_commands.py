"""What `generate.py` does with each option, on copies."""

import shutil

import pytest

from generator import command
from generator.command import CONTRACTS, SCHEMAS


@pytest.fixture
def copies(tmp_path):
    """Give copies of the contracts and of their Python."""
    shutil.copytree(SCHEMAS, tmp_path / "schemas", ignore=shutil.ignore_patterns("tests", "gen*"))
    shutil.copytree(
        CONTRACTS, tmp_path / "contracts", ignore=shutil.ignore_patterns("__pycache__", "*.new")
    )
    return tmp_path


@pytest.fixture
def run(copies, capsys):
    """Give a function that runs the command on the copies: exit code, stdout, stderr."""

    def done(*options):
        places = ["--schemas", str(copies / "schemas"), "--contracts", str(copies / "contracts")]
        try:
            command.main([*options, *places])
            code = 0
        except SystemExit as exited:
            code = exited.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return done


@pytest.fixture
def edit(copies):
    """Give a function that replaces text in a copied file."""

    def replace(name, old, new):
        path = copies / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return replace


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
    """--check: is what stands there what would be generated?"""

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


class TestLint:
    """--lint: buf lint."""

    def test_the_contracts_are_clean(self, run):
        """STANDARD and COMMENTS."""
        assert run("--lint")[0] == 0

    @pytest.mark.parametrize(
        ("old", "new", "rule"),
        [
            ("  // Display name.\n", "", "should have a non-empty comment"),
            ("string status_reason", "string statusReason", "should be lower_snake_case"),
            ("message Tenant {", "// A.\nmessage tenant_row {}\n// B.\nmessage Tenant {", "Pascal"),
        ],
    )
    def test_what_buf_refuses_is_refused(self, run, edit, old, new, rule):
        """The line names the place and the rule."""
        edit("schemas/tenant/v1/tenant.proto", old, new)
        code, _, err = run("--lint")
        assert code == 1
        assert err.startswith("tenant/v1/tenant.proto:")
        assert rule in err

    def test_a_broken_configuration_is_told(self, run, copies):
        """Not being able to look is no success."""
        (copies / "schemas/buf.yaml").write_text("version: v9\n")
        code, _, err = run("--lint")
        assert code == 1
        assert "buf lint could not run" in err


class TestBreaking:
    """--breaking: against the last release."""

    def test_the_contracts_keep_the_release(self, capsys):
        """The real files against the image in the repository."""
        command.main(["--breaking"])
        assert "nothing of the last release breaks" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("file", "old", "new", "said"),
        [
            ("tenant", "string status_reason = 6;", "", "field"),
            ("tenant", "string status_reason", "string status_cause", "json_name"),
            ("tenant", "int32 version", "string version", "type"),
            ("tenant", "string name", "optional string name", "cardinality"),
            ("tenant", '      "suspended",\n', "", "the set string.in is narrowed, suspended is"),
            ("tenant", "string status_reason = 6;",
             'string status_reason = 6 [(buf.validate.field).string.const = "a"];',
             "tenant.v1.Tenant.status_reason: anything was allowed and string.in allows only"),
            ("tenant", "optional string partner_slug = 8 [(platform.v1.clearable) = true];",
             "optional string partner_slug = 8;", "null cleared the field and is refused now"),
            ("tenant", "int32 version = 12;",
             "int32 version = 12;\n  // A.\n  string a = 13 [(buf.validate.field).required = true];",
             "tenant.v1.Tenant.a: a new field of a released message can't be required"),
            ("tenant_service", 'get: "/tenants/{slug}"', 'get: "/tenant/{slug}"',
             "GetTenant: the route was GET /tenants/{} and is GET /tenant/{}"),
            ("tenant_service", 'patch: "/tenants', 'put: "/tenants', "and is PUT /tenants/{}"),
            ("tenant_service", '      response_body: "tenant"\n', "", "response_body was 'tenant'"),
            ("tenant_service", '    option (platform.v1.access) = "tenant_member";\n', "",
             "GetTenant: access is narrowed, tenant_member may not call any more"),
            ("tenant_service", 'header) = "If-Match"', 'header) = "If-None-Match"',
             "header was 'If-Match' and is 'If-None-Match'"),
        ],
    )  # fmt: skip
    def test_what_breaks_a_caller_is_refused(self, run, edit, file, old, new, said):
        """Wire names, types, routes, permissions and sets only grow."""
        edit(f"schemas/tenant/v1/{file}.proto", old, new)
        code, _, err = run("--breaking")
        assert code == 1
        assert said in err

    def test_a_removed_rpc_is_refused(self, run, edit):
        """RPC_NO_DELETE."""
        edit("schemas/audit/v1/audit_service.proto", "rpc GetEntry(", "rpc ReadEntry(")
        code, _, err = run("--breaking")
        assert code == 1
        assert '"GetEntry"' in err

    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            ("tenant", '"suspended",', '"suspended", "archived",'),
            ("tenant", "int32 version = 12;", "int32 version = 12;\n  // A.\n  string a = 13;"),
            ("tenant_service", 'access) = "operator"', 'access) = "authenticated"'),
            ("tenant_service", 'option (platform.v1.access) = "operator";',
             'option (platform.v1.access) = "operator"; option (platform.v1.access) = "partner";'),
            ("tenant", "// Display name.", "// The name."),
        ],
    )  # fmt: skip
    def test_additions_pass(self, run, edit, file, old, new):
        """Sets, fields and permissions may grow."""
        edit(f"schemas/tenant/v1/{file}.proto", old, new)
        assert run("--breaking")[0] == 0


class TestRelease:
    """--release: today's contracts are the ones to keep."""

    def test_after_it_nothing_breaks(self, run, edit):
        """What was breaking is the new normal."""
        edit("schemas/tenant/v1/tenant.proto", '      "suspended",\n', "")
        assert run("--breaking")[0] == 1
        assert run("--release") == (0, "wrote released.binpb\n", "")
        assert run("--breaking")[0] == 0

    def test_it_is_reproducible(self, run, copies):
        """The same contracts give the same bytes."""
        before = (copies / "schemas/released.binpb").read_bytes()
        run("--release")
        assert (copies / "schemas/released.binpb").read_bytes() == before


class TestHelp:
    """--help."""

    def test_it_tells_every_option(self, capsys):
        """Each with what it does."""
        with pytest.raises(SystemExit):
            command.main(["--help"])
        said = capsys.readouterr().out
        assert all(f"--{name}" in said for name in ("check", "lint", "breaking", "release"))
