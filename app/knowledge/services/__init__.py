"""Everything that changes knowledge."""

from app.knowledge.services.captions import add_captions, drop_captions
from app.knowledge.services.files import (
    accept_document,
    accept_picture,
    accept_video,
    announce_checked,
    announce_upload,
    download_address,
    forget_upload,
    image_address,
    image_address_for,
    playing_address,
    receive_file,
    refuse_file,
)
from app.knowledge.services.imported import ArticlesImported
from app.knowledge.services.importing import BadPages, Survey, import_articles, survey_articles
from app.knowledge.services.indexing import reindex
from app.knowledge.services.labels import (
    drop_category,
    drop_synonyms,
    drop_tag,
    keep_category,
    keep_synonyms,
    keep_tag,
)
from app.knowledge.services.moving import archive_item, move_item, publish_item, remove_item, unpublish_item
from app.knowledge.services.reading import give_feedback, learn_words, note_opening, note_search, note_solved
from app.knowledge.services.writing import confirm_item, restore_version, save_item, write_item

__all__ = [
    "ArticlesImported",
    "BadPages",
    "Survey",
    "accept_document",
    "accept_picture",
    "accept_video",
    "add_captions",
    "announce_checked",
    "announce_upload",
    "archive_item",
    "confirm_item",
    "download_address",
    "drop_captions",
    "drop_category",
    "drop_synonyms",
    "drop_tag",
    "forget_upload",
    "give_feedback",
    "image_address",
    "image_address_for",
    "import_articles",
    "keep_category",
    "keep_synonyms",
    "keep_tag",
    "learn_words",
    "move_item",
    "note_opening",
    "note_search",
    "note_solved",
    "playing_address",
    "publish_item",
    "receive_file",
    "refuse_file",
    "reindex",
    "remove_item",
    "restore_version",
    "save_item",
    "survey_articles",
    "unpublish_item",
    "write_item",
]
