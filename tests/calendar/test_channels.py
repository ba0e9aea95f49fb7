"""Calls of the service wake a link up, if the token is right, and say nothing else."""

import pytest

from app.calendar.services.syncing import channels
from tests.calendar.pair import Pair


def call(client, channel: str, token: str) -> int:
    headers = {"X-Goog-Channel-ID": channel, "X-Goog-Channel-Token": token, "X-Goog-Resource-State": "exists"}
    return client.post("/calendar/google/notify", headers=headers).status_code


def test_a_call_makes_the_link_due(client, pair: Pair):
    channel, token, _address = channels.offer(pair.link_id)
    pair.pull()
    assert pair.link.poll_due_at > pair.clock()
    assert call(client, channel, token) == 204
    assert pair.link.poll_due_at == pair.clock()


@pytest.mark.parametrize("channel", ["", "link-", "link-x-1", "link-99999999-1", "link-²-1", "other", "link-1-2-3"])
def test_a_strange_call_is_unknown(client, pair: Pair, channel):
    _channel, token, _address = channels.offer(pair.link_id)
    assert call(client, channel, token) == 404
    assert call(client, f"link-{pair.link_id}-1", "wrong") == 404


def test_without_a_public_address_nobody_is_asked_to_call(pair: Pair, app):
    assert not channels.can_be_called()
