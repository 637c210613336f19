"""When two deliveries are one event."""

import json

from hypothesis import given
from hypothesis import strategies as st
from ingest_stalwart.identity import external_ids

EVENTS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from("ab"), "data": st.sampled_from([{}, {"x": 1}])}),
    max_size=12,
)


class TestExternalIds:
    def test_colliding_ids(self, batch):
        """Up to 0.16.10 all events of a type in one second share an id: six stay six."""
        events = json.loads(batch("stalwart_webhook_burst_v0160.json"))["events"]
        assert len({event["id"] for event in events}) == 3
        assert len(set(external_ids(events))) == 6

    def test_new_ids_on_retry(self, batch):
        """Since 0.16.11 a batch that is sent again has other ids, and is the same nevertheless."""
        events = json.loads(batch("stalwart_webhook_mail.json"))["events"]
        again = [event | {"id": event["id"] + "9"} for event in events]
        assert external_ids(again) == external_ids(events)

    def test_twins(self, event):
        """Equal events of one batch are as many as they are."""
        assert len(set(external_ids([event("auth.failed")] * 5))) == 5

    def test_order_of_keys(self, event):
        """How the JSON was written says nothing."""
        one = event("auth.failed", a=1, b=2)
        other = event("auth.failed", b=2, a=1)
        assert external_ids([one]) == external_ids([other])

    @given(events=EVENTS, more=EVENTS, order=st.randoms())
    def test_merged_and_shuffled(self, events, more, order):
        """A retry may be merged with others, in any order: it adds only what is new."""
        merged = [*events, *more]
        order.shuffle(merged)
        assert set(external_ids(events)) <= set(external_ids(merged))
        assert len(set(external_ids(merged))) == len(merged)
