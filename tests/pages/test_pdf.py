"""The PDF of a briefing is made from the same content, and is right in Chinese."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from .conftest import BRIEFING, GUIDE

pytestmark = pytest.mark.usefixtures("site")


def read(client: Client, address: str) -> PdfReader:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_english(client: Client) -> None:
    pdf = read(client, f"/en/{BRIEFING}/document.pdf")
    text = words(pdf)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Three changes"
    for part in (
        "Three changes",
        "14 days",
        "HK$5,100",
        "49.6 million",
        "What the Government says",
        "How to cite",
        "統一審核機制",
    ):
        assert part in text
    assert "Not yet reviewed by a lawyer." in text
    links = [str(note.get_object()["/A"]["/URI"]) for page in pdf.pages for note in page.get("/Annots", [])]
    assert "http://127.0.0.1:8000/en/facts/xx.days/" in links, "a number leads to its source"


def test_chinese_has_the_right_glyphs_in_the_file(client: Client) -> None:
    pdf = read(client, f"/zh-hant/{BRIEFING}/document.pdf")
    assert "香港法例的統一審核機制" in words(pdf).replace(" ", "")
    fonts = {str(font.get_object()["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert any("NotoSansCJKhk" in font for font in fonts)


def test_the_same_content_gives_the_same_file(client: Client) -> None:
    address = f"/en/{BRIEFING}/document.pdf"
    assert client.get(address).content == client.get(address).content


def test_a_page_that_is_no_briefing_has_no_pdf(client: Client) -> None:
    assert client.get(f"/en/{GUIDE}/document.pdf").status_code == 404
