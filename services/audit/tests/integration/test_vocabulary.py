"""Words that are known, when there are more than are kept at hand."""

from audit.vocabulary.store import Vocabulary


class TestLearn:
    async def test_few_at_hand(self, timeline):
        """What was forgotten at hand is still known, and is learned again without harm."""
        words = timeline.database["words"]
        vocabulary = Vocabulary(most_at_hand=2)
        for heard in (["paid"], ["invoice", "acme"], ["paid", "acme"], ["overdue", "invoice"]):
            await vocabulary.learn_for_all(heard)
        known = await words.find({}).sort("_id", 1).to_list()
        assert known == [{"_id": word} for word in ("acme", "invoice", "overdue", "paid")]
        assert await vocabulary.present_in_all(["paid", "unpaid"]) == ["paid"]
