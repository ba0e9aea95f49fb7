"""How screens say the kinds and states of items."""

from flask_babel import lazy_gettext as _l

from app.knowledge.models import STATUS_WORDS, TYPE_WORDS, Audience, ItemStatus, ItemType
from app.web.admin import Word, say

say(
    {
        ItemType.article: Word(TYPE_WORDS[ItemType.article], "plain", "file-text"),
        ItemType.video: Word(TYPE_WORDS[ItemType.video], "plain", "circle-play"),
        ItemType.document: Word(TYPE_WORDS[ItemType.document], "plain", "file-down"),
        ItemStatus.draft: Word(STATUS_WORDS[ItemStatus.draft], "warning", "pencil-line"),
        ItemStatus.published: Word(STATUS_WORDS[ItemStatus.published], "success", "circle-check"),
        ItemStatus.archived: Word(STATUS_WORDS[ItemStatus.archived], "neutral", "archive"),
        Audience.everyone: Word(_l("Everybody"), "plain", "users"),
        Audience.staff: Word(_l("IT only"), "plain", "lock"),
    }
)
