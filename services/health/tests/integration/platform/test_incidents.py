"""Incidents as people work with them."""

import pytest
from contracts.faults import Conflict
from contracts.health import v1


class TestByHand:
    async def test_from_beginning_to_end(self, start):
        """Opened, taken, annotated and closed by people; taking it twice keeps the first."""
        instance = await start()
        opened = await instance.incidents.open_incident(v1.OpenIncidentRequest(title="Fire"))
        identity = opened.incident.id
        for text in ("on it", "me too"):
            await instance.incidents.acknowledge_incident(
                v1.AcknowledgeIncidentRequest(id=identity, text=text)
            )
        await instance.incidents.annotate_incident(
            v1.AnnotateIncidentRequest(id=identity, text="water")
        )
        closed = await instance.incidents.close_incident(v1.CloseIncidentRequest(id=identity))
        assert [(one.kind, one.text) for one in closed.incident.notes] == [
            ("opened", ""),
            ("acknowledged", "on it"),
            ("note", "water"),
            ("closed", ""),
        ]
        with pytest.raises(Conflict) as refused:
            await instance.incidents.acknowledge_incident(
                v1.AcknowledgeIncidentRequest(id=identity)
            )
        assert refused.value.reason == "incident_closed"
