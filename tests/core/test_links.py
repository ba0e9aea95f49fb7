"""Addresses for mails and labels."""

from app.core.links import absolute, link_to


def test_an_address_starts_with_the_public_one_whatever_host_was_asked(bare_app):
    bare_app.config["PUBLIC_URL"] = "https://help.example.com:8443"
    bare_app.add_url_rule("/tickets/<int:number>", "ticket")
    with bare_app.test_request_context(base_url="http://evil.example"):
        assert link_to("ticket", number=12, tab="files") == "https://help.example.com:8443/tickets/12?tab=files"
        assert absolute("/kb") == "https://help.example.com:8443/kb"


def test_an_address_can_be_made_outside_a_request(bare_app):
    bare_app.add_url_rule("/tickets/<int:number>", "ticket")
    assert link_to("ticket", number=12) == "http://localhost/tickets/12"
