"""The virus scan: ClamAV over TCP when CLAMAV_ADDRESS is set, else skipped."""

import socket
from typing import BinaryIO

from flask import current_app
from flask_babel import gettext as _

from app.core.errors import Unavailable, WrongType

CHUNK = 64 * 1024
TIMEOUT_SECONDS = 60
PORT = 3310


class VirusFound(WrongType):
    """The scanner knows something harmful in the file."""


class ScannerUnavailable(Unavailable):
    """The scanner is set up, but gave no verdict; the file waits until it does."""

    @classmethod
    def default_message(cls) -> str:
        return _("The virus scanner does not answer. Please try again in a moment.")


def scan(stream: BinaryIO) -> None:
    """`VirusFound` or `ScannerUnavailable` unless the file is clean or no scanner is set up; the stream is rewound."""
    address = current_app.config.get("CLAMAV_ADDRESS")
    if not address:
        return
    stream.seek(0)
    verdict = _ask(address, stream)
    stream.seek(0)
    if verdict.endswith(" FOUND"):
        name = verdict.removeprefix("stream: ").removesuffix(" FOUND")
        raise VirusFound(_("A virus was found in this file: %(name)s.", name=name))
    if verdict != "stream: OK":
        raise ScannerUnavailable


def place(address: str) -> tuple[str, int]:
    """Host and port of an address such as clamav:3310."""
    host, _colon, port = address.partition(":")
    return host, int(port or PORT)


def _ask(address: str, stream: BinaryIO) -> str:
    try:
        with socket.create_connection(place(address), TIMEOUT_SECONDS) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK):
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
            connection.sendall(bytes(4))
            return _answer(connection)
    except OSError as error:
        raise ScannerUnavailable from error


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (part := connection.recv(1024)):
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace")
