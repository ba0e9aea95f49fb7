"""How a mail leaves: over SMTP, or into VAR_DIR/mail when no server is set."""

import hashlib
import os
import smtplib
import ssl
import threading
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import flask_mail
from flask import current_app

from app.core.mail.message import MailError, MailRefused, MailUnavailable, OutgoingMail

TIMEOUT_SECONDS = 30
IMPLICIT_TLS_PORT = 465
NOT_SIGNED_IN = frozenset({530, 534, 535, 538})  # about our password, not about this mail: an administrator can mend it


def send(mail: OutgoingMail) -> None:
    """Hand the mail over; `MailRefused` is final, `MailUnavailable` is to be tried again."""
    try:
        if current_app.config.get("MAIL_SERVER"):
            _deliver(mail)
        else:
            _keep(mail)
    except (smtplib.SMTPException, OSError) as error:
        raise _sorted(error) from error


def kept(message_id: str) -> bytes | None:
    """The mail of this id as it was kept for want of a server, in the format of .eml files."""
    path = _kept_path(message_id)
    return path.read_bytes() if path.is_file() else None


def _deliver(mail: OutgoingMail) -> None:
    with _connection() as connection:
        connection.send(mail.built())


def _keep(mail: OutgoingMail) -> None:
    path = _kept_path(mail.message_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        with aside.open("wb") as file:
            file.write(mail.built().as_bytes())
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)  # told twice, kept once
    finally:
        aside.unlink(missing_ok=True)


def _kept_path(message_id: str) -> Path:
    name = hashlib.sha256(message_id.encode()).hexdigest()[:40]
    return Path(current_app.config["VAR_DIR"], "mail", f"{name}.eml")


class _Connection(flask_mail.Connection):
    """Flask-Mail's, with a time limit, checked certificates, and no error from a server that hangs up first."""

    def configure_host(self) -> smtplib.SMTP:
        host = self._open()
        try:
            if self.mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def _open(self) -> smtplib.SMTP:
        name = urlsplit(current_app.config["PUBLIC_URL"]).hostname  # else the name is asked of the network
        place = {"host": self.mail.server, "port": self.mail.port, "local_hostname": name, "timeout": TIMEOUT_SECONDS}
        if self.mail.use_ssl:
            return smtplib.SMTP_SSL(**place, context=ssl.create_default_context())
        return smtplib.SMTP(**place)

    def __exit__(self, _type: type[BaseException], _error: BaseException, _trace: TracebackType) -> None:
        assert self.host is not None  # nothing is suppressed
        try:
            self.host.quit()
        except (smtplib.SMTPException, OSError):  # what was taken is taken, whatever the goodbye
            self.host.close()


def _connection() -> _Connection:
    settings = dict(current_app.config)
    implicit = settings["MAIL_PORT"] == IMPLICIT_TLS_PORT
    settings |= {"MAIL_SUPPRESS_SEND": False, "MAIL_USE_SSL": implicit}
    settings["MAIL_USE_TLS"] = settings["MAIL_USE_TLS"] and not implicit
    state: Any = flask_mail.Mail().init_mail(settings)  # from the settings in force, not from those at the start
    return _Connection(state)


def _sorted(error: smtplib.SMTPException | OSError) -> MailError:
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(code, said)] = error.recipients.values()
    elif isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        code, said = error.smtp_code, error.smtp_error
    else:
        return MailUnavailable(f"{type(error).__name__}: {error}")
    final = 500 <= code < 600 and code not in NOT_SIGNED_IN
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return (MailRefused if final else MailUnavailable)(f"{code} {words}")
