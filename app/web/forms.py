"""Forms that hand over a checked schema, and show refusals at the field they belong to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import get_locale
from flask_wtf import FlaskForm
from pydantic import BaseModel, ValidationError
from wtforms import Field
from wtforms.meta import DefaultMeta

from app.core.errors import DomainError, Invalid
from app.web.sentences import sentences, snake_path

S = TypeVar("S", bound=BaseModel)
NOT_INPUT = {"CSRFTokenField", "SubmitField", "FileField", "MultipleFileField"}


class SchemaForm(FlaskForm):
    """A form whose rules stand in a pydantic schema; its fields are named like the schema's."""

    class Meta(FlaskForm.Meta):
        """WTForms keeps the few texts of its own by language; Flask-WTF would read them from the disk each time."""

        get_translations = DefaultMeta.get_translations

        @property
        def locales(self) -> list[str]:  # type: ignore[override]  # WTForms asks an attribute
            return [str(get_locale() or "en")]

    def read(self, schema: type[S], **more: Any) -> S | None:
        """What was submitted, as `schema`, with `more` values of the page's own; None when nothing (good) was."""
        if not self.validate_on_submit():
            return None
        try:
            return schema.model_validate({**dict(self._given(schema)), **more})
        except ValidationError as error:
            self._show(sentences(error))
            return None

    def refuse(self, error: DomainError) -> None:
        """Show why a service refused, at the fields where it says so."""
        self._show(error.errors if isinstance(error, Invalid) and error.errors else {"": [error.message]})

    def _given(self, schema: type[BaseModel]) -> Iterator[tuple[str, Any]]:
        """The fields of the schema; an emptied text means none where the schema has none, else its default counts."""
        for field in self:
            rule = schema.model_fields.get(field.short_name)
            if rule is None or field.type in NOT_INPUT or field.data is None:
                continue
            if field.data != "" or rule.is_required() or rule.default == "":
                yield field.short_name, field.data
            elif rule.default is None:
                yield field.short_name, None

    def _show(self, errors: Mapping[str, Sequence[str]]) -> None:
        for path, texts in errors.items():
            field: Field | None = self._fields.get(snake_path(path).partition(".")[0])
            if field is not None:
                field.errors = [*field.errors, *texts]
            else:
                self.form_errors = [*self.form_errors, *texts]
