"""Somebody who answers."""

import pytest


@pytest.fixture
def answering(connection):
    """Give a way to answer on a subject."""

    async def answer_on(subject):
        async def answer(message):
            await connection.publish(message.reply, b"pong", headers={"Answered-By": "us"})

        return await connection.subscribe(subject, answer)

    return answer_on
