"""Who works at the demo company, and how its help desk is set up."""

from dataclasses import dataclass

from app.accounts.models import BaseRole
from app.demo.texts import read

PASSWORD = "look-around-freely"  # noqa: S105  known to everybody, and refused in production
CARDS = ("anna", "ben", "mia", "carl")  # who can be signed in by one click
ROLES = {"mia": BaseRole.manager, "carl": BaseRole.admin}
LEAVER = "paul.hartwig"
NEWCOMER = "clara.engel"
TEAMS = {
    "Service Desk": ("ben", "ines.moreau"),
    "Workplace": ("jonas.wieser", "sana.qureshi"),
    "Network and Systems": ("wei.lindgren", "carl"),
}
ZONES = {"V": "Europe/Vienna", "L": "Europe/Vienna", "H": "America/Halifax"}
PHONES = {"V": "+43 1 555 01 {:03}", "L": "+43 732 555 {:03}", "H": "+1 902 555 0{:03}"}

# Name, question, icon, team, priority
CATEGORIES = (
    ("Hardware", "Something you can touch does not work", "laptop", "Workplace", "medium"),
    ("Software", "A program does not do what it should", "app-window", "Service Desk", "medium"),
    ("Access", "You need to get in somewhere, or cannot any more", "key-round", "Service Desk", "medium"),
    ("Network", "No internet, no Wi-Fi, no VPN", "wifi", "Network and Systems", "medium"),
    ("Printing", "Paper, labels, scanning", "printer", "Workplace", "medium"),
    ("Phones", "Desk phone, company phone, voicemail", "smartphone", "Network and Systems", "low"),
    ("Starters and leavers", "Somebody begins, moves or goes", "user-plus", "Service Desk", "medium"),
    ("Security", "Something looks suspicious", "shield-alert", "Network and Systems", "high"),
    ("Other", "Anything else", "life-buoy", "Service Desk", "low"),
)


@dataclass(frozen=True)
class Member:
    """Somebody of the company."""

    key: str  # what stands before the @
    name: str
    department: str
    site: str
    number: int

    @property
    def email(self) -> str:
        """The address."""
        return f"{self.key}@{read('people')['domain']}"

    @property
    def role(self) -> BaseRole:
        """What they may do."""
        return ROLES.get(self.key, BaseRole.agent if self.department == "IT" else BaseRole.employee)

    @property
    def phone(self) -> str:
        """The number on the desk, with the site's prefix."""
        return PHONES[self.site].format(100 + self.number)


def members() -> list[Member]:
    """All sixty."""
    lines = [(department, line) for department, text in read("people")["departments"].items()
             for line in text.strip().splitlines()]  # fmt: skip
    cells = [(department, *line.split(" | ")) for department, line in lines]
    return [Member(key, name, department, site, number) for number, (department, name, key, site) in enumerate(cells)]
