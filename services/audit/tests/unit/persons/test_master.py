"""Master keys."""

import base64

import pytest
from audit.persons.master import MasterKeyMissing, MasterKeys

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


class TestMasterKeys:
    def test_rotation(self):
        """The first key wraps; what an older one wrapped is still unwrapped."""
        master, wrapped = MasterKeys.read([OLD]).wrap(b"secret", purpose="ann")
        keys = MasterKeys.read([NEW, OLD])
        assert keys.wrap(b"", purpose="ann")[0] == "new"
        assert keys.unwrap(wrapped, master=master, purpose="ann") == b"secret"

    @pytest.mark.parametrize(
        ("keys", "purpose"),
        [([NEW], "ann"), ([OLD.replace("b29v", "b29w")], "ann"), ([OLD], "bob")],
    )
    def test_not_ours(self, keys, purpose):
        """A key that isn't there, is another, or wrapped something else doesn't unwrap."""
        master, wrapped = MasterKeys.read([OLD]).wrap(b"secret", purpose="ann")
        with pytest.raises(MasterKeyMissing):
            MasterKeys.read(keys).unwrap(wrapped, master=master, purpose=purpose)

    @pytest.mark.parametrize(
        "texts", [[], ["x"], [":" + OLD], ["old:AAAA"], ["old:!"], [OLD, OLD], ["old"]]
    )
    def test_malformed(self, texts):
        """What is no list of named keys of 32 bytes is refused."""
        with pytest.raises(ValueError, match="should"):
            MasterKeys.read(texts)
