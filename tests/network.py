"""The closed network: a test that calls the outside world is a defect, said at once."""

import ipaddress
import socket
from typing import Any

import pytest


class OutsideCall(RuntimeError):
    """A test tried to reach another machine."""


def close_network(patch: pytest.MonkeyPatch) -> None:
    """Let sockets of this process reach loopback and files only."""
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(original: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OutsideCall(f"a test tried to reach {address[0]}:{address[1]}; the network is closed")
        return original(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
