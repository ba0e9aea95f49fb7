"""The child process of `app.core.images`: reads FOLDER/source, writes FOLDER/image and FOLDER/thumbnail, prints JSON.

Runs alone (see `child_start.py`), so it imports nothing of the application. Whatever a crafted picture does, it does
it here.
"""

import errno
import io
import json
import sys
from pathlib import Path

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

PIXELS = 60_000_000  # one frame; the largest phone cameras make 50 million
ALL_PIXELS = 300_000_000  # an animation in sum
THUMBNAIL = (480, 480)
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "HEIF")
OUT = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "GIF": ("gif", "image/gif"),
    "WEBP": ("webp", "image/webp"),
}
DAMAGE = (SyntaxError, ValueError, EOFError, IndexError, TypeError, AttributeError, RuntimeError, OverflowError)


def main(folder: Path) -> dict[str, object]:
    """What became of the picture: its new type and size, or why it is refused."""
    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # we refuse by ourselves, with a reason
    try:
        with Image.open(folder / "source", formats=FORMATS) as image:
            frames = getattr(image, "n_frames", 1)
            if (pixels := image.width * image.height) > PIXELS or pixels * frames > ALL_PIXELS:
                return {"refused": "large"}
            return convert(image, frames, folder)
    except MemoryError:  # pragma: no cover  tried out in the child, whose memory is bounded
        return {"refused": "costly"}
    except OSError as error:
        if error.errno not in {None, errno.EFBIG}:
            raise  # the disk's fault, not the picture's
        return {"refused": "large" if error.errno else "broken"}
    except DAMAGE:  # Pillow's decoders raise all of these on damaged input
        return {"refused": "broken"}


def convert(image: Image.Image, frames: int, folder: Path) -> dict[str, object]:
    """Write picture and thumbnail anew."""
    animated = frames > 1 and image.format in {"GIF", "WEBP"}
    target = image.format if image.format in OUT else "JPEG"
    first = upright(image)
    if animated:
        save_animation(image, folder / "image", target, frames)
    else:
        save_still(first, folder / "image", target)
    small = first.convert("RGBA" if has_alpha(first) else "RGB")
    small.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.save(folder / "thumbnail", "WEBP", quality=80)
    extension, content_type = OUT[target]
    return {"extension": extension, "content_type": content_type, "width": first.width, "height": first.height}


def upright(image: Image.Image) -> Image.Image:
    """The first frame, turned as the camera was held, in sRGB, with nothing but its pixels."""
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    if profile and turned.mode in {"RGB", "RGBA"}:
        turned = in_srgb(turned, profile)
    if turned.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"}:
        turned = turned.convert("RGB")
    return bare(turned)


def in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The same colours without a profile; a broken profile changes nothing."""
    try:
        converted = ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def bare(image: Image.Image) -> Image.Image:
    """A copy that keeps palette and transparency, and drops everything else the file said."""
    copy = image.copy()
    transparency = image.info.get("transparency")
    copy.info = {} if transparency is None else {"transparency": transparency}
    return copy


def has_alpha(image: Image.Image) -> bool:
    """Whether something shines through."""
    return image.mode in {"LA", "RGBA"} or "transparency" in image.info


def save_still(image: Image.Image, path: Path, target: str) -> None:
    """One picture; JPEG knows no transparency."""
    if target == "JPEG" and image.mode not in {"L", "RGB"}:
        image = image.convert("RGB")
    options = {"JPEG": {"quality": 90, "optimize": True}, "WEBP": {"quality": 90}}.get(target, {})
    image.save(path, target, **options)


def save_animation(image: Image.Image, path: Path, target: str, frames: int) -> None:
    """All frames with their times."""
    stills, times = [], []
    for number in range(frames):
        image.seek(number)
        stills.append(image.convert("RGBA"))
        times.append(int(image.info.get("duration", 100)))  # WebP knows it only when the frame is decoded
    options = {"save_all": True, "append_images": stills[1:], "duration": times, "loop": int(image.info.get("loop", 0))}
    for still in stills:
        still.info = {}
    stills[0].save(path, target, **options)


if __name__ == "__main__":  # pragma: no cover  in the child, which nobody measures
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
