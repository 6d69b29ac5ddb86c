"""Words in any script that a font of ours has are printed, shown and proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from products.build import build
from source.approve import approve
from tests.source.test_lock import TODAY, yes
from tests.support import change

WORDS = {
    "Greek": "Πλύνετε τα χέρια σας, ἀρχή.",
    "Cyrillic": "Мойте руки, їжа – це життя.",
    "Vietnamese": "Giữ thức ăn ở nơi lạnh, phở.",
    "accents typed after their letters": "Un cafe\u0301, noe\u0308l, fac\u0327ade.",
    "signs that nobody sees": "Soft hy\u00adphens, zero\u200bwidth, word\u2060joiners.",
    "hyphens that hold": "A non\u2011breaking hyphen, and\u00a0a space.",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_in_a_tip_and_in_a_voice(content: Path, tmp_path: Path, words: str) -> None:
    change(content, "tips.yaml", "        Look closely: victims", f"        {words.upper()} Look closely: victims")
    with (content / "voices.yaml").open("a", encoding="utf-8") as file:
        file.write(f"    - id: voice.newest\n      text: |\n        {words}\n")
    approve(content, ["voice.newest"], "given for this guide", TODAY, yes)
    names = ["pocket-guide", "booklet", "training-deck"]
    made = build(content, tmp_path / "out", names, progress=lambda step: None, warn=lambda text: None)
    assert [one.product for one in made] == names
