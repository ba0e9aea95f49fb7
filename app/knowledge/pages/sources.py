"""Where pages come from: a folder, or an archive that is never unpacked."""

import tarfile
from collections.abc import Container, Iterator
from pathlib import Path

from app.core.errors import Invalid

LARGEST = 50 * 1024 * 1024  # bytes of one file


class PageSource:
    """The files below a folder or in a tar archive, by path; read as often as needed, never all at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name.removesuffix(".gz").removesuffix(".tar").removesuffix(".tgz")

    def paths(self) -> list[str]:
        """Every file's path, sorted."""
        if self.path.is_dir():
            return sorted(file.relative_to(self.path).as_posix() for file in self.path.rglob("*") if _is_plain(file))
        with self._archive() as archive:
            return sorted(_path(member) for member in archive if member.isreg())

    def files(self, wanted: Container[str]) -> Iterator[tuple[str, bytes]]:
        """The wanted files with their content, in whatever order they come fastest."""
        if self.path.is_dir():
            for path in self.paths():
                if path in wanted and (self.path / path).stat().st_size <= LARGEST:
                    yield path, (self.path / path).read_bytes()
            return
        with self._archive() as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() and _path(member) in wanted else None
                if content is not None and member.size <= LARGEST:
                    yield _path(member), content.read()

    def _archive(self) -> tarfile.TarFile:
        try:
            return tarfile.open(self.path)
        except (tarfile.TarError, OSError) as error:
            raise Invalid(f"{self.path} is neither a folder nor a tar archive: {error}") from error


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _path(member: tarfile.TarInfo) -> str:
    return member.name.removeprefix("./")
