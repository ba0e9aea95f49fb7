"""Sockets leave threads for pages."""

import threading

from app.realtime.cap import SocketCap


def test_the_socket_beyond_the_limit_is_told_to_come_later():
    inside, go_on, answers = threading.Event(), threading.Event(), []

    def inner(environ, start_response):
        if environ["PATH_INFO"].startswith("/socket.io"):
            inside.set()
            go_on.wait(5)
        return [b"served"]

    capped = SocketCap(inner, most=1)
    first = threading.Thread(target=lambda: answers.append(capped({"PATH_INFO": "/socket.io/"}, None)))
    first.start()
    inside.wait(5)

    started = []
    refused = capped({"PATH_INFO": "/socket.io/"}, lambda *status: started.append(status))
    assert started[0][0].startswith("503")
    assert ("Retry-After", "60") in started[0][1]
    assert b"Too many" in refused[0]
    assert capped({"PATH_INFO": "/tickets"}, None) == [b"served"]

    go_on.set()
    first.join(5)
    assert capped({"PATH_INFO": "/socket.io/"}, None) == [b"served"]
    assert answers == [[b"served"]]
