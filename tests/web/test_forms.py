"""Forms hand over a checked schema, and show what was refused where it belongs."""

from typing import Annotated

import pytest
from flask import Flask
from pydantic import Field, model_validator
from wtforms import SelectField, StringField, SubmitField

from app.core.errors import Conflict, Invalid
from app.core.schemas import Id, Schema, Text
from app.web.forms import SchemaForm


class Order(Schema):
    """Something to check."""

    title: Annotated[Text, Field(min_length=1, max_length=10)]
    note: Text = ""
    phone: Text | None = None
    level: Annotated[str, Field(pattern="^(low|high)$")] = "low"
    room_id: Id | None = None
    made_by: int = 0

    @model_validator(mode="after")
    def _not_both(self):
        if self.note == "no" and self.phone == "no":
            raise ValueError("one of both is enough")
        return self


class OrderForm(SchemaForm):
    """Its form."""

    title = StringField()
    note = StringField()
    phone = StringField()
    level = SelectField(choices=["", "low", "high", "wrong"])
    room_id = StringField()
    send = SubmitField()


@pytest.fixture
def filled(app: Flask):
    """A form as it was sent."""
    contexts = []

    def fill(**values: str) -> OrderForm:
        english = {"Accept-Language": "en"}
        context = app.test_request_context("/", method="POST", data={"level": ""} | values, headers=english)
        context.push()
        contexts.append(context)
        return OrderForm()

    yield fill
    for context in reversed(contexts):
        context.pop()


def test_what_was_sent_becomes_the_schema(filled):
    order = filled(title=" Chair ", level="high", room_id="7").read(Order, made_by=3)

    assert order == Order(title="Chair", level="high", room_id=7, made_by=3)


def test_an_emptied_text_means_none_and_counts_as_said(filled):
    order = filled(title="Chair", phone="", note="").read(Order)

    assert (order.phone, order.note, order.level) == (None, "", "low")
    assert {"phone", "note"} <= order.model_fields_set


def test_a_form_that_was_only_opened_gives_nothing(app: Flask):
    with app.test_request_context("/"):
        assert OrderForm().read(Order) is None


@pytest.mark.parametrize(("values", "field", "sentence"), [
    ({"title": ""}, "title", "This is needed."),
    ({"title": "x" * 11}, "title", "Use at most 10 characters."),
    ({"title": "a", "room_id": "x"}, "room_id", "Enter a whole number."),
    ({"title": "a", "room_id": str(10**20)}, "room_id", "Enter a smaller number."),
    ({"title": "a", "level": "wrong"}, "level", "This is not written as expected."),
    ({"title": "a\x00b"}, "title", "This contains characters that cannot be stored."),
])  # fmt: skip
def test_a_refusal_stands_at_its_field_and_the_input_stays(filled, values, field, sentence):
    form = filled(**values)

    assert form.read(Order) is None
    assert form[field].errors == [sentence]
    assert form.title.data == values["title"]


def test_what_concerns_the_whole_stands_above(filled):
    form = filled(title="a", note="no", phone="no")

    assert form.read(Order) is None
    assert form.form_errors == ["one of both is enough"]


def test_a_services_refusal_stands_where_it_says(filled):
    form = filled(title="a")

    form.refuse(Invalid(errors={"roomId": ["There is no such room."], "elsewhere": ["Something else."]}))
    form.refuse(Conflict("Not now."))

    assert form.room_id.errors == ["There is no such room."]
    assert form.form_errors == ["Something else.", "Not now."]
