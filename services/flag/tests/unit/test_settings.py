"""What the environment may say."""

import pytest
from chassis.settings import SettingsRefused
from flag.settings import Settings


class TestSettings:
    @pytest.mark.parametrize(
        ("environment", "reviewed", "expected"),
        [
            ("production", '["production"]', True),
            ("staging", '["production"]', False),
            ("production", "[]", False),
        ],
    )
    def test_environments_that_are_reviewed(self, monkeypatch, environment, reviewed, expected):
        """Named one by one."""
        monkeypatch.setenv("FLAG_ENVIRONMENT", environment)
        monkeypatch.setenv("FLAG_REVIEWED_ENVIRONMENTS", reviewed)
        assert Settings.from_environment().is_reviewed is expected

    def test_by_default_nothing_is_reviewed(self, monkeypatch):
        """On a laptop."""
        monkeypatch.delenv("FLAG_ENVIRONMENT", raising=False)
        settings = Settings.from_environment()
        assert (settings.environment, settings.is_reviewed) == ("development", False)

    def test_an_environment_is_a_name(self, monkeypatch):
        """Scopes have to name it."""
        monkeypatch.setenv("FLAG_ENVIRONMENT", "The Production!")
        with pytest.raises(SettingsRefused):
            Settings.from_environment()
