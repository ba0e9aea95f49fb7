"""Where files are kept: a folder or an S3 bucket behind one small interface."""

from pathlib import Path

from flask import Flask, current_app

from app.core.storage.base import FileMissing, SignedUpload, Storage, StorageDown, new_key
from app.core.storage.local import LocalStorage

__all__ = ["FileMissing", "LocalStorage", "SignedUpload", "Storage", "StorageDown", "init_app", "new_key", "storage"]


def init_app(app: Flask) -> None:
    """Choose the storage: S3 when a bucket is named, else the folder `files` under VAR_DIR."""
    if app.config.get("S3_BUCKET_NAME"):
        from app.core.storage.s3 import S3Storage  # boto3 takes half a second to import

        app.extensions["storage"] = S3Storage(app.config)
    else:
        app.extensions["storage"] = LocalStorage(Path(app.config["VAR_DIR"]) / "files", app.config["PUBLIC_URL"])


def storage() -> Storage:
    """The storage of the running application."""
    chosen: Storage = current_app.extensions["storage"]
    return chosen
