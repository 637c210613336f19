"""Following a log file that others append to, rotate and truncate."""

import os
import shutil

import pytest


class TestAppending:
    async def test_missing_file(self, running):
        """A file that doesn't exist yet is no error; its first line is read once it is there."""
        await running.tick()
        running.append(b"one\n")
        await running.tick()
        assert running.timeline.told == [b"one"]

    async def test_partial_last_line(self, running):
        """A line counts once it has its newline."""
        running.append(b"one\ntw")
        await running.tick()
        assert running.timeline.told == [b"one"]
        running.append(b"o\n")
        await running.tick()
        assert running.timeline.told == [b"one", b"two"]

    async def test_partial_inside_a_character(self, running):
        """A read may end inside a UTF-8 character; nothing of it is lost."""
        smile = "🙂".encode()
        running.append(smile[:2])
        await running.tick()
        running.append(smile[2:] + b"\n")
        await running.tick()
        assert running.timeline.told == [smile]

    async def test_identical_lines(self, running):
        """Two identical lines are two events."""
        running.append(b"same\nsame\n")
        await running.tick()
        assert running.timeline.told == [b"same", b"same"]

    async def test_windows_line_ends(self, running):
        """CRLF ends a line, and a lone carriage return doesn't."""
        running.append(b"a\rb\r\nc\r\n")
        await running.tick()
        assert running.timeline.told == [b"a\rb", b"c"]

    async def test_a_line_that_never_ends(self, running):
        """What is too long for a line is passed over and counted; the next line is read."""
        running.append(b"x" * 3_000_000)
        await running.tick()
        running.append(b"x\nnext\n")
        await running.tick()
        assert running.timeline.told == [b"next"]
        assert running.figures.tell()["skipped"] == {"line_too_long": 1}


class TestRestart:
    async def test_nothing_twice(self, running):
        """The cursor survives."""
        running.append(b"one\n")
        await running.tick()
        running.restart()
        running.append(b"two\n")
        await running.tick()
        assert (running.timeline.told, running.timeline.deliveries) == ([b"one", b"two"], 2)

    async def test_killed_before_the_cursor_was_saved(self, running, killed):
        """Lines come again under the ids that they had."""
        running.append(b"one\ntwo\n")
        running.timeline.kill_after = 2
        with pytest.raises(killed):
            await running.tick()
        running.restart()
        await running.tick()
        assert (running.timeline.told, running.timeline.deliveries) == ([b"one", b"two"], 4)

    async def test_another_inode(self, running):
        """A container made anew may have the same content under another inode."""
        running.append(b"one\n")
        await running.tick()
        running.restart()
        shutil.copy(running.path, running.path.with_name("other"))
        running.path.with_name("other").replace(running.path)
        running.append(b"two\n")
        await running.tick()
        assert running.timeline.told == [b"one", b"two"]
        assert running.timeline.deliveries == 2


class TestRotation:
    async def test_renamed(self, running):
        """What was appended before the rename is read first."""
        running.append(b"one\n")
        await running.tick()
        running.append(b"two\n")
        running.path.rename(running.path.with_name("audit.log.1"))
        running.append(b"three\n")
        await running.tick()
        assert running.timeline.told == [b"one", b"two", b"three"]

    async def test_renamed_with_half_a_first_line(self, running):
        """What was seen of a first line might begin any file: it is nobody's mark yet."""
        running.append(b'{"RemoteAddr":')
        await running.tick()
        running.append(b"1}\n")
        _copy_and_truncate(running.path)
        running.append(b'{"RemoteAddr":2}\n')
        await running.tick()
        assert running.timeline.told == [b'{"RemoteAddr":1}', b'{"RemoteAddr":2}']

    async def test_renamed_between_twins(self, running):
        """The same line as the old file's last begins the new one: it is another event."""
        running.append(b"same\n")
        await running.tick()
        running.path.rename(running.path.with_name("audit.log.1"))
        running.append(b"same\nthree\n")
        await running.tick()
        assert running.timeline.told == [b"same", b"same", b"three"]

    async def test_renamed_while_down(self, running):
        """Several rotations during a restart lose nothing."""
        running.append(b"one\n")
        await running.tick()
        running.append(b"two\n")
        running.path.rename(running.path.with_name("audit.log.2"))
        running.append(b"three\n")
        running.path.rename(running.path.with_name("audit.log.1"))
        running.append(b"four\n")
        os.utime(running.path.with_name("audit.log.2"), ns=(1, _mtime(running) - 2_000_000))
        os.utime(running.path.with_name("audit.log.1"), ns=(1, _mtime(running) - 1_000_000))
        running.place.saved["current"]["mtime"] = _mtime(running) - 3_000_000
        running.restart()
        await running.tick()
        assert running.timeline.told == [b"one", b"two", b"three", b"four"]

    async def test_removed_after_the_rename(self, running):
        """The open file is read to its end although it has no name any more."""
        running.append(b"one\n")
        await running.tick()
        running.append(b"two\n")
        running.path.unlink()
        running.append(b"three\n")
        await running.tick()
        assert running.timeline.told == [b"one", b"two", b"three"]

    async def test_copied_and_truncated(self, running):
        """The rest of the copy is read, then the file from its new beginning."""
        running.append(b"one\n")
        await running.tick()
        running.append(b"two\n")
        _copy_and_truncate(running.path)
        running.append(b"three\n")
        await running.tick()
        assert running.timeline.told == [b"one", b"two", b"three"]

    async def test_truncated_and_grown_past_the_offset(self, running):
        """A size that fits again hides nothing: the content tells."""
        running.append(b"one\n")
        await running.tick()
        _copy_and_truncate(running.path)
        running.append(b"a line that is longer than the first\n")
        await running.tick()
        assert running.timeline.told == [b"one", b"a line that is longer than the first"]

    async def test_truncated_without_a_copy(self, running):
        """What was unread is lost, which is counted, and the new lines have new ids."""
        running.append(b"one\n")
        await running.tick()
        os.truncate(running.path, 0)
        running.append(b"two\n")
        await running.tick()
        assert running.timeline.told == [b"one", b"two"]
        assert running.figures.tell()["errors"] == {"generation_lost": 1}

    async def test_inode_reused(self, running):
        """A new file under the old inode is a new file."""
        running.append(b"one\n")
        await running.tick()
        inode = running.path.stat().st_ino
        running.restart()
        content = b"other\nlines\n"
        with running.path.open("r+b") as log:
            log.truncate(0)
            log.write(content)
        assert running.path.stat().st_ino == inode
        await running.tick()
        assert running.timeline.told == [b"one", b"other", b"lines"]

    async def test_hole_after_truncation(self, running):
        """A writer that kept its place leaves NULs before its next line."""
        running.append(b"\0" * 3_000_000 + b"after\n")
        await running.tick()
        assert [line.strip(b"\0") for line in running.timeline.told] == [b"after"]

    async def test_rotated_with_half_a_line(self, running):
        """It is given one more look, and then taken as it is."""
        running.append(b"one\n")
        await running.tick()
        running.append(b"half")
        running.path.rename(running.path.with_name("audit.log.1"))
        running.append(b"three\n")
        await running.tick()
        assert running.timeline.told == [b"one"]
        await running.tick()
        assert running.timeline.told == [b"one", b"half", b"three"]


def _mtime(running):
    return running.path.stat().st_mtime_ns


def _copy_and_truncate(path):
    shutil.copy(path, path.with_name("audit.log.1"))
    os.truncate(path, 0)
