"""The forms of sign-in, links and one's own account."""

from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length

from app.accounts.models import EMAIL_LENGTH, NAME_LENGTH
from app.accounts.passwords import LEAST, MOST
from app.core.company import CompanySettings
from app.web.forms import SchemaForm

NEEDED = InputRequired(_l("This is needed."))
LANGUAGES = (("en", "English"), ("de", "Deutsch"))
LENGTH = _l(
    "%(least)d to %(most)d characters. A few words that only you would put together are easy to keep in mind.",
    least=LEAST,
    most=MOST,
)


class SignInForm(SchemaForm):
    """E-mail address and password."""

    email = EmailField(
        _l("E-mail address"), [NEEDED], render_kw={"autocomplete": "username", "maxlength": EMAIL_LENGTH}
    )
    password = PasswordField(_l("Password"), [NEEDED], render_kw={"autocomplete": "current-password"})
    remember_device = BooleanField(_l("Remember this device"), description=_l("Stay signed in for 30 days."))
    next = HiddenField()


class ForgottenForm(SchemaForm):
    """The address to which a link is sent."""

    email = EmailField(
        _l("E-mail address"), [NEEDED], render_kw={"autocomplete": "username", "maxlength": EMAIL_LENGTH}
    )


class NewPasswordForm(SchemaForm):
    """A password, set by a link."""

    token = HiddenField()
    password = PasswordField(
        _l("New password"), [NEEDED], description=LENGTH, render_kw={"autocomplete": "new-password", "minlength": LEAST}
    )


class RegistrationForm(SchemaForm):
    """Name, address and password of somebody new."""

    name = StringField(_l("Your name"), [NEEDED, Length(max=NAME_LENGTH)], render_kw={"autocomplete": "name"})
    email = EmailField(
        _l("E-mail address"), [NEEDED], render_kw={"autocomplete": "username", "maxlength": EMAIL_LENGTH}
    )
    password = PasswordField(
        _l("Password"), [NEEDED], description=LENGTH, render_kw={"autocomplete": "new-password", "minlength": LEAST}
    )


class FirstAdminForm(RegistrationForm):
    """The first administrator, with the terminal's code."""

    code = StringField(
        _l("Code from the terminal"),
        [NEEDED],
        description=_l("It stands where the help desk was started, such as AB12-CD34."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input mono"},
    )


class PasswordForm(SchemaForm):
    """The password in force and a new one."""

    current_password = PasswordField(_l("Present password"), [NEEDED], render_kw={"autocomplete": "current-password"})
    new_password = PasswordField(
        _l("New password"), [NEEDED], description=LENGTH, render_kw={"autocomplete": "new-password", "minlength": LEAST}
    )


class ProfileForm(SchemaForm):
    """What everybody says about themselves."""

    name = StringField(_l("Name"), [NEEDED, Length(max=NAME_LENGTH)], render_kw={"autocomplete": "name"})
    phone = TelField(
        _l("Phone"), description=_l("Where IT reaches you about your requests."), render_kw={"autocomplete": "tel"}
    )
    locale = SelectField(_l("Language"))
    timezone = SelectField(_l("Time zone"))

    def offer(self) -> None:
        """Fill the lists of languages and zones."""
        zone = CompanySettings.current().zone_name
        self.locale.choices = [("", _("Like my browser")), *LANGUAGES]
        self.timezone.choices = [("", _("The company's (%(zone)s)", zone=zone)), *((name, name) for name in _zones())]


class PreferencesForm(SchemaForm):
    """How the pages look and behave for one person."""

    theme = RadioField(
        _l("Appearance"), choices=[("system", _l("Like the system")), ("light", _l("Light")), ("dark", _l("Dark"))]
    )
    has_shortcuts = BooleanField(_l("Keyboard shortcuts"), description=_l("Press ? on any desk page to see them."))
    opens_next_ticket = BooleanField(_l("Open the next ticket after solving one"))
    start_page = SelectField(
        _l("Start page"),
        choices=[
            ("my_work", _l("My work")),
            ("queue", _l("All tickets")),
            ("dashboard", _l("Dashboard")),
            ("portal", _l("Employee portal")),
        ],
    )


def _zones() -> list[str]:
    """Zones as people choose them: by continent and city."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
