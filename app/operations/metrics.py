"""What Prometheus reads: requests of this process, and what waits in the database, asked at each scrape."""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.operations import queries
from app.realtime.sockets import OPEN

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

registry = CollectorRegistry()
requests = Counter("helpdesk_requests", "Requests answered.", ["route", "method", "status"], registry=registry)
latency = Histogram(
    "helpdesk_request_seconds", "Time to answer a request.", ["route"], buckets=SECONDS, registry=registry
)


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request. Routes are a fixed set, so a caller cannot make up new series."""
    requests.labels(route, method, status).inc()
    latency.labels(route).observe(seconds)


def text() -> bytes:
    """Everything, in Prometheus' text format."""
    return generate_latest(_of_all_processes()) + generate_latest(_waiting)


def _of_all_processes() -> CollectorRegistry:
    """With several web processes, PROMETHEUS_MULTIPROC_DIR names the folder in which each keeps its counters."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return registry
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


class Waiting(Collector):
    """What waits, what was given up, and how the jobs are, as the database says now."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family per question."""
        for name, help_text, value in queries.gauges():
            yield GaugeMetricFamily(f"helpdesk_{name}", help_text, value=value)
        yield GaugeMetricFamily("helpdesk_open_sockets", "Browsers connected to this process.", value=len(OPEN))
        late = GaugeMetricFamily("helpdesk_job_late_seconds", "How long a job is overdue.", labels=["job"])
        failed = GaugeMetricFamily("helpdesk_job_failed", "Whether a job's last run failed.", labels=["job"])
        for job in queries.job_states():
            late.add_metric([job.name], job.late_seconds)
            failed.add_metric([job.name], float(job.has_failed))
        yield late
        yield failed


_waiting = CollectorRegistry()
_waiting.register(Waiting())
