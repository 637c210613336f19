"""The table that people read is the one that runs."""

import re
from pathlib import Path

import pytest
from ingest_authentik.normalise import normalise

TABLE = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
ROWS = {
    row[1]: (row[2], row[3])
    for row in re.finditer(r"^\| `(\w+)`[^|]* \| `(\w+)` \| (\w+) \|", TABLE, re.MULTILINE)
}
# Every action of 2026.2, and those that later migrations add.
ACTIONS = re.findall(
    r"\w+",
    """
login login_failed logout user_write suspicious_request password_set secret_view secret_rotate
invitation_used authorize_application source_linked impersonation_started impersonation_ended
flow_execution policy_execution policy_exception property_mapping_exception system_task_execution
system_task_exception system_exception configuration_error configuration_warning model_created
model_updated model_deleted email_sent update_available export_ready review_initiated
review_overdue review_attested review_completed user_lockdown_triggered access_request_created
access_request_approved access_request_denied access_request_revoked token_view
""",
)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_told(action, known):
    """Upstream name, verb and outcome stand in one row, and are what runs."""
    event = {"pk": "0a1b", "action": action, "created": "2026-05-24T12:00:00Z"}
    entry = normalise(event, known).publication
    assert ROWS[action] == (entry.action.removeprefix("authentik."), entry.outcome)


def test_nothing_else_is_told():
    """The table promises no action that nobody has seen."""
    assert ROWS.keys() == set(ACTIONS)
