"""Mail: how it is written, sent, kept and refused."""

import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.policy import default as modern

import pytest
import sqlalchemy as sa
from flask_babel import format_percent
from jinja2 import ChoiceLoader, DictLoader

from app.core import mail, settings
from app.core.clock import now
from app.core.mail import BadHeader, MailRefused, MailUnavailable, OutgoingMail
from app.extensions import db
from tests.servers.smtp import BOUNCED, LATER, smtp

BREAKS = ["\r", "\n", "\r\nBcc: eve@example.com", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\0", "\ud800"]


def letter(**changes) -> OutgoingMail:
    parts = {"to": "alice@example.com", "subject": "[#12] Your screen", "text": "Hello", "html": "<p>Hello</p>"}
    return OutgoingMail(**parts | {"message_id": "<ticket.12.sign@localhost>"} | changes)


def parsed(content: bytes):
    return message_from_bytes(content, policy=modern)


@pytest.fixture
def server(bare_app):
    with smtp() as server:
        bare_app.config.update(server.settings())
        yield server


def test_a_mail_arrives_with_exactly_one_of_each_header(server):
    mail.send(letter(in_reply_to="<a@b>", references=("<a@b>", "<c@d>"), reply_to="support@example.com"))

    [got] = server.mails
    for name in (
        "Message-ID",
        "Date",
        "From",
        "To",
        "Subject",
        "Auto-Submitted",
        "Reply-To",
        "In-Reply-To",
        "References",
    ):
        assert len(got.get_all(name)) == 1, name
    assert got["Message-ID"] == "<ticket.12.sign@localhost>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["From"] == "IT Helpdesk <helpdesk@example.com>"
    assert got["References"] == "<a@b> <c@d>"
    assert got.get_body(("plain",)).get_content().strip() == "Hello"
    assert got.get_body(("html",)).get_content().strip() == "<p>Hello</p>"


def test_letters_of_all_scripts_arrive_as_written(server, bare_app):
    bare_app.config["EMAIL_FROM"] = "Žofie Křížová <it@example.com>"
    subject = "[#7] Bildschirm bleibt schwarz – 画面が真っ黒です 😀 " + "sehr lang " * 30
    mail.send(letter(subject=subject.strip(), text="Zażółć gęślą jaźń\nעברית", html=None))

    [got] = server.mails
    assert got["Subject"] == subject.strip()
    assert got["From"] == "Žofie Křížová <it@example.com>"
    assert got.get_content().strip().splitlines() == ["Zażółć gęślą jaźń", "עברית"]


def test_long_ids_are_not_encoded_or_cut(server):
    references = tuple(f"<{'x' * 90}.{number}@mail.example.com>" for number in range(12))
    mail.send(letter(message_id=f"<{'y' * 100}@localhost>", in_reply_to=references[-1], references=references))

    [got] = server.mails
    assert got["Message-ID"] == f"<{'y' * 100}@localhost>"
    assert got["In-Reply-To"] == references[-1]
    assert got["References"].split() == list(references)


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
@pytest.mark.parametrize("field", ["to", "subject", "message_id", "in_reply_to", "reply_to"])
def test_nothing_that_breaks_a_line_gets_into_a_header(field, broken):
    with pytest.raises(BadHeader):
        letter(**{field: f"a{broken}b@example.com"})


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
def test_own_headers_and_references_are_checked_too(broken):
    with pytest.raises(BadHeader):
        letter(headers={"X-Ticket": f"1{broken}2"})
    with pytest.raises(BadHeader):
        letter(references=(f"<a{broken}b@c>",))
    with pytest.raises(BadHeader):
        letter(headers={f"X-Ticket{broken}": "12"})


@pytest.mark.parametrize(
    "name", ["Message-ID", "date", "From", "BCC", "Auto-Submitted", "Content-Type", "", "X Y", "X:"]
)
def test_headers_that_are_ours_or_malformed_cannot_be_set(name):
    with pytest.raises(BadHeader):
        letter(headers={name: "x"})


def test_further_headers_are_sent(server):
    mail.send(letter(headers={"X-Helpdesk-Ticket": "12"}))
    assert server.mails[0]["X-Helpdesk-Ticket"] == "12"
    with pytest.raises(BadHeader):
        letter(headers={"X-Helpdesk-Ticket": "zwölf"})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "alice",
        "@example.com",
        "alice@",
        "a@b@c",
        "a b@c.de",
        "a@b.de,e@f.de",
        "Alice <a@b.de>",
        "ä@b.de",
        '"a"@b.de',
        "a@" + "x" * 70 + ".de",
    ],
)
def test_what_is_no_single_address_is_refused_for_good(address):
    with pytest.raises(MailRefused):
        letter(to=address)


def test_an_address_in_a_domain_of_another_script_is_written_to(server):
    mail.send(letter(to="alice@bücher.example"))
    assert server.mails[0]["To"] == "alice@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (BOUNCED, MailRefused),
        ("554 5.7.1 Spam", MailRefused),
        (LATER, MailUnavailable),
        ("530 5.7.0 Sign in first", MailUnavailable),
    ],
)
def test_a_refusal_is_final_or_for_now_as_the_server_says(server, answer, error):
    server.answers.append(answer)
    with pytest.raises(error, match=answer[:3]) as caught:
        mail.send(letter())
    assert type(caught.value) is error

    mail.send(letter())
    assert len(server.mails) == 1


@pytest.mark.parametrize(("code", "error"), [(550, MailRefused), (450, MailUnavailable)])
@pytest.mark.parametrize("step", [b"MAIL", b"RCPT"])
def test_a_refused_sender_or_recipient_is_sorted_the_same_way(bare_app, step, code, error):
    with scripted_server({step: b"%d 5.1.1 no" % code}) as port:
        bare_app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
        with pytest.raises(error, match=f"{code} 5.1.1 no"):
            mail.send(letter())


def test_a_server_that_is_away_is_tried_again_later(bare_app):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        bare_app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=unused.getsockname()[1])
    with pytest.raises(MailUnavailable, match="refused"):
        mail.send(letter())


def test_a_server_without_the_wanted_encryption_or_sign_in_gets_nothing(server, bare_app):
    bare_app.config["MAIL_USE_TLS"] = True
    with pytest.raises(MailUnavailable, match="STARTTLS"):
        mail.send(letter())
    bare_app.config.update(MAIL_USE_TLS=False, MAIL_USERNAME="me", MAIL_PASSWORD="secret")
    with pytest.raises(MailUnavailable, match="AUTH"):
        mail.send(letter())
    assert server.tries == 0


@pytest.fixture
def certificate(tmp_path):
    """A certificate that nobody vouches for."""
    if not shutil.which("openssl"):
        pytest.skip("needs the program openssl, which is not installed")
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *name], check=True, capture_output=True
    )
    return tmp_path / "cert.pem"


@pytest.mark.parametrize("trusted", [True, False])
def test_only_a_server_whose_certificate_is_trusted_gets_mail(bare_app, monkeypatch, certificate, trusted):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    steps = {b"EHLO": b"250-fine\r\n250 STARTTLS", b"STAR": context}
    with scripted_server(steps) as port:
        bare_app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port, MAIL_USE_TLS=True)
        if trusted:
            mail.send(letter())
        else:
            with pytest.raises(MailUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
                mail.send(letter())


def test_port_465_speaks_tls_from_the_first_byte(bare_app):
    bare_app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=465, MAIL_USE_TLS=True)
    connection = mail.sending._connection()
    assert (connection.mail.use_ssl, connection.mail.use_tls) == (True, False)
    with pytest.raises(MailUnavailable, match="refused"):
        mail.send(letter())


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(bare_app):
    with scripted_server({b"QUIT": None}) as port:
        bare_app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
        mail.send(letter())


def test_without_a_server_the_mail_is_kept_once_however_often_it_is_sent(bare_app, tmp_path):
    mail.send(letter())
    mail.send(letter(text="Hello again"))

    [file] = (tmp_path / "var" / "mail").iterdir()
    assert file.suffix == ".eml"
    got = parsed(mail.kept("<ticket.12.sign@localhost>"))
    assert got["Message-ID"] == "<ticket.12.sign@localhost>"
    assert got.get_body(("plain",)).get_content().strip() == "Hello again"
    assert mail.kept("<other@localhost>") is None


def test_a_mail_that_cannot_be_kept_is_tried_again_later(bare_app, tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(MailUnavailable):
        mail.send(letter())


def test_an_id_is_the_same_each_time_and_differs_by_row_and_recipient(bare_app):
    ids = {mail.message_id("ticket", *rest) for rest in [(1,), (2,), (1, 5), (1, 5, "staff"), (1, 5)]}
    assert len(ids) == 4
    for identifier in ids:
        assert identifier.startswith("<ticket.")
        letter(message_id=identifier)


@contextmanager
def scripted_server(answers):
    """Speaks just enough SMTP to answer single steps as told; `None` hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        talk = threading.Thread(target=_talk, args=(listener, answers))
        talk.start()
        yield listener.getsockname()[1]
        talk.join(5)
        assert not talk.is_alive()


def _talk(listener, answers):
    connection, _address = listener.accept()
    with connection, connection.makefile("rwb", buffering=0) as lines:
        lines.write(b"220 hello\r\n")
        if context := _converse(lines, answers):
            _converse_safely(connection, context, answers)


def _converse_safely(connection, context, answers):
    with suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as safe:  # noqa: SIM117  in two steps
        with safe.makefile("rwb", buffering=0) as lines:
            _converse(lines, answers)


def _converse(lines, answers):
    """Answer until the client goes, or wants TLS: then with what."""
    for line in lines:
        step = line.strip().upper()[:4]
        answer = answers.get(step, b"354 go on" if step == b"DATA" else b"250 fine")
        if answer is None:
            return None
        if isinstance(answer, ssl.SSLContext):
            lines.write(b"220 go on\r\n")
            return answer
        lines.write(answer + b"\r\n")
        if step == b"DATA":
            while lines.readline() != b".\r\n":
                pass
            lines.write(b"250 taken\r\n")
        if step == b"QUIT":
            return None
    return None


GREETING = {
    "emails/greeting/subject.txt": "{{ title }}:\n\u2028 {{ share|percent }}\n",
    "emails/greeting/body.txt": "{% extends 'emails/_layout.txt' %}{% block content %}{{ text }}{% endblock %}",
    "emails/greeting/body.html": """{% extends 'emails/_layout.html' %}
        {% from 'emails/_parts.html' import button, quote %}
        {% block title %}{{ title }}{% endblock %}
        {% block content %}{{ quote('Ben', text) }}{{ button('Go', 'http://localhost/t') }}{% endblock %}""",
}


@pytest.fixture
def company(bare_app):
    """A bare application that knows one mail, and a company."""
    bare_app.jinja_loader = ChoiceLoader([DictLoader(GREETING), bare_app.jinja_loader])
    bare_app.jinja_env.filters["percent"] = format_percent
    bare_app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(bare_app)
    settings.StoredSettings.__table__.create(db.engine)
    values = {"name": "Acme & Söhne", "support_phone": "+43 1 234", "support_mail": "it@example.com"}
    with db.engine.begin() as connection:
        connection.execute(sa.insert(settings.StoredSettings).values(group="company", values=values, created_at=now()))
    settings.forget()
    yield
    settings.forget()
    db.session.remove()
    db.engine.dispose()


def test_a_mail_is_written_in_the_language_of_its_reader(company):
    german = mail.render("greeting", "de", title="Hallo", text="Servus", share=12.5)
    english = mail.render("greeting", None, title="Hello", text="Hi", share=12.5)

    assert german.subject == "Hallo: 1.250 %"
    assert english.subject == "Hello: 1,250%"
    assert 'lang="de" dir="ltr"' in german.html
    assert 'dir="rtl"' in mail.render("greeting", "he", title="x", text="y", share=1).html


def test_a_mail_shows_the_company_and_leads_home(company):
    got = mail.render("greeting", "en", title="Hello", text="Hi", share=1)

    assert "Acme &amp; Söhne" in got.html
    assert 'href="http://localhost/"' in got.html
    assert got.text == "Hi\n\n--\nAcme & Söhne\nhttp://localhost/\n+43 1 234\nit@example.com\n"


def test_what_people_wrote_stays_text_in_html_and_unchanged_in_plain_text(company):
    got = mail.render("greeting", "en", title="</title>", text="<script>alert(1)</script> & <b>", share=1)

    assert "<script>" not in got.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in got.html
    assert got.text.startswith("<script>alert(1)</script> & <b>\n")


def test_a_rendered_mail_can_be_sent_as_it_is(company, server):
    got = mail.render("greeting", "de", title="Grüß Gott", text="Żółć", share=1)
    mail.send(letter(subject=got.subject, text=got.text, html=got.html))
    assert server.mails[0]["Subject"] == got.subject
