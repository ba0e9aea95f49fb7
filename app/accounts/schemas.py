"""What may be said about people and sign-ins, by form, REST, command or file, and what is shown of them."""

import re
from typing import Annotated, Any, Literal

from flask_babel import gettext as _
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from app.accounts.models import EMAIL_LENGTH, NAME_LENGTH, BaseRole, SessionKind
from app.accounts.preferences import Kind, StartPage, Ways
from app.core.schemas import Id, Moment, Schema, Text
from app.core.walltime import zone_names
from config import LOCALES

LONGEST_SECRET = 4096  # signing in never judges a password, but does not hash a book either


def _email(text: str) -> str:
    """An address as mail servers take it, lower-cased; in-house domains without a dot are real."""
    if not re.fullmatch(r"[^@\s<>,;:\"\\()\[\]]{1,64}@[\w-]+(\.[\w-]+)*", text):
        raise ValueError(_("Enter an e-mail address such as anna@example.com."))
    return text.lower()


def _role(value: Any) -> Any:
    """EMPLOYEE, Employee and employee are one."""
    return BaseRole.__members__.get(value.lower(), value) if isinstance(value, str) else value


def _or_none(value: Any) -> Any:
    """An emptied field holds nothing."""
    return None if isinstance(value, str) and not value.strip() else value


def _zone(name: str) -> str:
    if name not in zone_names():
        raise ValueError(_("Choose a time zone such as Europe/Vienna."))
    return name


Email = Annotated[
    Text, StringConstraints(strip_whitespace=True, min_length=3, max_length=EMAIL_LENGTH), AfterValidator(_email)
]
Name = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH)]
Secret = Annotated[Text, Field(min_length=1, max_length=LONGEST_SECRET)]
RoleName = Annotated[
    BaseRole, BeforeValidator(_role), PlainSerializer(lambda role: role.name.upper(), when_used="json")
]
Zone = Annotated[Text, AfterValidator(_zone)]
Department = Annotated[Annotated[Text, Field(max_length=120)] | None, BeforeValidator(_or_none)]
Phone = Annotated[Annotated[Text, Field(max_length=40)] | None, BeforeValidator(_or_none)]
Locale = Literal[LOCALES]  # type: ignore[valid-type]  # the languages that the product speaks


class SecretSchema(Schema):
    """Holds a password, of which no blank is taken away."""

    model_config = ConfigDict(str_strip_whitespace=False)


class SignIn(SecretSchema):
    """Somebody says who they are."""

    email: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=EMAIL_LENGTH)]
    password: Secret
    remember_device: bool = False
    device_label: Annotated[Text, Field(max_length=120)] | None = None


class Registration(SecretSchema):
    """Somebody asks for an account."""

    email: Email
    name: Name
    password: Secret


class Refresh(Schema):
    """A refresh token, to be exchanged for a new pair."""

    refresh_token: Annotated[Text, Field(min_length=1, max_length=1000)]


class Forgotten(Schema):
    """Whose password is forgotten."""

    email: Annotated[Text, Field(min_length=1, max_length=EMAIL_LENGTH)]


class NewPassword(SecretSchema):
    """A password that is set by the token of a one-time link."""

    token: Annotated[Text, Field(min_length=1, max_length=200)]
    password: Secret


class PasswordChange(SecretSchema):
    """A new password, with the one in force."""

    current_password: Secret
    new_password: Secret


class FirstAdmin(SecretSchema):
    """The first administrator, with the code that the terminal shows."""

    code: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    name: Name
    email: Email
    password: Secret


class PersonDraft(Schema):
    """A person to be added."""

    email: Email
    name: Name
    role: RoleName = BaseRole.employee
    department: Department = None
    phone: Phone = None
    locale: Locale | None = None
    timezone: Zone | None = None


class _Change(Schema):
    """Only what is sent is changed."""

    @model_validator(mode="before")
    @classmethod
    def _no_empty_values(cls, values: Any) -> Any:
        for name in ("name", "role", "isActive", "is_active", "notificationPreferences"):
            if isinstance(values, dict) and name in values and values[name] is None:
                raise ValueError(_("%(name)s cannot be empty.", name=name))
        return values


class PersonChange(_Change):
    """What an administrator may change about a person."""

    name: Name | None = None
    role: RoleName | None = None
    is_active: bool | None = None
    department: Department = None
    phone: Phone = None


class DeskPersonChange(PersonChange):
    """What the desk's form sends besides: the address, and the further roles that come on top of the base role."""

    email: Email
    extra_role_ids: list[Id] = Field(default_factory=list)


class PreferencesChange(Schema):
    """How somebody wants to work; only what is sent is changed."""

    notifications: dict[Kind, Ways] | None = None
    theme: Literal["system", "light", "dark"] | None = None
    has_shortcuts: bool | None = None
    opens_next_ticket: bool | None = None
    dashboard: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=60)] | None = None
    start_page: StartPage | None = None


class TeamChange(Schema):
    """A team and who is in it."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    is_active: bool = True
    member_ids: list[Id] = Field(default_factory=list)


class RoleChange(Schema):
    """A further role: its name and what it permits."""

    name: Annotated[Text, Field(min_length=1, max_length=64)]
    permission_ids: list[Id] = Field(default_factory=list)


class ProfileChange(_Change):
    """What everybody may change about themselves."""

    model_config = ConfigDict(str_strip_whitespace=False)

    name: Name | None = None
    locale: Locale | None = None
    timezone: Zone | None = None
    phone: Phone = None
    current_password: Secret | None = None
    new_password: Secret | None = None
    notification_preferences: dict[Kind, Ways] | None = None


def _words(value: Any) -> Any:
    return [word for word in value.split(",") if word] if isinstance(value, str) else value


class PersonFilters(Schema):
    """What a list of people is narrowed to."""

    role: Annotated[list[RoleName], BeforeValidator(_words)] = Field(default_factory=list)
    is_active: bool | None = None
    q: Annotated[Text, Field(max_length=200)] = ""


class PersonOut(Schema):
    """A person, as REST shows them."""

    id: Id
    email: str
    name: str
    role: RoleName = Field(validation_alias="base_role")
    is_active: bool
    must_change_password: bool
    locale: str | None
    timezone: str | None
    department: str | None
    phone: str | None
    created_at: Moment | None


class TokensOut(Schema):
    """A pair of tokens and whose they are."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  the kind of token, no password
    expires_in: int
    user: PersonOut


class SessionOut(Schema):
    """A signed-in device."""

    id: Id
    device_label: str
    kind: SessionKind
    current: bool
    created_at: Moment
    last_seen_at: Moment
    expires_at: Moment
    ip_address: str | None
