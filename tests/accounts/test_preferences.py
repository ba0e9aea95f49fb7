"""What people choose for themselves."""

import pytest

from app.accounts import services
from app.accounts.models import User
from app.accounts.preferences import Channel, Kind, Preferences, Ways, preferences_of
from app.accounts.schemas import PreferencesChange


@pytest.mark.parametrize("kind", list(Kind))
def test_the_bell_rings_for_everything_unless_switched_off(kind):
    assert Preferences().wants(kind, Channel.bell)


def test_a_new_ticket_in_the_team_is_no_mail():
    assert not Preferences().wants(Kind.new_in_team, Channel.mail)
    assert Preferences().wants(Kind.answered, Channel.mail)


def test_a_choice_beats_the_default():
    chosen = Preferences(notifications={Kind.new_in_team: Ways(mail=True), Kind.answered: Ways(mail=False)})
    assert chosen.wants(Kind.new_in_team, Channel.mail)
    assert not chosen.wants(Kind.answered, Channel.mail)
    assert chosen.wants(Kind.answered, Channel.bell)


def test_a_change_keeps_what_it_does_not_name():
    before = Preferences(notifications={Kind.answered: Ways(mail=False)}, theme="dark")
    after = before.changed(notifications={Kind.answered: Ways(bell=False), Kind.solved: Ways(mail=False)})
    assert after.theme == "dark"
    assert after.matrix()["answered"] == {"mail": False, "bell": False}
    assert after.matrix()["solved"] == {"mail": False, "bell": True}


def test_what_an_older_version_kept_is_left_aside():
    assert preferences_of(User(preferences={"colour": "red", "theme": "light"})).theme == "light"
    assert preferences_of(User(preferences=None)) == Preferences()


def test_preferences_are_kept(alice):
    services.change_preferences(
        PreferencesChange(theme="dark", notifications={Kind.solved: Ways(mail=False)}), actor=alice
    )
    services.change_preferences(PreferencesChange(start_page="portal"), actor=alice)
    kept = preferences_of(alice)
    assert (kept.theme, kept.start_page) == ("dark", "portal")
    assert not kept.wants(Kind.solved, Channel.mail)
