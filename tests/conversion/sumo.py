"""Mozilla Support conversations as tickets: python -m tests.conversion.sumo QUESTIONS ANSWERS > tickets.jsonl

Questions become tickets, answers their messages, hashed names people. Both files are gzipped JSON lines.
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TAG = re.compile(r"<[^>]*>")
HOST = "mozilla-support.example"  # reserved: no mail can reach anybody


def tickets(questions: list[dict[str, Any]], answers: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One ticket for each question, in the order in which they were asked."""
    said = defaultdict(list)
    for answer in answers:
        if not answer["spam"] and _has_words(answer["content_html"]):
            said[answer["question_id"]].append(answer)
    for question in sorted(questions, key=lambda each: (each["created"], each["id"])):
        yield _ticket(question, said[question["id"]])


def _ticket(question: dict[str, Any], answers: list[dict[str, Any]]) -> dict[str, Any]:
    html = question["content_html"]
    words = {"descriptionHtml": html} if _has_words(html) else {"description": question["title"]}
    last = max((answer["created"] for answer in answers), default=None)
    return {
        "subject": question["title"],
        **words,
        "createdAt": question["created"],
        **({"resolvedAt": last} if last else {}),  # when the last word was said; silent ones are open still
        "category": f"{question['product']} {question['topic']}"[:80].capitalize(),
        "requester": _person(question["asker"]),
        "messages": [_message(answer) for answer in answers],
    }


def _message(answer: dict[str, Any]) -> dict[str, Any]:
    return {"author": _person(answer["author"]), "bodyHtml": answer["content_html"], "createdAt": answer["created"]}


def _person(hashed: str) -> dict[str, str]:
    return {"email": f"{hashed}@{HOST}", "name": hashed}


def _has_words(html: str) -> bool:
    """Whether anything is left without the tags; some posts are a picture only."""
    return bool(TAG.sub("", html).replace("&nbsp;", " ").strip())


def read(path: str) -> list[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(Path(path), "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    for each in tickets(read(sys.argv[1]), read(sys.argv[2])):
        print(json.dumps(each, ensure_ascii=False))
