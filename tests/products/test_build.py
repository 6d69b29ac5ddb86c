"""Bytes, proof and all-or-nothing: what a build promises beyond the words."""

from __future__ import annotations

import getpass
import re
import shutil
import socket
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest

from handbook import documents, pdf
from products import ledger
from products.build import build
from products.table import PRODUCTS, Options, Plan, Product
from products.verify import verify
from source.errors import IncompleteError, UsageError
from source.load import CONTENT
from source.model import Guide
from tests.checkers import poppler
from tests.checkers.needs import needs_poppler
from tests.support import ROOT, change, handbook

SLIDE_OF_HOUSING = "We need more housing."


def quietly(step: str) -> None:
    """No progress."""


def slide_with(deck: bytes, words: str) -> str:
    with ZipFile(BytesIO(deck)) as file:
        return next(
            name
            for name in file.namelist()
            if name.startswith("ppt/slides/slide") and words in file.read(name).decode()
        )


def edited(deck: Path, old: str, new: str, target: Path) -> Path:
    """The deck with something replaced in the slide where it stands, as a person would change it in PowerPoint."""
    name = slide_with(deck.read_bytes(), old)
    with ZipFile(deck) as before, ZipFile(target, "w", ZIP_DEFLATED) as after:
        for entry in before.namelist():
            data = before.read(entry)
            after.writestr(entry, data.replace(old.encode(), new.encode()) if entry == name else data)
    return target


# --- the same bytes -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def elsewhere(products: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same products, made more than three seconds later on what looks like another machine."""
    made = max(path.stat().st_mtime for path in products.iterdir())
    time.sleep(max(0.0, made + 3.2 - time.time()))
    folder = tmp_path_factory.mktemp("another place")
    content = shutil.copytree(CONTENT, folder / "inhalt")
    said = handbook(
        *("build", "--source", content, "--output", folder / "out"),
        cwd=folder,
        umask=0o077,
        env={
            "HOME": str(folder),
            "USER": "j-doe-1987",
            "LOGNAME": "j-doe-1987",
            "TZ": "Pacific/Auckland",
            "LC_ALL": "C",
            "LANG": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "12345",
            "SOURCE_DATE_EPOCH": "86400",
        },
    )
    assert said.returncode == 0, said.stderr
    return folder / "out"


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS.keys())
def test_the_bytes_are_the_same_later_elsewhere_and_for_somebody_else(
    products: Path, elsewhere: Path, product: Product
) -> None:
    assert (products / product.file).read_bytes() == (elsewhere / product.file).read_bytes()


def test_who_may_read_the_files_is_as_the_shell_has_it(elsewhere: Path) -> None:
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in elsewhere.iterdir())


def streams(path: Path) -> bytes:
    """Everything in a file as it is before it was packed."""
    if path.suffix == ".pptx":
        with ZipFile(path) as file:
            return b"\n".join([*(name.encode() for name in file.namelist()), *map(file.read, file.namelist())])
    with pikepdf.open(path) as opened:
        pieces = [repr(dict(opened.docinfo)).encode()]
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                try:
                    pieces.append(item.read_bytes())
                except (pikepdf.PdfError, zlib.error):
                    pieces.append(item.read_raw_bytes())
            pieces.append(repr(item).encode())
    return b"\n".join([path.read_bytes(), *pieces])


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS.keys())
def test_no_file_carries_a_user_a_host_or_a_path(elsewhere: Path, product: Product) -> None:
    content = streams(elsewhere / product.file)
    names = {"j-doe-1987", "another place", "inhalt", str(ROOT), "/home/", "/tmp/", "file://"}
    # Short names and plain words stand in any file by chance.
    names |= {name for name in (getpass.getuser(), socket.gethostname()) if len(name) > 5}
    for name in names:
        assert name.encode() not in content, name


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS.keys())
def test_no_file_carries_the_day_on_which_it_was_made(elsewhere: Path, product: Product) -> None:
    content = streams(elsewhere / product.file)
    assert not re.search(rb"(?:CreationDate|ModDate|dcterms:created|dcterms:modified|xmp:CreateDate)", content)


def test_any_change_of_the_source_changes_the_bytes(products: Path, content: Path, tmp_path: Path) -> None:
    change(content, "tips.yaml", "Look closely:", "Look closely;")
    build(content, tmp_path / "out", progress=quietly)
    for product in PRODUCTS.values():
        assert (tmp_path / "out" / product.file).read_bytes() != (products / product.file).read_bytes()


# --- the proof ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We need more housing.", "We need more housing!"),
        ("Calling us “prostitutes” hurts us.", "Calling us “prostitutes” hurts."),
        ("Look closely: victims", "Look closely; victims"),
        ("to be victim-centered.", "to be victim-centred."),
        ("What would you like", "What would you Like"),
        ("1-888-373-7888", "1-888-373-7889"),
        ("LISTEN TO VICTIMS/SURVIVORS", "LISTEN TO VICTIMS SURVIVORS"),
        ("They may not use the same language", "They may use the same language"),
    ],
)
def test_one_changed_character_in_the_deck_is_found_and_shown(
    training_deck: Path, tmp_path: Path, old: str, new: str
) -> None:
    deck = edited(training_deck, old, new, tmp_path / "edited.pptx")
    said = handbook("verify", deck)
    assert said.returncode == 1
    assert "35 of 36 items word for word in edited.pptx" in said.stdout
    assert re.search(r"\[[-+]", said.stdout), said.stdout


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("Look closely:", "Look closely;", "Tip 2"),
        ("Harbors and any", "Harbours and any", "The introduction (Tips)"),
        ("233733", "233734", "National Human Trafficking Hotline"),
        ("more housing.", "more housing!", "Voice 11"),
        ("What would you like", "What would you Like", "The question"),
    ],
)
def test_one_changed_character_in_the_pocket_guide_is_found_and_shown(
    guide: Guide, tmp_path: Path, old: str, new: str, item: str
) -> None:
    """A guide that somebody printed with other words, and with the edition and fingerprint of the true one."""
    document = documents.pocket_guide(guide, documents.Choice("quarter-letter")).printed[0]
    words = re.compile(r"\s+".join(map(re.escape, old.split(" "))))  # a line may end between them
    changed, count = words.subn(new, document)
    assert count == 1
    (tmp_path / "edited.pdf").write_bytes(pdf.write(changed))
    said = handbook("verify", tmp_path / "edited.pdf")
    assert said.returncode == 1
    assert "35 of 36 items word for word in edited.pdf" in said.stdout
    assert re.search(rf"{re.escape(item)} .*\[[-+]", said.stdout), said.stdout


def test_a_guide_from_another_state_of_the_source_is_told_with_what_changed(content: Path, tmp_path: Path) -> None:
    change(content, "tips.yaml", "Look closely:", "Look closely;")
    build(content, tmp_path / "out", ["pocket-guide"], progress=quietly)
    said = handbook("verify", tmp_path / "out" / "pocket-guide.pdf")
    assert said.returncode not in {0, 2}
    assert "35 of 36 items word for word in pocket-guide.pdf" in said.stdout
    assert "Tip 2 on page 4" in said.stdout


def test_a_slide_that_was_deleted_is_found(training_deck: Path, tmp_path: Path) -> None:
    from pptx import Presentation

    presentation = Presentation(str(training_deck))
    ids = presentation.slides._sldIdLst
    gone = next(
        at for at, slide in enumerate(presentation.slides) if any(SLIDE_OF_HOUSING in s.text for s in slide.shapes)
    )
    ids.remove(list(ids)[gone])
    presentation.save(str(tmp_path / "shorter.pptx"))
    said = handbook("verify", tmp_path / "shorter.pptx")
    assert said.returncode == 1
    assert "Voice 11 is missing." in said.stdout


def test_words_that_somebody_put_on_a_slide_are_found(training_deck: Path, tmp_path: Path) -> None:
    new = "Voice 11 of 16, my favourite one of them all"
    deck = edited(training_deck, "Voice 11 of 16", new, tmp_path / "more.pptx")
    said = handbook("verify", deck)
    assert said.returncode == 1
    assert "my favourite one of them all" in said.stdout


def test_saving_the_deck_with_another_program_is_no_difference(training_deck: Path, tmp_path: Path) -> None:
    from pptx import Presentation

    Presentation(str(training_deck)).save(str(tmp_path / "saved.pptx"))
    assert [comparison.faithful for comparison in verify(CONTENT, [tmp_path / "saved.pptx"])] == [True]


# --- all or nothing -----------------------------------------------------------------------------------------------


def broken(change_bytes: Callable[[bytes], bytes]) -> dict[str, Product]:
    """The table of products, with a writer of decks that spoils them."""
    deck = PRODUCTS["training-deck"]

    def plan(guide: Guide, options: Options) -> Plan:
        whole = deck.plan(guide, options)
        return replace(whole, finish=lambda: change_bytes(whole.finish()), shows="spoiled")

    return {**PRODUCTS, "training-deck": replace(deck, plan=plan)}


def test_a_product_with_a_wrong_word_is_not_written_and_takes_no_other_along(
    products: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(deck: bytes) -> bytes:
        (tmp_path / "whole.pptx").write_bytes(deck)
        return edited(tmp_path / "whole.pptx", SLIDE_OF_HOUSING, "We need housing.", tmp_path / "x.pptx").read_bytes()

    output = Path(shutil.copytree(products, tmp_path / "out"))
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.glob("*.p*")}
    monkeypatch.setattr("products.request.PRODUCTS", broken(spoil))
    with pytest.raises(IncompleteError, match=r"training-deck\.pptx is not made[\s\S]*Voice 11"):
        build(CONTENT, output, progress=quietly, force=True)
    after = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.glob("*.p*")}
    assert {name for name in before if after[name] == before[name]} == {"training-deck.pptx"}


def test_nothing_is_left_behind_when_a_writer_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(deck: bytes) -> bytes:
        raise RuntimeError("out of paper")

    monkeypatch.setattr("products.request.PRODUCTS", broken(fail))
    with pytest.raises(RuntimeError, match="out of paper"):
        build(CONTENT, tmp_path / "out", progress=quietly)
    assert not (tmp_path / "out").exists()


def test_nothing_is_left_behind_when_a_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError, match=r"out.*cannot be written"):
        build(CONTENT, tmp_path / "out", ["training-deck"], progress=quietly)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_only_the_output_folder_is_written_to(content: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in content.rglob("*")}
    build(content, tmp_path / "out", progress=quietly)
    assert {path: path.stat().st_mtime_ns for path in content.rglob("*")} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "out"]
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == sorted((ledger.NAME, *(product.file for product in PRODUCTS.values())))


# --- one theme for both -------------------------------------------------------------------------------------------


@needs_poppler
def test_a_colour_and_a_font_in_the_theme_change_print_and_slides_alike(content: Path, tmp_path: Path) -> None:
    change(content, "theme.yaml", '"#0B5260"', '"#5A1230"')
    change(
        content,
        "theme.yaml",
        "tips: { office: Calibri, open: Carlito }",
        "tips: { office: Cambria, open: Gelasio }",
    )
    build(content, tmp_path / "out", progress=quietly)
    red, green, blue = (f"{int(part, 16) / 255:.2f}" for part in ("5A", "12", "30"))
    with pikepdf.open(tmp_path / "out" / "pocket-guide.pdf") as opened:
        drawn = b"".join(page.Contents.read_bytes() for page in opened.pages)
    used = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", drawn)
    colors = {tuple(f"{float(part):.2f}" for part in match) for match in used}
    assert (red, green, blue) in colors
    assert {font.name.split("-")[0] for font in poppler.fonts(tmp_path / "out" / "pocket-guide.pdf")} == {"Gelasio"}
    with ZipFile(tmp_path / "out" / "training-deck.pptx") as file:
        theme = file.read("ppt/theme/theme1.xml").decode()
    assert 'val="5A1230"' in theme
    assert 'typeface="Cambria"' in theme
    assert "0B5260" not in theme
    assert "Calibri" not in theme


def test_a_new_number_in_the_contacts_stands_in_both_files(content: Path, tmp_path: Path) -> None:
    change(
        content,
        "contacts.yaml",
        "    name: Local shelter or housing\n",
        '    name: Local shelter or housing\n    lines:\n      - { label: Call, value: "555-0100" }\n'
        '    verified_on: "2026-11"\n    source: a call\n',
    )
    build(content, tmp_path / "out", progress=quietly)
    for comparison in verify(content, [tmp_path / "out" / product.file for product in PRODUCTS.values()]):
        assert comparison.faithful
    assert b"555-0100" in streams(tmp_path / "out" / "training-deck.pptx")
