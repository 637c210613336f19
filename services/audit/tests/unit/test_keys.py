"""The command that makes keys makes those that the service takes."""

import re

import pytest
from audit.keys import main
from audit.settings import Settings
from transparency import Signer


class TestMain:
    def test_taken(self, capsys, monkeypatch):
        """What it prints is what the settings read, and new each time."""
        made = set()
        for _ in range(2):
            assert main(["example.com/audit"]) == 0
            printed = capsys.readouterr()
            for line in printed.out.splitlines():
                name, quoted = line.split("=", 1)
                assert re.fullmatch("'[^']+'", quoted)
                monkeypatch.setenv(name, quoted.strip("'"))
            settings = Settings.from_environment()
            made |= {settings.signing_key, *settings.master_keys}
            verifier = Signer.read(settings.signing_key).verifier
            assert str(verifier) in printed.err
            assert verifier.name == "example.com/audit"
        assert len(made) == 4

    def test_master_alone(self, capsys):
        """For a rotation one master key is made."""
        assert main(["--master", "2027"]) == 0
        assert re.fullmatch(r"2027:[A-Za-z0-9+/]{43}=\n", capsys.readouterr().out)

    @pytest.mark.parametrize(
        "arguments", [[], ["a+b"], ["a b"], ["x", "--master", "y"], ["--master", ""]]
    )
    def test_refused(self, arguments, capsys):
        """Nothing is printed that looks like a key."""
        with pytest.raises(SystemExit) as refused:
            main(arguments)
        assert refused.value.code == 2
        assert capsys.readouterr().out == ""
