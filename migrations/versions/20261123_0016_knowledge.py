"""Knowledge items with their files, versions and readers; the full-text index of search on PostgreSQL.

Rules for this file. The code that ran before must survive this schema: add first, use later, remove a
release after. Take no long lock: on PostgreSQL a statement waits at most 5 s for a lock and runs at most
10 min (see `patient`); build an index on a filled table with `postgresql_concurrently=True` inside
`op.get_context().autocommit_block()`. Move data in batches that can be started again. Import nothing of
the application. A batch that rebuilds an SQLite table must create that table's triggers again.

Revision: 20261123_0016
Follows: 20261122_2100
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0016"
down_revision = "20261122_2100"
branch_labels = None
depends_on = None


def patient() -> None:
    """Wait briefly for locks and never run for ever, so that serving goes on beside the migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL lock_timeout = '5s'")
        op.execute("SET LOCAL statement_timeout = '10min'")


def upgrade() -> None:
    patient()
    op.create_table(
        "kb_categories",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_categories")),
        sa.UniqueConstraint("name", name=op.f("uq_kb_categories_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_kb_categories_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kb_synonyms",
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_synonyms")),
        sa.UniqueConstraint("words", name=op.f("uq_kb_synonyms_words")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kb_tags",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_tags")),
        sa.UniqueConstraint("name", name=op.f("uq_kb_tags_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_kb_tags_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kb_files",
        sa.Column("storage_key", sa.String(length=255), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["uploader_id"], ["ab_user.id"], name=op.f("fk_kb_files_uploader_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_files")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_kb_files_storage_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kb_files_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_files_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_files_uploader_id"), ["uploader_id"], unique=False)

    op.create_table(
        "kb_items",
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("link_url", sa.String(length=1000), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chapters", sa.JSON(), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_key", sa.String(length=300), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["kb_categories.id"], name=op.f("fk_kb_items_category_id_kb_categories")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["kb_files.id"], name=op.f("fk_kb_items_file_id_kb_files")),
        sa.ForeignKeyConstraint(["owner_id"], ["ab_user.id"], name=op.f("fk_kb_items_owner_id_ab_user")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["ab_user.id"], name=op.f("fk_kb_items_updated_by_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_items")),
        sa.UniqueConstraint("import_key", name=op.f("uq_kb_items_import_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_items", schema=None) as batch_op:
        batch_op.create_index("ix_kb_items_category_status", ["category_id", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_items_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_items_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_kb_items_review_on", ["review_on", "id"], unique=False)
        batch_op.create_index("ix_kb_items_status_updated_at", ["status", "updated_at", "id"], unique=False)
        batch_op.create_index("ix_kb_items_updated_at", ["updated_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_items_updated_by_id"), ["updated_by_id"], unique=False)

    op.create_table(
        "kb_captions",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("vtt", sa.Text(), nullable=False),
        sa.Column("cue_count", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_captions_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_captions")),
        sa.UniqueConstraint("item_id", "language", name=op.f("uq_kb_captions_item_id_language")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kb_evidence",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_evidence_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_evidence")),
        sa.UniqueConstraint("item_id", "kind", "words", name=op.f("uq_kb_evidence_item_id_kind_words")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kb_feedback",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_feedback_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_kb_feedback_user_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_feedback")),
        sa.UniqueConstraint("item_id", "user_id", name=op.f("uq_kb_feedback_item_id_user_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_feedback", schema=None) as batch_op:
        batch_op.create_index("ix_kb_feedback_updated_at", ["updated_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_feedback_user_id"), ["user_id"], unique=False)

    op.create_table(
        "kb_item_images",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["kb_files.id"], name=op.f("fk_kb_item_images_file_id_kb_files")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_item_images_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_item_images")),
        sa.UniqueConstraint("item_id", "file_id", name=op.f("uq_kb_item_images_item_id_file_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_item_images", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kb_item_images_file_id"), ["file_id"], unique=False)

    op.create_table(
        "kb_item_tags",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tag_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_item_tags_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["kb_tags.id"], name=op.f("fk_kb_item_tags_tag_id_kb_tags")),
        sa.PrimaryKeyConstraint("item_id", "tag_id", name=op.f("pk_kb_item_tags")),
    )
    with op.batch_alter_table("kb_item_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kb_item_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "kb_openings",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_openings_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_kb_openings_user_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_openings")),
        sa.UniqueConstraint("item_id", "user_id", "opened_on", name=op.f("uq_kb_openings_item_id_user_id_opened_on")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kb_openings_user_id"), ["user_id"], unique=False)

    op.create_table(
        "kb_searches",
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("road", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("opened_item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("has_solved", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_item_id"],
            ["kb_items.id"],
            name=op.f("fk_kb_searches_opened_item_id_kb_items"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_kb_searches_user_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_searches")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_searches", schema=None) as batch_op:
        batch_op.create_index("ix_kb_searches_created_at", ["created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_searches_opened_item_id"), ["opened_item_id"], unique=False)
        batch_op.create_index("ix_kb_searches_user_folded", ["user_id", "folded", "id"], unique=False)

    op.create_table(
        "kb_solutions",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("solved_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_solutions_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_kb_solutions_user_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_solutions")),
        sa.UniqueConstraint("item_id", "user_id", "solved_on", name=op.f("uq_kb_solutions_item_id_user_id_solved_on")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_solutions", schema=None) as batch_op:
        batch_op.create_index("ix_kb_solutions_created_at", ["created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_solutions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "kb_versions",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("link_url", sa.String(length=1000), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chapters", sa.JSON(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["ab_user.id"], name=op.f("fk_kb_versions_author_id_ab_user")),
        sa.ForeignKeyConstraint(["file_id"], ["kb_files.id"], name=op.f("fk_kb_versions_file_id_kb_files")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["kb_items.id"], name=op.f("fk_kb_versions_item_id_kb_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_versions")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_kb_versions_item_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kb_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kb_versions_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kb_versions_file_id"), ["file_id"], unique=False)

    op.create_table(
        "ticket_items",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("use", sa.String(length=20), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["kb_items.id"], name=op.f("fk_ticket_items_item_id_kb_items")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_items_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_items")),
        sa.UniqueConstraint("ticket_id", "item_id", "use", name=op.f("uq_ticket_items_ticket_id_item_id_use")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ticket_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_items_item_id"), ["item_id"], unique=False)
    make_search_tables()


def downgrade() -> None:
    patient()
    drop_search_tables()
    with op.batch_alter_table("ticket_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_items_item_id"))

    op.drop_table("ticket_items")
    with op.batch_alter_table("kb_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_versions_file_id"))
        batch_op.drop_index(batch_op.f("ix_kb_versions_author_id"))

    op.drop_table("kb_versions")
    with op.batch_alter_table("kb_solutions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_solutions_user_id"))
        batch_op.drop_index("ix_kb_solutions_created_at")

    op.drop_table("kb_solutions")
    with op.batch_alter_table("kb_searches", schema=None) as batch_op:
        batch_op.drop_index("ix_kb_searches_user_folded")
        batch_op.drop_index(batch_op.f("ix_kb_searches_opened_item_id"))
        batch_op.drop_index("ix_kb_searches_created_at")

    op.drop_table("kb_searches")
    with op.batch_alter_table("kb_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_openings_user_id"))

    op.drop_table("kb_openings")
    with op.batch_alter_table("kb_item_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_item_tags_tag_id"))

    op.drop_table("kb_item_tags")
    with op.batch_alter_table("kb_item_images", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_item_images_file_id"))

    op.drop_table("kb_item_images")
    with op.batch_alter_table("kb_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_feedback_user_id"))
        batch_op.drop_index("ix_kb_feedback_updated_at")

    op.drop_table("kb_feedback")
    op.drop_table("kb_evidence")
    op.drop_table("kb_captions")
    with op.batch_alter_table("kb_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_items_updated_by_id"))
        batch_op.drop_index("ix_kb_items_updated_at")
        batch_op.drop_index("ix_kb_items_status_updated_at")
        batch_op.drop_index("ix_kb_items_review_on")
        batch_op.drop_index(batch_op.f("ix_kb_items_owner_id"))
        batch_op.drop_index(batch_op.f("ix_kb_items_file_id"))
        batch_op.drop_index("ix_kb_items_category_status")

    op.drop_table("kb_items")
    with op.batch_alter_table("kb_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kb_files_uploader_id"))
        batch_op.drop_index(batch_op.f("ix_kb_files_item_id"))
        batch_op.drop_index(batch_op.f("ix_kb_files_digest"))

    op.drop_table("kb_files")
    op.drop_table("kb_tags")
    op.drop_table("kb_synonyms")
    op.drop_table("kb_categories")


def make_search_tables() -> None:
    """What search keeps in PostgreSQL; beside SQLite it keeps a folder. By hand: Alembic compares none of it."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "search_entries",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("category", sa.Text()),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lengths", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("vector", postgresql.TSVECTOR(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_search_entries"),
    )
    op.create_index("ix_search_entries_vector", "search_entries", ["vector"], postgresql_using="gin")
    for table, word in (("search_terms", "term"), ("search_words", "word")):
        op.create_table(
            table,
            sa.Column(word, sa.Text(collation="C"), nullable=False),
            sa.Column("documents", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint(word, name=f"pk_{table}"),
        )
    op.create_index(
        "ix_search_words_word",
        "search_words",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )


def drop_search_tables() -> None:
    """The extension stays: another schema may use it."""
    if op.get_bind().dialect.name != "sqlite":
        for table in ("search_words", "search_terms", "search_entries"):
            op.drop_table(table)
