"""Reading a login form."""

from devstack.forms import first_form

_PAGE = """
<html><input name="outside" value="no">
<form method="post" action="/login?next=%2F">
  <input type="hidden" name="csrf" value="a&amp;b"><input name="username">
  <input type="password" name="password"/><input type="submit">
</form>
<form action="/other"><input name="other"></form></html>
"""


class TestFirstForm:
    def test_knows_where_it_goes(self):
        """The action is the first form's."""
        assert first_form(_PAGE).action == "/login?next=%2F"

    def test_keeps_hidden_values(self):
        """Hidden fields are submitted as the page has them, unescaped."""
        assert first_form(_PAGE).fields == {"csrf": "a&b", "username": "", "password": ""}

    def test_is_none_without_a_form(self):
        """A page without a form has none."""
        assert first_form("<p>sorry</p>") is None
