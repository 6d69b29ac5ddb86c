"""What is no fault of form, and still to be mended: words to avoid, characters that no font has, sessions too long."""

from __future__ import annotations

from unicodedata import normalize

from source import inline
from source.errors import Fault
from source.load import Source
from source.sessions import overlong, untimely
from source.terms import excepted, own_texts, uses
from source.traces import traces
from source.yamlfile import KeyPath, YamlFile, texts_of


def refused(source: Source, *, printed: bool = True) -> list[Fault]:
    """What no product is made with: words of a withdrawn voice in other texts; in print, characters it cannot show."""
    return [*_quoted(source), *(glyph_faults(source) if printed else ())]


def to_mend(source: Source) -> list[Fault]:
    """What `check` refuses and `build` warns of: words to avoid, sessions too long, an edition that was given out."""
    return [*term_faults(source), *session_faults(source), *_given_out(source)]


def _quoted(source: Source) -> list[Fault]:
    """Words of a withdrawn voice that our own texts repeat."""
    return [
        file.fault_at(path, f"This text has words of {voice.id}, which was withdrawn.", "Take them out.")
        for file in source.content
        if file.name != "voices.yaml"
        for path, text in texts_of(file.data)
        for voice in source.guide.withdrawn
        if voice.traces & traces(text)
    ]


def _given_out(source: Source) -> list[Fault]:
    guide = source.guide
    known = source.editions.get(guide.edition)
    if known is None or known.fingerprint == guide.fingerprint:
        return []
    problem = f"Edition {guide.edition} was given out with other words."
    return [source.files["guide.yaml"].fault_at(("edition",), problem, "Count up “edition”.")]


def term_faults(source: Source) -> list[Fault]:
    """Every use of a term that terms.yaml speaks against, at its place in the file."""
    rules, faults = source.guide.terms, []
    for file in source.content:
        for text in own_texts(file.name, file.data):
            plain = inline.plain(text.text)
            for use in uses(plain, rules, text.kind):
                if not excepted(use, text, rules):
                    place = file.place_of(text.path, use.words, plain[: use.start])
                    faults.append(Fault(file.name, *place, f"“{use.words}” stands here.", use.advice))
    return sorted(faults)


def session_faults(source: Source) -> list[Fault]:
    """Every session that cannot be shown or does not fit its time, and every activity that it cannot show."""
    faults = {fault for found in source.session_faults.values() for fault in found}
    faults |= {source.files["sessions.yaml"].fault_at(*wrong) for wrong in untimely(source.guide)}
    return sorted(faults | set(overlong(source.files["facilitation.yaml"])))


def glyph_faults(source: Source) -> list[Fault]:
    """What print cannot show, because no font has it: a fault for each script, where it is first written."""
    from fontTools.unicodedata import script, script_name

    from typeset.coverage import lacking

    fonts = source.guide.theme.fonts
    families = {fonts.tips.open, fonts.voices.open}
    found: dict[str, list[tuple[YamlFile, KeyPath, str]]] = {}
    for file in source.content:
        for path, text in texts_of(file.data):
            for character in lacking(normalize("NFC", text), families):
                found.setdefault(script_name(script(character)), []).append((file, path, character))
    faults = []
    for name, places in found.items():
        file, path, first = places[0]
        shown = list(dict.fromkeys(f"{character} (U+{ord(character):04X})" for _, _, character in places))
        listed = ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")
        what = "signs" if name in _NO_SCRIPTS else f"characters of the {name} script"
        problem = f"{len(places)} {what} are not in the fonts of the theme: {listed}. The first is here."
        place = file.place_of(path, first)
        faults.append(Fault(file.name, *place, problem, "Write them another way, or choose other fonts in theme.yaml."))
    return sorted(faults)


_SHOWN = 4  # characters that are named
_NO_SCRIPTS = {"Common", "Inherited", "Unknown"}  # what Unicode says of signs that every script uses
