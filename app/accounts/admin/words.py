"""How roles and standings are said on the desk."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import BaseRole, Standing
from app.web.admin import Word, say

say(
    {
        BaseRole.employee: Word(_l("Employee"), "plain", "user"),
        BaseRole.agent: Word(_l("Agent"), "info", "headphones"),
        BaseRole.manager: Word(_l("Manager"), "info", "chart-line"),
        BaseRole.admin: Word(_l("Administrator"), "progress", "shield-check"),
    }
)
say(
    {
        Standing.active: Word(_l("Active"), "success", "circle-check"),
        Standing.invited: Word(_l("Invited"), "warning", "mail"),
        Standing.deactivated: Word(_l("Deactivated"), "plain", "circle-slash"),
    }
)
