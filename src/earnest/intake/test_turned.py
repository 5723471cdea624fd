import doctest
import io

import pytest
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas

from earnest.intake.parsers import pdf_turned
from earnest.intake.profile import read_document
from earnest.records.application import SubmittedFile

BEFORE, AFTER = "Plain line one of the page stands here.", "Plain line two of the page stands here."
FIRST, SECOND = "Built the export in Python for forty people", "and a second line that runs on."


def read(draw):
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=(595, 842), invariant=1)
    draw(page)
    page.save()
    return read_document(SubmittedFile(path="a.pdf", content=file.getvalue()))


def turned(angle, *, as_form=False):
    def draw(page):
        page.drawString(50, 800, BEFORE)
        if as_form:
            page.beginForm("part")
            page.drawString(0, 14, FIRST)  # what is drawn below 0 in a form is clipped
            page.drawString(0, 0, SECOND)
            page.endForm()
        page.saveState()
        page.translate(300, 400)
        page.rotate(angle)
        if as_form:
            page.doForm("part")
        else:
            page.drawString(0, 0, FIRST)
            page.drawString(0, -14, SECOND)
        page.restoreState()
        page.drawString(50, 100, AFTER)

    return draw


@pytest.mark.parametrize("angle", [3, 45, 90, 135, 180, 270, 315])
@pytest.mark.parametrize("as_form", [False, True])
def test_turned_text_is_read_as_lines(angle, as_form):
    found = read(turned(angle, as_form=as_form))
    assert f"{FIRST} {SECOND}" in found.text
    assert BEFORE in found.text
    assert AFTER in found.text
    assert [unseen for unseen in found.unseen if not unseen.aside] == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("content", [0, 90])
def test_a_page_that_lies_on_its_side_is_read(turn, content):
    def draw(page):
        page.setPageSize((842, 595))
        page.saveState()
        page.translate(250, 200)
        page.rotate(content)
        page.drawString(0, 0, FIRST)
        page.drawString(0, -14, SECOND)
        page.restoreState()
        page._pageRotation = turn

    assert read(draw).text.strip() == f"{FIRST} {SECOND}"


def test_letters_set_one_by_one_are_words_where_a_gap_parts_them():
    def draw(page):
        page.translate(300, 300)
        page.rotate(90)
        at = 0.0
        for letter in "read as three words":
            if letter != " ":
                page.drawString(at, 0, letter)
            at += page.stringWidth(letter, "Helvetica", 12)

    assert read(draw).text.strip() == "read as three words"


def test_a_name_down_the_margin_does_not_part_the_lines_beside_it():
    body = [f"Line {number} of the body says something about work." for number in range(6)]

    def draw(page):
        page.saveState()
        page.translate(10 * mm, 100 * mm)
        page.rotate(90)
        page.drawString(0, 0, "ADA EXAMPLE, CURRICULUM VITAE")
        page.restoreState()
        for number, line in enumerate(body):
            page.drawString(80, 780 - 14 * number, line)

    lines = read(draw).text.split("\n")
    assert [line for line in lines if line.startswith("Line")] == body
    assert "ADA EXAMPLE, CURRICULUM VITAE" in lines


@pytest.mark.parametrize("scale", [0.3, 2.5])
def test_scaled_and_condensed_text_is_read(scale):
    def draw(page):
        page.scale(scale, scale)
        page.setFont("Helvetica", 10 / scale)
        text = page.beginText(50 / scale, 700 / scale)
        text.setHorizScale(60)
        text.textLine(FIRST)
        page.drawText(text)

    assert read(draw).text.strip() == FIRST


def test_the_examples_of_docstrings_hold():
    assert doctest.testmod(pdf_turned).failed == 0
