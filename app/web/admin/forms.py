"""Forms made from a model's columns, and the way from a form to a schema. The schema alone says what is valid."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_appbuilder.forms import DynamicForm, GeneralModelConverter
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, ValidationError
from wtforms import BooleanField, DateField, DecimalField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.core.errors import DomainError
from app.web.admin.fields import MemberField, MomentField, RelationField
from app.web.sentences import sentences, snake_path


class ScreenForm(DynamicForm):
    """A generated form. `changes` are shown when the row changed since the form was opened."""

    changes: Any = ()
    is_stale = False

    def refuse(self, error: DomainError) -> None:
        """Show a refusal at its fields, or above the form where it names none of them."""
        self.show(getattr(error, "errors", None) or {"": [error.message]})

    def show(self, problems: Mapping[str, list[str]]) -> None:
        """Put problems at their fields; those of no field stand above the form."""
        for sent, texts in problems.items():
            name = snake_path(sent)
            field = self[name] if name in self else self.field_of(name)
            if field is None:
                self.form_errors.extend(texts)
            else:
                field.errors = [*field.errors, *texts]

    def field_of(self, name: str) -> Any:
        """The field whose value the schema knows by this name."""
        return next((field for field in self if name_in_schema(field) == name), None)

    def values(self) -> dict[str, Any]:
        """What was entered, by the schema's names."""
        return {name_in_schema(field): field.data for field in self if field.name != "csrf_token"}

    def read(
        self, schema: type[BaseModel], values_of: Callable[[Any], Mapping[str, Any]] | None = None
    ) -> BaseModel | None:
        """What was entered (or what a view makes of it) as `schema`, or None with the problems at their fields."""
        if not self.validate():
            return None
        try:
            return schema.model_validate(values_of(self) if values_of else self.values())
        except ValidationError as error:
            self.show(sentences(error))
            return None


def name_in_schema(field: Any) -> str:
    """A relation `team` is `team_id` in the schema, a relation `members` is `member_ids`."""
    if not isinstance(field, RelationField):
        return str(field.name)
    if field.is_many:
        return f"{field.name.removesuffix('s')}_ids"
    return str(field.datamodel.get_relation_fk(field.column).key)


class ScreenConverter(GeneralModelConverter):
    """Chooses the field for a column. Flask-AppBuilder's own choice loads whole tables and loses zones."""

    def __init__(self, datamodel: Any, small_relations: Any) -> None:
        super().__init__(datamodel)
        self.small_relations = small_relations

    def form(self, labels: Any, columns: Any, helps: Any, extra: Any) -> type[ScreenForm]:
        """A form of these columns."""
        made = self.create_form(labels, columns, helps, {}, extra)
        return type("ScreenForm", (ScreenForm,), {name: getattr(made, name) for name in columns})

    def _convert_many_to_one(
        self,
        col_name: str,
        label: Any,
        description: Any,
        lst_validators: Any,
        filter_rel_fields: Any,
        form_props: dict[str, Any],
    ) -> dict[str, Any]:
        form_props[col_name] = RelationField(
            label,
            description=description,
            datamodel=self.datamodel,
            column=col_name,
            is_small=col_name in self.small_relations,
            may_be_empty=self.datamodel.is_nullable(col_name),
        )
        return form_props

    def _convert_many_to_many(
        self,
        col_name: str,
        label: Any,
        description: Any,
        lst_validators: Any,
        filter_rel_fields: Any,
        form_props: dict[str, Any],
    ) -> dict[str, Any]:
        form_props[col_name] = RelationField(
            label,
            description=description,
            datamodel=self.datamodel,
            column=col_name,
            is_many=True,
            is_small=col_name in self.small_relations,
        )
        return form_props

    def _convert_simple(
        self, col_name: str, label: Any, description: Any, lst_validators: Any, form_props: dict[str, Any]
    ) -> dict[str, Any]:
        usual = self.datamodel.get_col_default(col_name)
        may_be_empty = self.datamodel.is_nullable(col_name)
        common = {"description": description, "default": usual}
        if self.datamodel.is_enum(col_name):
            kind = self.datamodel.list_columns[col_name].type.enum_class
            form_props[col_name] = MemberField(label, kind=kind, empty=_l("None") if may_be_empty else None, **common)
            return form_props
        field = self._field(col_name)
        needed = [] if may_be_empty or usual is not None or field is BooleanField else [Needed()]
        if may_be_empty and field in {DateField, DecimalField, IntegerField}:
            needed = [Optional()]  # the control sends an empty text, which is no date and no number
        form_props[col_name] = field(label, validators=needed, render_kw=self._limits(col_name), **common)
        return form_props

    def _field(self, name: str) -> Any:
        for fits, field in _FIELDS:
            if getattr(self.datamodel, fits)(name):
                return field
        raise TypeError(f"{name}: no form field fits this column")

    def _limits(self, name: str) -> dict[str, Any]:
        longest = self.datamodel.get_max_length(name)
        return {"maxlength": longest} if longest > 0 else {}


class Needed(InputRequired):
    """Something must be entered; said in our words."""

    def __call__(self, form: Any, field: Any) -> None:
        self.message = _("Please fill this in.")
        super().__call__(form, field)


_FIELDS: tuple[tuple[str, Any], ...] = (
    ("is_boolean", BooleanField),
    ("is_text", TextAreaField),
    ("is_string", StringField),
    ("is_integer", IntegerField),
    ("is_numeric", DecimalField),
    ("is_datetime", MomentField),
    ("is_date", DateField),
)
