"""What may be attached: names, and contents that must agree with them."""

import base64
import io
import json
import zipfile

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from app.core.filetypes import ACCEPT, TYPES, UnwantedFile, check_content, check_name, clean_name

pytestmark = pytest.mark.usefixtures("bare_app")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
CONTENT_TYPES = "<Types><Override ContentType='application/vnd.openxmlformats-officedocument.{}+xml'/></Types>"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def picture(kind: str) -> bytes:
    register_heif_opener()
    file = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(file, kind)
    return file.getvalue()


def zipped(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("Content_Types", "[Content_Types].xml"), content)
    return file.getvalue()


def ole(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(100)


def movie(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\2\0" + brand + brand + b"\0\0\0\x08free"


SAMPLES = {
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG"),
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "heic": picture("HEIF"),
    "heif": picture("HEIF"),
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "docx": zipped(Content_Types=CONTENT_TYPES.format("wordprocessingml.document.main")),
    "xlsx": zipped(Content_Types=CONTENT_TYPES.format("spreadsheetml.sheet.main")),
    "pptx": zipped(Content_Types=CONTENT_TYPES.format("presentationml.presentation.main")),
    "odt": zipped(mimetype=f"{OPEN_DOCUMENT}text"),
    "ods": zipped(mimetype=f"{OPEN_DOCUMENT}spreadsheet"),
    "odp": zipped(mimetype=f"{OPEN_DOCUMENT}presentation"),
    "doc": ole("WordDocument"),
    "xls": ole("Workbook"),
    "ppt": ole("PowerPoint Document"),
    "msg": ole("__substg1.0_0037001F"),
    "txt": b"Hello",
    "log": "2026-06-01 ERROR Gerät \x1b[31mfehlt\x1b[0m\n".encode(),
    "csv": "a;b\r\n1;ü".encode("cp1252"),
    "md": b"# Hello",
    "eml": b"Received: from a\r\nSubject: Hi\r\n\r\nHello",
    "zip": zipped(a="b"),
    "mp4": movie(b"isom"),
    "mov": movie(b"qt  "),
}
SAME = [{"jpg", "jpeg"}, {"heic", "heif"}, {"txt", "log", "csv", "md", "eml"}]


def taken(extension: str, content: bytes) -> bool:
    try:
        check_content(check_name(f"file.{extension}"), io.BytesIO(content))
    except UnwantedFile:
        return False
    return True


def test_every_kind_has_a_sample_here_and_stands_in_the_file_field():
    assert SAMPLES.keys() == TYPES.keys()
    assert ACCEPT.split(",") == [f".{extension}" for extension in TYPES]


@pytest.mark.parametrize("extension", TYPES)
def test_a_file_of_each_kind_is_taken_under_its_own_name(extension):
    assert taken(extension, SAMPLES[extension])


@pytest.mark.parametrize("extension", TYPES)
def test_a_file_is_refused_under_the_name_of_another_kind(extension):
    for other in TYPES:
        alike = any({extension, other} <= group for group in SAME) and not (extension == "eml" and other != "eml")
        is_package = extension == "zip" and SAMPLES[other].startswith(b"PK")  # each package is a ZIP as well
        assert taken(extension, SAMPLES[other]) == (extension == other or alike or is_package), other


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0\3\0\0\0", b"\x7fELF\2\1\1\0", b"\xca\xfe\xba\xbe\0\0\0\x34", bytes(20), bytes(range(256)),
        b"\xff\xfe" + b"\1\0\2\0" * 20, b"%PDF-1.4",
    ],
    ids=["exe", "elf", "class", "zeros", "binary", "not utf-16", "pdf"],
)  # fmt: skip
def test_what_is_no_text_is_not_taken_as_text(content):
    assert not taken("txt", content)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_taken_in_every_usual_charset(charset):
    assert taken("txt", "Grüße aus Wien\r\n".encode(charset))


def test_text_that_is_cut_within_a_letter_is_still_text():
    assert taken("log", ("😀" * 40_000).encode("utf-16"))


def test_an_office_document_with_macros_is_not_taken_under_a_harmless_name():
    macros = "<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
    assert not taken("docx", zipped(Content_Types=macros))


def test_a_broken_or_foreign_zip_is_no_document():
    assert not taken("docx", zipped(a="b"))
    assert not taken("zip", SAMPLES["zip"][:20])
    damaged = bytearray(zipped(mimetype=f"{OPEN_DOCUMENT}text"))
    damaged[45] ^= 1
    assert not taken("odt", bytes(damaged))


def test_a_word_is_found_where_two_reads_of_a_large_file_meet():
    padding = bytes(1024 * 1024 - len(OLE) - 5)
    assert taken("doc", OLE + padding + "WordDocument".encode("utf-16-le"))


def test_an_old_quicktime_film_has_no_brand():
    assert taken("mov", b"\0\0\0\x08wide\0\0\0\0mdat")


def test_an_empty_file_is_refused_and_named():
    with pytest.raises(UnwantedFile, match=r"^photo\.jpg is empty"):
        check_content(check_name("photo.jpg"), io.BytesIO())


def test_a_refusal_says_what_is_wrong_and_what_would_be_taken():
    with pytest.raises(UnwantedFile, match=r"ending in \.exe cannot be attached\. You can attach pictures"):
        check_name("setup.exe")
    with pytest.raises(UnwantedFile, match=r"photo\.jpg is not a real \.jpg file"):
        check_content(check_name("photo.jpg"), io.BytesIO(b"MZ"))


def test_the_stream_can_be_read_from_its_start_after_the_check():
    stream = io.BytesIO(SAMPLES["docx"])
    check_content(check_name("a.docx"), stream)
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Photo.JPG", "Photo.JPG"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("../../etc/photo.jpg", "photo.jpg"),
        ("photo.jpg. . ", "photo.jpg"),
        ("ｐｈｏｔｏ．ｊｐｇ", "photo.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("pho\u200bto\0.jpg\r\n", "photo.jpg"),
        ("a／b＼c.jpg", "c.jpg"),
        ("what?<is>|this*.pdf", "what__is__this_.pdf"),
        ("con.txt", "_con.txt"),
        ("a  \u3000 b.txt", "a b.txt"),
        ("Cafe\u0301 \ud800.txt", "Café .txt"),
        ("日本語.pdf", "日本語.pdf"),
        ("x" * 300 + ".docx", "x" * 145 + ".docx"),
        ("x" * 300, "x" * 150),
        ("a." + "y" * 300, "a." + "y" * 148),
    ],
    ids=ascii,
)
def test_names_are_kept_in_one_safe_form(sent, kept):
    assert clean_name(sent) == kept


@pytest.mark.parametrize(
    "name", ["", ".", "..", ".jpg", "photo", "/", "photo.", "photo.jpg.exe", "photo.jpg\u202e.exe"]
)
def test_a_name_without_a_wanted_ending_is_refused(name):
    with pytest.raises(UnwantedFile):
        check_name(name)


def fuzz(folder, name: str) -> list[str]:
    return (folder / "lists" / name).read_text(encoding="utf-8", errors="surrogateescape").splitlines()


@pytest.mark.parametrize("language", ["asp", "php"])
def test_no_known_spelling_of_a_script_is_taken(real_files, language):
    for ending in fuzz(real_files, f"fuzzdb_alt-extensions-{language}.txt"):
        for name in (f"shell.{ending}", f"photo.jpg.{ending}"):
            with pytest.raises(UnwantedFile):
                check_name(name)


def test_no_known_appendix_turns_a_picture_into_a_page(real_files):
    for appendix in fuzz(real_files, "fuzzdb_file-ul-filter-bypass-x-platform-generic.txt"):
        with pytest.raises(UnwantedFile):
            check_name(f"photo.jpg{appendix}")


@pytest.mark.parametrize(
    "source",
    ["fuzzdb_invalid-filenames-linux.txt", "fuzzdb_invalid-filenames-microsoft.txt", "fuzzdb_naughty-unicode.txt",
     "fuzzdb_right-to-left.txt", "fuzzdb_terminal-escape-codes.txt", "fuzzdb_NullByteRepresentations.txt",
     "fuzzdb_crlf-injection.txt", "naughty_strings.json"],
)  # fmt: skip
def test_whatever_the_name_what_is_kept_is_harmless(real_files, source):
    lines = json.loads("\n".join(fuzz(real_files, source))) if source.endswith("json") else fuzz(real_files, source)
    for line in lines:
        kept = check_name(f"{line.replace('{EXT}', 'txt')}a.txt").filename
        assert kept == clean_name(kept)
        assert kept.isprintable()
        assert not set(kept) & set('/\\<>:"|?*')
        assert len(kept) <= 150


def test_real_files_are_taken_and_hostile_ones_only_when_they_are_what_they_say(real_files):
    refused = set()
    for path in (path for path in sorted((real_files / "files").rglob("*")) if path.is_file()):
        with path.open("rb") as stream:
            try:
                check_content(check_name(path.name), stream)
            except UnwantedFile:
                refused.add(path.suffix)
            else:
                assert path.suffix[1:] in TYPES
    assert not refused & {".docx", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".doc", ".odt", ".msg", ".mp4", ".txt"}
    assert refused >= {".svg", ".html", ".xml", ".url", ".pptm"}


def test_real_pictures_and_documents_are_refused_as_text(real_files):
    for path in sorted((real_files / "files").rglob("*.*")):
        if path.suffix in {".png", ".jpg", ".docx", ".pdf", ".zip", ".doc", ".mp4"} and path.stat().st_size:
            assert not taken("txt", path.read_bytes()), path


def test_the_eicar_file_is_text_that_only_a_scanner_can_judge(real_files):
    assert taken("txt", base64.b64decode((real_files / "files" / "eicar.base64.txt").read_bytes()))
