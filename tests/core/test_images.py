"""Pictures: nothing of the sent file is left but what can be seen, and none costs too much."""

import io
import json
import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageSequence
from pillow_heif import register_heif_opener

from app.core import image_child
from app.core.images import Limits, UnreadablePicture, clean

pytestmark = pytest.mark.usefixtures("bare_app")

SECRET = b"48 deg 12 min north"


@pytest.fixture(autouse=True, scope="module")
def heif():
    register_heif_opener()


def encoded(image: Image.Image, kind: str, **options) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file


def gradient(mode: str = "RGB", size: tuple[int, int] = (300, 200)) -> Image.Image:
    return Image.linear_gradient("L").resize(size).convert(mode)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def reopened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    ("kind", "content_type", "extension"),
    [("PNG", "image/png", "png"), ("JPEG", "image/jpeg", "jpg"), ("GIF", "image/gif", "gif"),
     ("WEBP", "image/webp", "webp"), ("HEIF", "image/jpeg", "jpg")],
)  # fmt: skip
def test_each_kind_of_picture_is_written_anew_and_heic_becomes_jpeg(kind, content_type, extension):
    got = clean(encoded(gradient(), kind))

    assert (got.content_type, got.extension, got.width, got.height) == (content_type, extension, 300, 200)
    assert reopened(got.content).size == (300, 200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_png_is_taken(mode):
    got = clean(encoded(gradient(mode), "PNG"))
    assert reopened(got.content).size == (300, 200)
    assert reopened(got.thumbnail).size == (300, 200)


def test_a_picture_for_print_becomes_one_for_screens():
    assert reopened(clean(encoded(gradient("CMYK"), "JPEG")).content).mode == "RGB"


def test_a_thumbnail_is_small_and_keeps_the_shape():
    got = clean(encoded(gradient(size=(2000, 500)), "JPEG"))
    thumbnail = reopened(got.thumbnail)
    assert (thumbnail.format, thumbnail.size) == ("WEBP", (480, 120))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "HEIF"])
def test_place_and_camera_are_forgotten(kind):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    sent = encoded(gradient(), kind, exif=exif.tobytes())
    assert SECRET in sent.getvalue()

    got = clean(sent)

    assert SECRET not in got.content + got.thumbnail
    assert not reopened(got.content).getexif()


def test_comments_and_what_hangs_behind_the_picture_are_gone():
    sent = encoded(gradient(), "JPEG", comment=SECRET)
    sent.write(b"<?php system($_GET['c']); ?>")
    got = clean(sent)
    assert SECRET not in got.content
    assert b"<?php" not in got.content


def test_a_picture_stands_upright_as_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    got = clean(encoded(gradient(), "JPEG", exif=exif.tobytes()))
    assert (got.width, got.height) == (200, 300)
    assert reopened(got.content).size == (200, 300)


def test_a_picture_with_a_colour_profile_loses_the_profile_and_keeps_its_colours():
    got = reopened(clean(encoded(Image.new("RGB", (40, 40), (200, 30, 30)), "PNG", icc_profile=srgb())).content)
    assert "icc_profile" not in got.info
    assert all(abs(one - other) < 5 for one, other in zip(got.getpixel((5, 5)), (200, 30, 30), strict=True))


def test_a_broken_colour_profile_does_no_harm():
    assert clean(encoded(gradient(), "PNG", icc_profile=b"nonsense" * 20)).width == 300


def test_transparency_stays():
    got = clean(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))
    assert reopened(got.content).convert("RGBA").getpixel((5, 5))[3] == 0
    assert reopened(got.thumbnail).convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_keeps_moving_at_its_pace(kind):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "lime", "blue")]
    sent = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)

    got = reopened(clean(sent).content)

    assert got.n_frames == 3
    copies = [frame.copy() for frame in ImageSequence.Iterator(got)]  # a copy knows what loading found out
    assert [copy.info["duration"] for copy in copies] == [100, 200, 300]


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(UnreadablePicture, match="too many pixels"):
        clean(bomb)


def test_an_animation_of_too_many_pixels_in_sum_is_refused():
    frames = [Image.new("1", (4000, 4000), number % 2) for number in range(20)]
    with pytest.raises(UnreadablePicture, match="too many pixels"):
        clean(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))


@pytest.mark.parametrize(
    "content", [b"", b"nonsense" * 100, b"\x89PNG\r\n\x1a\n" + bytes(100), b"<svg/>", b"%!PS-Adobe-3.0 EPSF-3.0"]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(UnreadablePicture, match="damaged"):
        clean(io.BytesIO(content))


def test_a_picture_that_was_cut_off_is_refused():
    whole = encoded(gradient(size=(1000, 1000)), "JPEG").getvalue()
    with pytest.raises(UnreadablePicture, match="damaged"):
        clean(io.BytesIO(whole[: len(whole) // 2]))


@pytest.mark.parametrize(
    "limits",
    [Limits(cpu_seconds=1), Limits(megabytes=400), Limits(wall_seconds=0.3)],
    ids=["processor", "memory", "wall"],
)
def test_a_picture_that_costs_too_much_ends_its_own_process_only(limits):
    costly = encoded(Image.new("RGB", (7000, 7000)), "PNG", compress_level=1)
    with pytest.raises(UnreadablePicture, match="takes too long"):
        clean(costly, limits)


def test_the_child_takes_nothing_from_our_environment(monkeypatch, tmp_path):
    (tmp_path / "PIL.py").write_text("raise RuntimeError('led astray')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert clean(encoded(gradient(), "PNG")).width == 300


def test_no_copy_of_a_picture_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    clean(encoded(gradient(), "PNG"))
    with pytest.raises(UnreadablePicture):
        clean(io.BytesIO(b"x"))
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_cannot_work_is_an_error_of_ours_not_of_the_picture():
    with pytest.raises(RuntimeError, match="image child failed"):
        clean(encoded(gradient(), "PNG"), Limits(megabytes=20))


def test_real_hostile_pictures_are_cleaned_or_refused(real_files):
    for path in sorted(real_files.rglob("*")):
        if path.suffix in {".png", ".jpg", ".jpeg", ".gif"}:
            try:
                got = clean(io.BytesIO(path.read_bytes()))
            except UnreadablePicture:
                continue
            assert b"<script" not in got.content.lower(), path
            assert b"onerror" not in got.content.lower(), path


class TestTheProgramOfTheChild:
    """Run in this process, where it can be measured; the limits are tried out above."""

    def result(self, folder: Path, sent: io.BytesIO) -> dict[str, object]:
        (folder / "source").write_bytes(sent.getvalue())
        return json.loads(json.dumps(image_child.main(folder)))

    def test_a_picture_and_its_thumbnail_are_written(self, tmp_path):
        got = self.result(tmp_path, encoded(gradient(), "HEIF"))
        assert got == {"extension": "jpg", "content_type": "image/jpeg", "width": 300, "height": 200}
        assert sorted(path.name for path in tmp_path.iterdir()) == ["image", "source", "thumbnail"]

    def test_transparency_and_frames_are_kept(self, tmp_path):
        frames = [Image.new("RGBA", (30, 20), colour) for colour in ("#f008", "#0f08", "#00f8")]
        self.result(tmp_path, encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100))
        with Image.open(tmp_path / "image") as image, Image.open(tmp_path / "thumbnail") as thumbnail:
            assert (image.n_frames, thumbnail.mode) == (3, "RGBA")

    @pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
    def test_a_jpeg_of_any_mode_can_be_shown(self, tmp_path, mode):
        assert self.result(tmp_path, encoded(gradient(mode), "JPEG"))["extension"] == "jpg"

    @pytest.mark.parametrize("mode", ["LA", "I;16", "P"])
    def test_a_png_of_any_mode_can_be_shown(self, tmp_path, mode):
        assert self.result(tmp_path, encoded(gradient(mode), "PNG"))["extension"] == "png"

    def test_a_heic_with_transparency_becomes_a_jpeg_without(self, tmp_path):
        assert self.result(tmp_path, encoded(gradient("RGBA"), "HEIF"))["extension"] == "jpg"

    @pytest.mark.parametrize(
        "profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"x" * 200]
    )
    def test_a_colour_profile_is_applied_or_ignored(self, tmp_path, profile):
        assert self.result(tmp_path, encoded(gradient(), "PNG", icc_profile=profile))["width"] == 300

    def test_what_cannot_be_read_is_refused(self, tmp_path):
        damaged = bytearray(encoded(gradient(), "PNG").getvalue())
        damaged[40:60] = bytes(20)
        assert self.result(tmp_path, io.BytesIO(damaged)) == {"refused": "broken"}
        assert self.result(tmp_path, io.BytesIO(b"x")) == {"refused": "broken"}

    def test_a_full_disk_is_not_the_fault_of_the_picture(self, tmp_path):
        (tmp_path / "image").symlink_to("/dev/full")
        with pytest.raises(OSError, match="No space left"):
            self.result(tmp_path, encoded(gradient(), "PNG"))

    def test_a_break_in_the_middle_is_damage_too(self, tmp_path):
        parts = encoded(Image.effect_noise((900, 900), 90), "PNG").getvalue().split(b"IDAT")
        assert len(parts) > 3
        damaged = b"IDAT".join(parts[:2]) + b"\0\0\0\0" + b"IDAT".join(parts[2:])
        assert self.result(tmp_path, io.BytesIO(damaged)) == {"refused": "broken"}

    def test_what_is_too_large_is_refused(self, tmp_path):
        assert self.result(tmp_path, encoded(Image.new("1", (9000, 9000)), "PNG")) == {"refused": "large"}
