"""Pages that fit into one message."""

from chassis.pages import page_of
from contracts.message import Message
from hypothesis import given
from hypothesis import strategies as st


class Item(Message):
    number: int
    text: str = ""


def cursor(item: Item) -> str:
    return str(item.number)


def items(*sizes: int) -> list[Item]:
    return [Item(number=number, text="x" * size) for number, size in enumerate(sizes)]


class TestPageOf:
    @given(st.integers(0, 20), st.integers(1, 10))
    def test_following_the_cursors_reads_everything_once(self, count, limit):
        """Whatever the size of the list and of the pages."""
        found, read = items(*[1] * count), []
        while True:
            page, following = page_of(found[: limit + 1], limit=limit, cursor=cursor)
            read += page
            if following is None:
                break
            found = [item for item in found if item.number > int(following)]
        assert [item.number for item in read] == list(range(count))

    def test_large_items_make_a_shorter_page(self):
        """It fits into a message, and its cursor leads on."""
        page, following = page_of(items(500_000, 500_000, 1), limit=3, cursor=cursor)
        assert (len(page), following) == (1, "0")

    def test_one_item_is_always_returned(self):
        """Else nobody could read past it."""
        page, following = page_of(items(5_000_000), limit=1, cursor=cursor)
        assert (len(page), following) == (1, None)
