"""A small pack to break, load and write back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from causeway.ops.packs.check import check_folder
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.load import Outcome, load_pack
from causeway.ops.packs.model import Pack

from . import rooms_pack

TODAY = datetime.date(2026, 11, 22)

FILES = {
    "pack.yaml": """\
name: sample
version: "1"
licence: "CC BY 4.0"
jurisdiction: XX
time_zone: Asia/Hong_Kong
default_language: en
languages: [en, zh-hant, ur]
required_languages: [en, zh-hant]
organisation:
  name:
    en: "Sample Organisation"
    zh-hant: "示例組織"
  phone_fact: sample.phone
leave_url: "https://example.org/weather"   # an ordinary page
""",
    "sources/papers.yaml": """\
# Papers read
sources:
  - key: paper-one
    title: "A paper"
    publisher: "A publisher"
    kind: government
    url: "https://example.org/paper"
    date: "2014-02"
    language: en
    read: whole

  # the second one
  - key: paper-two
    title: "Another paper"
    kind: ngo
    language: en
    read: part
""",
    "facts/basics.yaml": """\
facts:
  - key: sample.phone
    topic: directory
    type: phone
    title: "Telephone"
    definition: "The organisation's number."
    public: true
    values:
      - value: "+852 1234 5678"
        as_of: "2026"
        confidence: H
        sources: [{source: paper-one, place: "p. 1"}]
        checked_on: "2026-11-22"
        checked_by: ""
        review_by: "2027-05-22"
  # how long an appeal may take
  - key: sample.appeal-days
    topic: claim
    type: days
    title: "Time to appeal"
    definition: "Days you have to appeal."
    public: true
    values:
      - value: "14"
        confidence: M
        sources: [{source: paper-two}]
        checked_on: "2026-11-22"
        checked_by: ""
        review_by: "2027-05-22"
""",
    "facts/basics.zh-hant.yaml": """\
texts:
  sample.phone:
    title: "電話"
    definition: "機構的電話號碼。"
    translation: draft
  sample.appeal-days:
    title: "上訴期限"
    definition: "你可以提出上訴的日數。"
    translation: draft
""",
    "pages/home/en.md": """\
---
type: home
title: "Home"
summary: "Welcome."
review: {by: "", role: "", on: "", due: "2027-05-22"}
---
Welcome to [guidance](page:help/appeal). You have {fact:sample.appeal-days}.

::: links
### I need help
to: page:help
All guides.
:::
""",
    "pages/home/zh-hant.md": """\
---
type: home
title: "主頁"
summary: "歡迎。"
translation: draft
---
歡迎閱讀[指南](page:help/appeal)。你有{fact:sample.appeal-days}。[Sample]{lang=en}是**「示例」**機構。
""",
    "pages/help/en.md": '---\ntype: guide-index\ntitle: "Help"\nnav: true\n---\n',
    "pages/help/zh-hant.md": '---\ntype: guide-index\ntitle: "求助"\ntranslation: draft\n---\n',
    "pages/help/appeal/en.md": """\
---
type: guide
title: "Appeal"
summary: "How to appeal."
order: 1
section: claims
sensitive: true
review: {by: "", role: "", on: "", due: "2027-05-22"}
sources: [paper-one]
related: [help/another]
---
::: next
Call {fact:sample.phone} *today*.
:::

## Steps

::: steps
### Look at the letter
It has a **date**. Count {fact:sample.appeal-days} from it.

### Write
- one
- two
  - with a [link](https://example.org/form)
:::

::: contacts
### Sample Organisation
phone: sample.phone
what: Legal help
cost: free

Ask for *help*.
:::
""",
    "pages/help/appeal/zh-hant.md": """\
---
type: guide
title: "上訴"
section: claims
translation: draft
---
請致電 {fact:sample.phone}。
""",
    "pages/help/another/en.md": '---\ntype: guide\ntitle: "Another"\nsection: legal\n---\nSee [appeal](page:help/appeal).\n',
    "pages/help/another/zh-hant.md": '---\ntype: guide\ntitle: "另一頁"\nsection: legal\ntranslation: draft\n---\n文字。\n',
    "topics.yaml": """\
topics:
  - key: law
    title: {en: "The law", zh-hant: "法律"}
    text: {en: "Changes to the law.", zh-hant: "法律的改變。"}
""",
    "wordings.yaml": """\
wordings:
  - key: news
    version: "1"
    from: "2026-11-22"
    text:
      en: "Send me news."
      zh-hant: "請寄消息給我。"
""",
    "README.md": "# A sample pack\n",
}


class Folder:
    """A pack's folder that a test can change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self, name: str) -> str:
        """Read a file."""
        return (self.path / name).read_bytes().decode()

    def replace(self, name: str, old: str, new: str) -> None:
        """Change some words of a file that must be there."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self.path / name).unlink()

    def check(self) -> tuple[Pack, Faults]:
        """Check the pack as of a fixed day."""
        return check_folder(self.path, TODAY)

    def faults(self) -> list[str]:
        """Every fault as a person sees it."""
        return [str(fault) for fault in self.check()[1]]

    def load(self, **options: object) -> Outcome:
        """Load the pack, which must be sound."""
        pack, faults = self.check()
        assert not [str(fault) for fault in faults.blocking]
        return load_pack(pack, **options)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sound pack."""
    return Folder(tmp_path / "sample")


@pytest.fixture
def rooms(folder: Folder) -> Folder:
    """A sound pack that also holds the law and the asks."""
    for name, text in rooms_pack.FILES.items():
        folder.write(name, text)
    return folder
