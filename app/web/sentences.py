"""What pydantic found, as plain sentences; imports say them too, so they are worded in core."""

from app.core.sentences import camel_path, sentences, snake_path

__all__ = ["camel_path", "sentences", "snake_path"]
