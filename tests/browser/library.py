"""What the small company has written down: an article with everything in it, a video, a document, and what readers did."""

import io
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageDraw

from app.accounts.models import User
from app.core import clock
from app.knowledge import services
from app.knowledge.models import FilePurpose, Item
from app.knowledge.schemas import CategoryChange, FeedbackDraft, ItemChange, SynonymChange
from tests.factories import knowledge

SHELVES = (
    ("Home office and networks", "Wi-Fi, VPN, visitors, working on the road", "wifi"),
    ("Passwords and sign-in", "Passwords, codes, locked accounts", "key-round"),
    ("Screens and docks", "Docks, screens, cables", "monitor"),
    ("Printing and scanning", "Printers, scanners, paper", "printer"),
)
CONNECT = """<p>The connection lets you work from home as if you sat in the office. You need <strong>ten minutes</strong> once; afterwards
it is one press.</p><h2>Before you begin</h2><ul><li>Your laptop from IT.</li><li>Your phone, for the code.</li></ul>
<blockquote><p>In a hotel, open the hotel's sign-in page first.</p></blockquote>
<h2>Connect for the first time</h2><ol><li>Open <strong>Company Connect</strong>.</li><li>Type your e-mail address.
<p><img src="{picture}" alt="The window asks for an e-mail address" width="1200" height="640"></p></li><li>Type the code.</li></ol>
<h3>If no code arrives</h3><p>Wait a minute, then press <em>Send again</em>.</p><pre><code>Restart-Service companyconnect</code></pre>
<h2>Which gateway is the nearest</h2><table><tbody><tr><th>Site</th><th>Gateway</th><th>Usual speed</th></tr>
<tr><td>Head office</td><td><code>gw-1.example.org</code></td><td>200 Mbit/s</td></tr>
<tr><td>On the road</td><td>the program chooses</td><td>depends on the network</td></tr></tbody></table>"""
CAPTIONS = """WEBVTT

00:00.000 --> 00:06.000
This is the dock that stands on every desk.

00:14.000 --> 00:20.000
Plug it in on the left side.

00:30.000 --> 00:36.000
If both screens stay dark, press the button at the back for three seconds.
"""
ANSWERS = (
    (
        "Choose a password that lasts",
        "Four words are easier to keep than one word with signs.",
        "Passwords and sign-in",
    ),
    (
        "Your account is locked: what to do",
        "After ten wrong passwords it rests for a quarter of an hour.",
        "Passwords and sign-in",
    ),
    (
        "The printer prints only half pages",
        "Three causes, and the one that it nearly always is.",
        "Printing and scanning",
    ),
    ("Scan to your mailbox", "Put the paper in, press your name, done.", "Printing and scanning"),
)


def fill(people: dict[str, User]) -> dict[str, int]:
    """Write everything down; answers ids by a short name."""
    bob, shelves = people["bob"], {}
    for name, text, icon in SHELVES:
        change = CategoryChange(name=name, description=text, icon=icon)
        shelves[name] = services.keep_category(None, change, actor=bob).id
    for title, summary, shelf in ANSWERS:
        knowledge.item(title, bob, summary=summary, category_id=shelves[shelf])
    services.keep_synonyms(None, SynonymChange(words="notebook, laptop"), actor=bob)
    article, video = _article(bob, shelves), _video(bob, shelves)
    document = knowledge.document("Rules for mobile phones", bob, "The phone belongs to the company.\n\n" * 20,
                                  category_id=shelves["Screens and docks"], review_on=clock.now().date() - timedelta(days=3))  # fmt: skip
    draft = knowledge.item(
        "Bring the firmware of the dock up to date", bob, status="draft", category_id=shelves["Screens and docks"]
    )
    knowledge.item(
        "Rotate the certificate of the gateway", bob, audience="staff", category_id=shelves["Home office and networks"]
    )
    _read(article, people)
    return {"article": article.id, "video": video.id, "document": document.id, "draft": draft.id}


def _article(bob: User, shelves: dict[str, int]) -> Item:
    picture = knowledge.upload("connect.png", _window(), FilePurpose.image, bob)
    html = CONNECT.replace("{picture}", services.image_address(picture))
    article = knowledge.item("Work from anywhere: connect to the company network", bob, body_html=html, tag_ids=[knowledge.tag("Home office", bob).id],
                             summary="Set it up once, then connect with one press from home, a hotel or a train.",
                             category_id=shelves["Home office and networks"])  # fmt: skip
    return services.save_item(article, ItemChange(body_html=html.replace("ten minutes", "five minutes")), actor=bob)


def _video(bob: User, shelves: dict[str, int]) -> Item:
    content = Path(__file__).with_name("dock.webm").read_bytes()
    file = knowledge.upload("dock.webm", content, FilePurpose.video, bob)
    captions = knowledge.upload("dock.vtt", CAPTIONS.encode(), FilePurpose.captions, bob)
    chapters = [
        {"seconds": 0, "title": "What you need"},
        {"seconds": 14, "title": "Plug it in"},
        {"seconds": 30, "title": "Dark screens"},
    ]
    return knowledge.video("Connect two screens with the dock", bob, storage_key=file.storage_key, captions_key=captions.storage_key,
                           link_url=None, chapters=chapters, summary="One minute, from the box to two working screens.",
                           category_id=shelves["Screens and docks"])  # fmt: skip


def _read(article: Item, people: dict[str, User]) -> None:
    for name in ("hanako", "emil", "dora", "wilhelmina"):
        services.note_opening(article, actor=people[name], words="work from home")
    services.give_feedback(article, FeedbackDraft(helpful=True), actor=people["emil"])
    services.give_feedback(
        article, FeedbackDraft(helpful=False, comment="The picture shows an older window."), actor=people["dora"]
    )
    services.note_search("quantum printer", 0, actor=people["hanako"])


def _window() -> bytes:
    image, stream = Image.new("RGB", (1200, 640), "#e9edf5"), io.BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((240, 100, 960, 540), 24, fill="white", outline="#c7cfdd", width=3)
    draw.rounded_rectangle((680, 420, 880, 480), 12, fill="#2a5bd7")
    image.save(stream, "PNG")
    return stream.getvalue()
