"""The virus scan, against a scanner that speaks ClamAV's protocol; and against ClamAV itself where it is installed."""

import base64
import io
import shutil
import socketserver
import threading
from contextlib import contextmanager

import pytest

from app.core import virus
from app.core.virus import ScannerUnavailable, VirusFound
from tests.servers.process import answers, free_ports, running

EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")


class Scanner(socketserver.StreamRequestHandler):
    """Takes INSTREAM and finds the word `virus`."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(size)
        self.server.scanned.append(content)
        self.wfile.write(self.server.answer or (b"stream: Bad-1 FOUND\0" if b"virus" in content else b"stream: OK\0"))


@contextmanager
def scanner(app, answer=b""):
    with socketserver.TCPServer(("127.0.0.1", 0), Scanner) as server:
        server.scanned, server.answer = [], answer
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        app.config["CLAMAV_ADDRESS"] = f"127.0.0.1:{server.server_address[1]}"
        try:
            yield server.scanned
        finally:
            server.shutdown()
            thread.join()


def test_without_a_scanner_nothing_is_scanned(bare_app):
    virus.scan(io.BytesIO(b"virus"))


def test_a_clean_file_passes_and_was_seen_whole(bare_app):
    content = bytes(300_000) + b"end"
    with scanner(bare_app) as scanned:
        stream = io.BytesIO(content)
        stream.seek(7)
        virus.scan(stream)
    assert scanned == [content]
    assert stream.tell() == 0


def test_a_found_virus_is_named(bare_app):
    with scanner(bare_app), pytest.raises(VirusFound, match=r"found in this file: Bad-1\."):
        virus.scan(io.BytesIO(b"a virus in a file"))


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: OK but FOUND not\0"])
def test_no_verdict_is_no_leave(bare_app, answer):
    with scanner(bare_app, answer), pytest.raises(ScannerUnavailable, match="does not answer"):
        virus.scan(io.BytesIO(b"x"))


def test_a_scanner_that_is_away_stops_the_file_for_now(bare_app):
    bare_app.config["CLAMAV_ADDRESS"] = f"127.0.0.1:{free_ports(1)[0]}"
    with pytest.raises(ScannerUnavailable):
        virus.scan(io.BytesIO(b"x"))


def test_an_address_without_a_port_means_the_usual_one():
    assert virus.place("clamav") == ("clamav", 3310)
    assert virus.place("clamav:1234") == ("clamav", 1234)


def test_clamav_itself_finds_the_test_virus_and_lets_others_pass(bare_app, tmp_path):
    clamd = shutil.which("clamd")
    if not clamd:
        pytest.skip("needs clamd (Debian: clamav-daemon), which is not installed")
    [port] = free_ports(1)
    (tmp_path / "own.ndb").write_text(f"Eicar-Test:0:0:{EICAR.hex()}\n")  # real signatures are not to be had in a test
    options = {"TCPSocket": port, "TCPAddr": "127.0.0.1", "DatabaseDirectory": tmp_path, "Foreground": "yes"}
    (tmp_path / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in options.items()))
    bare_app.config["CLAMAV_ADDRESS"] = f"127.0.0.1:{port}"
    command = [clamd, "-c", str(tmp_path / "clamd.conf")]
    with running(command, ready=lambda: answers(port), log=tmp_path / "log", seconds=60):
        virus.scan(io.BytesIO(b"harmless"))
        with pytest.raises(VirusFound, match="Eicar-Test"):
            virus.scan(io.BytesIO(EICAR))
