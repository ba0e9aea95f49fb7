"""An S3 store (SeaweedFS) that checks signatures, expiry and checksums as the real ones do."""

import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import LOOPBACK, answers, free_ports, running

SERVICES = ("master", "volume", "filer", "s3")


@dataclass(frozen=True)
class Store:
    """Where the store is, and the one key pair it knows."""

    endpoint: str
    access_key: str = "test-access-key"
    secret_key: str = "test-secret-key"

    def settings(self, bucket: str) -> dict[str, object]:
        """The product's settings for this store."""
        return {
            "S3_ENDPOINT": self.endpoint,
            "S3_BUCKET_NAME": bucket,
            "S3_ACCESS_KEY_ID": self.access_key,
            "S3_SECRET_ACCESS_KEY": self.secret_key,
            "S3_REGION": "us-east-1",
            "S3_FORCE_PATH_STYLE": True,
        }


@contextmanager
def seaweedfs() -> Iterator[Store]:
    """A running, empty store; buckets are made by who needs them."""
    numbers = free_ports(2 * len(SERVICES))
    ports = dict(zip(SERVICES, numbers[: len(SERVICES)], strict=True))
    store = Store(endpoint=f"http://{LOOPBACK}:{ports['s3']}")
    with tempfile.TemporaryDirectory(prefix="helpdesk-s3-") as name:
        home = Path(name)
        (home / "keys.json").write_text(json.dumps(_keys(store)), encoding="utf-8")
        command = _command(home, ports, dict(zip(SERVICES, numbers[len(SERVICES) :], strict=True)))
        # SIGKILL: asked politely, it takes 15 s to write down what is thrown away the next moment.
        with running(command, ready=lambda: answers(ports["s3"]), log=home / "log", seconds=60, stop=signal.SIGKILL):
            yield store


def _command(home: Path, ports: dict[str, int], grpc_ports: dict[str, int]) -> list[str]:
    """Every port is given: two of those left out would open fixed ones."""
    command = [str(Path(sys.executable).with_name("weed")), "server", f"-dir={home}", f"-ip={LOOPBACK}"]
    command += [f"-ip.bind={LOOPBACK}", "-filer", "-s3", f"-s3.config={home / 'keys.json'}"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64"]
    command += [f"-{service}.port={port}" for service, port in ports.items()]
    return command + [f"-{service}.port.grpc={port}" for service, port in grpc_ports.items()]


def _keys(store: Store) -> dict[str, object]:
    credentials = [{"accessKey": store.access_key, "secretKey": store.secret_key}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    return {"identities": [{"name": "tests", "credentials": credentials, "actions": actions}]}
