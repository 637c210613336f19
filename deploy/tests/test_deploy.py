"""What runs outside a laptop is well-formed, and names what exists."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.name for path in (ROOT / "services").iterdir() if path.is_dir())
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())


def _checked(schema: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )


class TestCompose:
    def test_schema(self):
        """The file follows the Compose specification."""
        assert _checked("vendor.compose-spec", ROOT / "compose.yaml").returncode == 0

    def test_the_schema_refuses(self, tmp_path: Path):
        """The check can fail."""
        wrong = tmp_path / "compose.yaml"
        wrong.write_text("services:\n  tenant:\n    imagee: nothing\n")
        assert _checked("vendor.compose-spec", wrong).returncode == 1

    @pytest.mark.parametrize("service", SERVICES)
    def test_every_service_is_composed(self, service: str):
        """Each folder of services/ is built from the one Dockerfile, under its own name."""
        build = COMPOSE["services"][service.replace("_", "-")]["build"]
        assert build["dockerfile"] == "deploy/Dockerfile"
        assert build["args"] == {"SERVICE": service}


class TestTaskfile:
    def test_schema(self):
        """The file follows the task runner's schema."""
        assert _checked("vendor.taskfile", ROOT / "Taskfile.yml").returncode == 0


class TestDockerfile:
    @pytest.fixture
    def instructions(self) -> list[dict[str, str]]:
        parser = DockerfileParser(path=str(ROOT / "deploy" / "Dockerfile"))
        return parser.structure

    def test_every_stage_knows_the_service(self, instructions: list[dict[str, str]]):
        """ARG ends with its stage: each stage declares it."""
        stages = sum(one["instruction"] == "FROM" for one in instructions)
        declared = [one for one in instructions if one["instruction"] == "ARG"]
        assert [one["value"] for one in declared] == ["SERVICE"] * stages

    def test_copied_files_exist(self, instructions: list[dict[str, str]]):
        """Each COPY from the checkout names a file or folder of it, for every service."""
        sources = [
            source
            for one in instructions
            if one["instruction"] == "COPY" and not one["value"].startswith("--from")
            for source in one["value"].split()[:-1]
        ]
        assert "libs" in sources
        for service in SERVICES:
            for source in sources:
                assert (ROOT / source.replace("${SERVICE}", service)).exists(), source

    def test_runs_as_nobody_special(self, instructions: list[dict[str, str]]):
        """The last user is not root."""
        users = [one["value"] for one in instructions if one["instruction"] == "USER"]
        assert users[-1] == "dezky"
