"""Who may do what with equipment."""

from app.accounts.models import User
from app.accounts.policies import is_system
from app.equipment.models import BY_HOLDER, Custody, DeviceEvent, Equipment


def sees_all(actor: User) -> bool:
    """Staff see every device; others those they hold."""
    return is_system(actor) or actor.is_staff


def can_keep(actor: User) -> bool:
    """Register and change devices, models and manufacturers: agents and administrators; managers only look."""
    return is_system(actor) or actor.is_agent


def can_move(actor: User, device: Equipment, event: DeviceEvent) -> bool:
    """Only who got a device accepts or declines it; everything else is the keepers' work."""
    return is_holder(actor, device) if event in BY_HOLDER else can_keep(actor)


def is_holder(actor: User, device: Equipment) -> bool:
    """Whether the device is in the actor's custody."""
    return device.holder_id == actor.id


def can_see_custody(actor: User, custody: Custody) -> bool:
    """Staff, and the person whose custody it is or was: the receipt stays theirs."""
    return sees_all(actor) or custody.holder_id == actor.id


def can_word_terms(actor: User) -> bool:
    """What people agree to is an administrator's to say."""
    return is_system(actor) or actor.is_admin
