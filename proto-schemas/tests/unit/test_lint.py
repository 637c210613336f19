"""What `generate.py --lint` and `--help` say, on copies."""

import pytest
from generator import command


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


class TestHelp:
    """--help."""

    def test_it_tells_every_option(self, capsys):
        """Each with what it does."""
        with pytest.raises(SystemExit):
            command.main(["--help"])
        said = capsys.readouterr().out
        assert all(f"--{name}" in said for name in ("check", "lint", "breaking", "release"))
