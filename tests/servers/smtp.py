"""An SMTP server that takes, delays or refuses mail as a script tells it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.process import LOOPBACK

ACCEPTED = "250 OK"
LATER = "451 4.7.1 Greylisted, try again later"
BOUNCED = "550 5.1.1 No such user"


@dataclass
class MailServer:
    """What arrived, and what the next mails are answered: `answers` is used up from the front, then 250."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Called by aiosmtpd for each mail that somebody wants to hand over."""
        self.tries += 1
        answer = self.answers.pop(0) if self.answers else ACCEPTED
        if answer.startswith("250"):
            self.mails.append(BytesParser(_class=EmailMessage, policy=modern).parsebytes(envelope.original_content))
        return answer

    def settings(self) -> dict[str, object]:
        """The product's settings for this server."""
        return {"MAIL_SERVER": LOOPBACK, "MAIL_PORT": self.port, "MAIL_USE_TLS": False}


class _FreePortController(Controller):
    """aiosmtpd asks port 0 whether it answers; ours asks the port that the system gave."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp(port: int = 0) -> Iterator[MailServer]:
    """A listening server; the same `port` again plays a server that was down and came back."""
    server = MailServer()
    controller = _FreePortController(server, hostname=LOOPBACK, port=port)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
