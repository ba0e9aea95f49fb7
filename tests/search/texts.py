"""Texts of our own that the tests of search look through: sixty articles about seven things that break."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.search import Document, Section

WRITTEN = datetime(2026, 1, 5, tzinfo=UTC)
THINGS = {
    "printer": "The printer stands in the copy room. Its tray takes plain paper, and its display names each error.",
    "VPN client": "The VPN client joins a laptop to the company network from home. It asks for a password and a code.",
    "mailbox": "A mailbox holds two gigabytes. Old messages move to the archive, and attachments count as well.",
    "headset": "The headset charges in its cradle. A red light means that the battery is empty.",
    "meeting room display": "The display shows a laptop's screen over cable or over the wireless network.",
    "password": "A password has twelve letters. Whoever forgets it gets a link by mail and sets a new one.",
    "shared folder": "A shared folder belongs to a team. Its owner says who may read and who may write.",
}
DOINGS = {
    "Set up the {}": "Unpack everything, follow the steps on the card, and restart the computer once.",
    "The {} does not answer": "Switch it off, wait a minute, switch it on. If that does not help, file a ticket.",
    "Replace the {}": "Hand the old one in at the service desk. The new one is ready on the next morning.",
    "Share the {} with a colleague": "Ask the owner first. Open the settings, add the name, and save.",
    "Remove the {}": "Sign out everywhere, then choose remove in the settings. Nothing can be restored afterwards.",
    "Update the {}": "Updates come on Tuesday nights. Leave the computer on and plugged in.",
    "The {} is slow": "Close what you do not need. Measure again on the cable, since the air is shared.",
    "Who may use the {}": "Everybody in the company. Guests ask the person whom they visit.",
}


def article(key: str, title: str, text: str = "", **more: Any) -> Document:
    """One document of the tests' source."""
    sections = more.pop("sections", [Section(text)] if text else [])
    return Document(f"shelf:{key}", more.pop("kind", "article"), title, more.pop("updated_at", WRITTEN),
                    more.pop("stamp", "1"), sections=sections, **more)  # fmt: skip


def sixty() -> list[Document]:
    """Every doing with every thing, and four about something else."""
    made = [
        article(f"{one}-{other}", doing.format(thing), sections=[
            Section(about), Section(how, heading="What to do", anchor="s-what-to-do"),
        ], category=thing, tags=[doing.split()[0].lower()], updated_at=WRITTEN - timedelta(days=30 * other))
        for one, (thing, about) in enumerate(THINGS.items())
        for other, (doing, how) in enumerate(DOINGS.items())
    ]  # fmt: skip
    return [
        *made,
        article("holidays", "Plan your holidays", "Enter them in the calendar and wait for your manager."),
        article("canteen", "What the canteen cooks", "Soup on Monday, pasta on Tuesday."),
        article("fire", "When the fire alarm rings", "Leave the building by the stairs."),
        article("bicycle", "Lend a bicycle", "The key hangs at the reception."),
    ]
