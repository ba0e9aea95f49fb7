"""A client over one kept connection, as a browser or a program uses it; measured in milliseconds."""

import http.client
import json
import re
import time
import urllib.parse
from statistics import median, quantiles
from typing import Any

KEPT_SECONDS = 10  # a little less than the server keeps an idle connection
CSRF = re.compile(r'name="csrf-token" content="([^"]+)"')


class Client:
    """Keeps cookies, token and connection."""

    def __init__(self, address: str) -> None:
        host = urllib.parse.urlsplit(address).netloc
        self.host, self.connection = host, http.client.HTTPConnection(host, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token: str | None = None
        self.used_at = time.monotonic()

    def ask(
        self, method: str, path: str, *, form: dict[str, Any] | None = None, data: Any = None, **headers: str
    ) -> tuple[int, str, str]:
        """Status, body and Location of one call."""
        body = None
        headers = {"Host": "localhost:" + self.host.partition(":")[2], "Accept": "*/*", **headers}
        if form is not None:
            body, headers["Content-Type"] = (
                urllib.parse.urlencode(form, doseq=True),
                "application/x-www-form-urlencoded",
            )
        elif data is not None:
            body, headers["Content-Type"] = json.dumps(data), "application/json"
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        elif self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self.used_at > KEPT_SECONDS:
            self.connection.close()  # the server has closed its end by now; the next request opens a new one
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        self.used_at = time.monotonic()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    def csrf(self, path: str) -> str:
        """The token of a page's forms."""
        found = CSRF.search(self.ask("GET", path)[1])
        assert found, f"no form on {path}"
        return found[1]

    def sign_in(self, email: str, password: str) -> None:
        """By the form, as a person does."""
        form = {"email": email, "password": password, "csrf_token": self.csrf("/login")}
        status, _body, _location = self.ask("POST", "/login", form=form)
        assert status == 302, f"signing in answered {status}"

    def sign_in_as_program(self, email: str, password: str) -> None:
        """By REST."""
        status, body, _location = self.ask("POST", "/api/v1/auth/login", data={"email": email, "password": password})
        assert status == 200, f"signing in answered {status}: {body[:200]}"
        self.token = json.loads(body)["accessToken"]


def measure(call: Any, times: int, warm: int = 5) -> tuple[float, float]:
    """p50 and p95 of `call`, which answers a status below 400; in milliseconds."""
    taken = []
    for number in range(times + warm):
        began = time.perf_counter()
        status = call(number)
        ended = time.perf_counter()
        assert status < 400, f"answered {status}"
        if number >= warm:
            taken.append((ended - began) * 1000)
    return median(taken), quantiles(taken, n=20)[-1]
