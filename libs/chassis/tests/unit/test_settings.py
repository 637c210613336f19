"""Settings from the environment."""

import os
from typing import ClassVar

import chassis
import pytest
from chassis.settings import SettingsRefused, UnknownSetting, read_or_exit
from pydantic import BaseModel, Field
from pydantic_settings import SettingsConfigDict


class Upstream(BaseModel):
    url: str
    retries: int = 1


class Settings(chassis.Settings):
    model_config = SettingsConfigDict(env_prefix="DEMO_", extra="ignore", frozen=True)
    service: ClassVar[str] = "demo"
    description: ClassVar[str] = "For these tests."

    limit: int = Field(5, gt=0)
    upstreams: tuple[Upstream, ...] = ()


@pytest.fixture
def read(monkeypatch):
    """Give a way to read settings from exactly these variables."""

    def reading(**variables):
        for name in list(os.environ):
            if name.startswith(("DEMO_", "NATS_", "MONGO_", "LOG_", "OTEL_", "DRAIN_")):
                monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Settings.from_environment()

    return reading


class TestFromEnvironment:
    def test_everything_has_a_default(self, read):
        """A service starts on a laptop without any variable."""
        assert (read().limit, read().log_level) == (5, "info")

    def test_own_fields_carry_the_prefix(self, read):
        """DEMO_LIMIT is the demo service's limit."""
        assert read(DEMO_LIMIT="7").limit == 7

    def test_shared_fields_carry_none(self, read):
        """NATS_URL means the same for every service."""
        assert read(NATS_URL="nats://bus:4222").nats_url == "nats://bus:4222"

    def test_empty_is_not_set(self, read):
        """Compose makes empty variables of absent ones."""
        assert read(LOG_LEVEL="", DEMO_LIMIT="", NATS_URL="").limit == 5

    def test_levels_may_shout(self, read):
        """INFO is info."""
        assert read(LOG_LEVEL="WARNING").log_level == "warning"

    def test_lists_are_json(self, read):
        """Nested settings come as one variable."""
        assert read(DEMO_UPSTREAMS='[{"url": "a"}]').upstreams == (Upstream(url="a"),)

    @pytest.mark.parametrize("variable", ["DEMO_LIMITS", "DEMO_NATS_URL", "DEMO_", "demo_limitt"])
    def test_a_misspelt_variable_is_refused(self, read, variable):
        """It names the variable and those that exist; shared ones take no prefix."""
        with pytest.raises(UnknownSetting) as refused:
            read(**{variable: "1"})
        expected = f"{variable} is no setting of demo; known: DEMO_LIMIT, DEMO_UPSTREAMS"
        assert str(refused.value) == expected

    def test_others_variables_are_theirs(self, read):
        """Another service's prefix is none of ours."""
        assert read(DEMONSTRATION="1", GATEWAY_PORT="1").limit == 5

    @pytest.mark.parametrize(
        ("variables", "line"),
        [
            ({"DEMO_LIMIT": "0"}, "DEMO_LIMIT: Input should be greater than 0"),
            ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: Input should be 'auto', 'json' or 'console'"),
            ({"DEMO_UPSTREAMS": "a,b"}, "DEMO_UPSTREAMS: should be JSON"),
            ({"DEMO_UPSTREAMS": "[{}]"}, "DEMO_UPSTREAMS.0.url: Field required"),
            ({"NATS_URL": "bus"}, "NATS_URL: should look like nats://host:4222"),
            ({"MONGO_URL": "http://db"}, "MONGO_URL: should look like mongodb://host:27017/"),
        ],
    )
    def test_a_wrong_value_is_one_line(self, read, variables, line):
        """It names the variable and what it should be."""
        with pytest.raises(SettingsRefused) as refused:
            read(**variables)
        assert str(refused.value) == line

    @pytest.mark.parametrize("url", ["nats://bus:99999", "nats://", "nats://a:1,nats://b:2"])
    def test_an_impossible_bus_is_refused(self, read, url):
        """Rather than awaited for ever."""
        with pytest.raises(SettingsRefused, match=r"^NATS_URL: "):
            read(NATS_URL=url)

    def test_two_wrong_values_are_one_line_too(self, read):
        """Both are named."""
        with pytest.raises(SettingsRefused, match=r"^LOG_LEVEL: [^\n]*; DEMO_LIMIT: [^\n]*$"):
            read(DEMO_LIMIT="x", LOG_LEVEL="loud")

    def test_a_refusal_tells_no_value(self, read):
        """It may be a secret in the wrong place."""
        with pytest.raises(SettingsRefused) as refused:
            read(MONGO_URL="hunter2", NATS_URL="hunter2", DEMO_LIMIT="hunter2")
        assert "hunter2" not in str(refused.value)


class TestSettings:
    def test_secrets_are_not_shown(self, read):
        """Printing the settings prints no credentials."""
        shown = repr(
            read(
                NATS_PASSWORD="hunter2",
                NATS_URL="nats://a:hunter2@bus:4222",
                MONGO_URL="mongodb://a:hunter2@db/",
            )
        )
        assert "hunter2" not in shown


class TestReadOrExit:
    def test_it_exits_with_one_line(self, read, monkeypatch):
        """The service's name, then what is wrong: the text goes to stderr with code 1."""
        read()
        monkeypatch.setenv("DEMO_LIMIT", "-1")
        with pytest.raises(SystemExit) as ended:
            read_or_exit(Settings)
        assert ended.value.code == "demo: DEMO_LIMIT: Input should be greater than 0"
