"""The two files of the urgent ticket: a photo of a printer's display and the log of the label service. Made here."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

PHOTO = "display table 3.jpg"
LOG = "label-service.log"


def display_photo() -> BytesIO:
    """A label printer's display, slightly askew, as a phone would see it."""
    scene = Image.new("RGB", (1280, 960), "#8d8a82")
    draw = ImageDraw.Draw(scene)
    for y in range(0, 960, 6):  # the grain of the packing table
        draw.line((0, y, 1280, y), fill=(141 - y // 40, 138 - y // 45, 128 - y // 50))
    draw.rounded_rectangle((180, 130, 1100, 830), 40, fill="#3b4048")
    draw.rounded_rectangle((250, 200, 1030, 560), 18, fill="#b9d3b4", outline="#20242a", width=8)
    lines = ("TABLE 3      READY", "LABEL 100 x 60", "IMAGE: 0 BYTES", "PRINTED 00046 / BLANK")
    for number, line in enumerate(lines):
        draw.text((290, 225 + number * 80), line, fill="#1d2b1c", font=ImageFont.load_default(54))
    for number, colour in enumerate(("#4caf50", "#c0392b", "#6b7079")):
        draw.ellipse((300 + number * 260, 640, 400 + number * 260, 740), fill=colour, outline="#20242a", width=6)
    photo = scene.rotate(-3.5, resample=Image.Resampling.BICUBIC, fillcolor="#8d8a82").filter(
        ImageFilter.GaussianBlur(0.8)
    )
    file = BytesIO()
    photo.save(file, "JPEG", quality=82)
    file.seek(0)
    return file


def service_log(restarted: datetime) -> BytesIO:
    """What the label service wrote around its restart."""
    lines = [
        (-3600, "INFO  label 71-20611 table 4: 18432 bytes in 212 ms"),
        (-2210, "INFO  label 71-20612 table 1: 18101 bytes in 207 ms"),
    ]
    lines += [
        (0, "WARN  service stopped by update of the operating system"),
        (41, "INFO  service started, version 4.2.0"),
    ]
    lines += [(42, "ERROR font folder /srv/labels/fonts: no such directory"), (42, "WARN  going on without fonts")]
    lines += [
        (180 + number * 47, f"WARN  label 71-{20613 + number} table {number % 5 + 1}: 0 bytes in 3 ms")
        for number in range(46)
    ]
    text = "\n".join(f"{restarted + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S} {line}" for seconds, line in lines)
    return BytesIO(f"{text}\n".encode())
