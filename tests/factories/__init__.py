"""Rows for tests, written as the product writes them: through `transaction()`."""

from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from app.core.transaction import transaction
from app.extensions import db


class Factory(SQLAlchemyModelFactory):
    """Every factory's parent: the row is saved when it is answered."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731  asked at each use: the scope differs

    @classmethod
    def _save(cls, model_class: type, _session: Any, args: Any, kwargs: Any) -> Any:
        with transaction():
            row = model_class(*args, **kwargs)
            db.session.add(row)
        return row


__all__ = ["Factory", "factory"]
