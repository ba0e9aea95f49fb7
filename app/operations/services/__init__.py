"""What an operator has done to the whole product: set it up, save it, put it back."""

from app.operations.services.archive import back_up, restore
from app.operations.services.company import change_logo, remove_logo
from app.operations.services.letters import run_now, tell_again
from app.operations.services.setup import is_set_up, set_up

__all__ = ["back_up", "change_logo", "is_set_up", "remove_logo", "restore", "run_now", "set_up", "tell_again"]
