"""Files in an S3 bucket (AWS, R2, MinIO, SeaweedFS); clients put and get the bytes there under presigned links."""

import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, BinaryIO, cast

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.core import clock
from app.core.storage import base
from app.core.storage.base import FileMissing, SignedUpload, Storage, StorageDown, checked, checked_type

IN_MEMORY = 8 * 1024 * 1024  # what is opened beyond this size waits in a temporary file
MISSING = {"404", "NoSuchKey", "NotFound"}
HAVE_IT = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}
log = logging.getLogger(__name__)


class S3Storage(Storage):
    """Keeps each file as an object of one bucket."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.bucket = config["S3_BUCKET_NAME"]
        self.public_url = config["PUBLIC_URL"]
        self.client = _client(config)

    def save(self, key: str, stream: BinaryIO, content_type: str) -> None:
        """In parts when large; an object appears whole or not at all."""
        checked(key)
        with _telling():
            self.client.upload_fileobj(
                stream, self.bucket, key,
                ExtraArgs={"ContentType": checked_type(content_type)}, Config=TransferConfig(use_threads=False),
            )  # fmt: skip

    def open(self, key: str) -> BinaryIO:
        """A copy: in memory when small, else in a temporary file."""
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the caller closes it
        try:
            with _telling():
                self.client.download_fileobj(self.bucket, checked(key), copy, Config=TransferConfig(use_threads=False))
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return cast(BinaryIO, copy)

    def delete(self, key: str) -> None:
        """S3 answers the same whether there was one or not."""
        with _telling():
            self.client.delete_object(Bucket=self.bucket, Key=checked(key))

    def size(self, key: str) -> int:
        """As the store knows it."""
        with _telling():
            return int(self.client.head_object(Bucket=self.bucket, Key=checked(key))["ContentLength"])

    def exists(self, key: str) -> bool:
        """Objects appear whole."""
        try:
            self.size(key)
        except FileMissing:
            return False
        return True

    def keys(self) -> Iterator[str]:
        """A thousand per question."""
        with _telling():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
                yield from (item["Key"] for item in page.get("Contents", []))

    def upload_url(self, key: str, *, content_type: str, size: int, expires_in: timedelta) -> SignedUpload:
        """Size, type and "only if there is none" are part of the signature."""
        terms: dict[str, Any] = {"ContentType": checked_type(content_type), "ContentLength": size, "IfNoneMatch": "*"}
        headers = {"Content-Type": content_type, "If-None-Match": "*"}  # every client sets the length by itself
        address = self._presigned("put_object", key, expires_in, terms)
        return SignedUpload(address, "PUT", headers, clock.now() + expires_in)

    def download_url(
        self, key: str, *, filename: str, content_type: str, expires_in: timedelta, inline: bool = False
    ) -> str:
        """The store is told name and type by the link, whatever it remembers."""
        shown = base.is_inline(content_type, inline)
        answer = {
            "ResponseContentType": checked_type(content_type),
            "ResponseContentDisposition": base.disposition(filename, inline=shown),
            "ResponseCacheControl": "private",
        }
        return self._presigned("get_object", key, expires_in, answer)

    def reachable(self) -> bool:
        """The bucket answers to our keys."""
        try:
            self.client.head_bucket(Bucket=self.bucket)
        except (BotoCoreError, ClientError) as error:
            log.warning("storage: bucket %s does not answer: %s", self.bucket, error)
            return False
        return True

    def prepare(self) -> None:
        """Make the bucket when it is missing, and let pages of ours put files into it."""
        if not self.reachable():
            self._make_bucket()
        rule = {"AllowedOrigins": [self.public_url], "AllowedMethods": ["PUT", "GET"], "AllowedHeaders": ["*"]}
        try:
            self.client.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [rule]})
        except ClientError as error:  # MinIO allows every origin and has no such rule; some keys may not set it
            log.warning("storage: cannot set the CORS rule of %s: %s", self.bucket, error)

    def _make_bucket(self) -> None:
        try:
            with _telling():
                self.client.create_bucket(Bucket=self.bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] not in HAVE_IT:
                raise

    def _presigned(self, action: str, key: str, expires_in: timedelta, terms: Mapping[str, Any]) -> str:
        parameters = {"Bucket": self.bucket, "Key": checked(key), **terms}
        seconds = int(expires_in.total_seconds())
        return str(self.client.generate_presigned_url(action, Params=parameters, ExpiresIn=seconds))


def _client(config: Mapping[str, Any]) -> Any:
    endpoint = config.get("S3_ENDPOINT")
    style = "path" if config.get("S3_FORCE_PATH_STYLE") else "auto" if endpoint else "virtual"
    return boto3.client(
        "s3",
        # Links to the general address of AWS are redirected outside us-east-1, which no upload survives.
        endpoint_url=endpoint or f"https://s3.{config['S3_REGION']}.amazonaws.com",
        region_name=config.get("S3_REGION"),
        aws_access_key_id=config.get("S3_ACCESS_KEY_ID"),
        aws_secret_access_key=config.get("S3_SECRET_ACCESS_KEY"),
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": style},
            connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"},
            request_checksum_calculation="when_required",  # else presigned links demand a checksum no browser sends
            response_checksum_validation="when_required",
        ),
    )  # fmt: skip


@contextmanager
def _telling() -> Iterator[None]:
    """Turn a missing object and an absent store into refusals of ours."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            raise FileMissing from error
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
            raise StorageDown from error
        raise
    except BotoCoreError as error:
        raise StorageDown from error
