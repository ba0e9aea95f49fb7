"""Extension objects, created unbound and attached in create_app."""

from flask_appbuilder.models.sqla import Model

# Named before anything imports FAB's own tables: unnamed constraints cannot be dropped by SQLite's batch migrations.
Model.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

from flask_appbuilder.models.sqla.base import SQLA  # noqa: E402  after the naming convention
from flask_mail import Mail  # noqa: E402
from flask_migrate import Migrate  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402
from flask_wtf import CSRFProtect  # noqa: E402

db = SQLA(metadata=Model.metadata)  # one metadata, so that migrations see FAB's tables and ours
migrate = Migrate()
csrf = CSRFProtect()
mail = Mail()
socketio = SocketIO()

__all__ = ["csrf", "db", "mail", "migrate", "socketio"]
