"""Files that ask for far too much, or are broken: built on purpose, or our own with something changed in them."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from itertools import cycle, islice
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf

Make = Callable[[random.Random], bytes]
Mutate = Callable[[random.Random, bytes], bytes]


def pdf_of(objects: Mapping[int, bytes]) -> bytes:
    """A PDF of objects by number, the first of which is the catalog; with a table of where they stand."""
    made, at = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        at[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at[number] for number in objects)
    trailer = b"<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer %s" % (len(objects) + 1, table, trailer)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream that is packed once."""
    packed = zlib.compress(data, 9)
    return b"<</Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def page(content: bytes, resources: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of one page: a stream object for its content, and what that needs."""
    return pdf_of(
        {
            1: b"<</Type /Catalog /Pages 2 0 R>>",
            2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources <<%s>>>>" % resources,
            4: content,
            **(more or {}),
        }
    )


def _much(rnd: random.Random) -> int:
    return rnd.choice([10**5, 10**6, 10**7, 10**8, 2**31 - 1])


def widths(rnd: random.Random) -> bytes:
    """A font that gives the same width to millions of letters."""
    font = b"<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R]>>"
    inner = b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /A /W [0 %d 500] /DW2 [0 0] /W2 [0 %d 1 1 1]>>"
    text = stream(b"BT /F 12 Tf <0041> Tj ET")
    return page(text, b"/Font <</F 5 0 R>>", {5: font, 6: inner % (_much(rnd), _much(rnd))})


def unicode_ranges(rnd: random.Random) -> bytes:
    """A font whose map to Unicode has ranges without end."""
    ranges = b"".join(b"<%08x> <%08x> <0041>\n" % (0, _much(rnd)) for _ in range(rnd.randint(1, 20)))
    cmap = stream(
        b"/CMapName /A def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n20 beginbfrange\n%sendbfrange"
        % ranges
    )
    font = (
        b"<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 6 0 R>>"
    )
    inner = b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /A>>"
    text = stream(b"BT /F 12 Tf <0041> Tj ET")
    return page(text, b"/Font <</F 5 0 R>>", {5: font, 6: cmap, 7: inner})


def columns(rnd: random.Random) -> bytes:
    """A predictor with rows of gigabytes."""
    parms = b"/DecodeParms <</Predictor %d /Columns %d /Colors %d>>" % (
        rnd.choice([2, 12, 15]),
        _much(rnd),
        rnd.randint(1, 32),
    )
    return page(stream(bytes(1000), parms))


def nested_flate(rnd: random.Random) -> bytes:
    """A stream packed several times over, of gigabytes."""
    packed, depth = b" " * 10**7, rnd.randint(2, 6)
    for _ in range(depth):
        packed = zlib.compress(packed * rnd.choice([1, 1, 30]), 9)
    filters = b" ".join([b"/FlateDecode"] * depth)
    return page(b"<</Length %d /Filter [%s]>>\nstream\n%s\nendstream" % (len(packed), filters, packed))


def one_flate(rnd: random.Random) -> bytes:
    """A stream of operators without end, packed once."""
    return page(
        stream(rnd.choice([b"q ", b"[", b"(", b"<</A ", b"0 ", b"/A BMC ", b"BT "]) * rnd.choice([10**5, 10**6, 10**7]))
    )


def nested_forms(rnd: random.Random) -> bytes:
    """Forms each of which shows the next one several times."""
    depth, times = rnd.randint(5, 60), rnd.randint(2, 12)
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F %d 0 R>>>>"
    forms = {10 + at: stream(b"/F Do " * times, form % (11 + at)) for at in range(depth)}
    forms = {
        number - 5: body.replace(b"/F %d 0 R" % (number + 1), b"/F %d 0 R" % (number - 4))
        for number, body in forms.items()
    }
    last = stream(b"BT (a) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return page(stream(b"/F Do"), b"/XObject <</F 5 0 R>>", {**forms, 5 + depth: last})


def marks(rnd: random.Random) -> bytes:
    """Marked content in marked content, with text in it."""
    count = rnd.choice([10**3, 10**4, 10**5])
    return page(stream(b"/P <</MCID 0>> BDC " * count + b"BT (a) Tj ET " * rnd.choice([1, count])))


def many_pages(rnd: random.Random) -> bytes:
    """One page that is named as many, or a tree of pages in a circle."""
    kids = b"3 0 R " * rnd.choice([10**3, 10**5, 10**6])
    data = page(stream(b"BT (a) Tj ET"))
    return data.replace(b"/Kids [3 0 R]", b"/Kids [%s]" % rnd.choice([kids, b"3 0 R 2 0 R", b"2 0 R"]))


def deep_objects(rnd: random.Random) -> bytes:
    """Arrays or dictionaries in each other."""
    start, end = rnd.choice([(b"[", b"]"), (b"<</A ", b">>"), (b"[<</A [", b"]>>]")])
    depth = rnd.choice([100, 1000, 10**4, 10**5])
    return page(stream(b"BT (a) Tj ET"), b"/A " + start * depth + b"0" + end * depth)


def deep_tree(rnd: random.Random) -> bytes:
    """A structure tree that is deep, wide, or goes in circles."""
    depth = rnd.choice([100, 1000, 5000])
    kid = rnd.choice([b"%d 0 R", b"%d 0 R %d 0 R", b"%d 0 R 5 0 R"])
    tree = {5 + at: b"<</S /Sect /K [%s]>>" % (kid % ((6 + at,) * kid.count(b"%d"))) for at in range(depth)}
    data = page(stream(b"/P <</MCID 0>> BDC BT (a) Tj ET EMC"), b"", {**tree, 5 + depth: b"<</S /P /Pg 3 0 R /K 0>>"})
    return data.replace(b"/Catalog", b"/Catalog /StructTreeRoot 5 0 R")


def huge_text(rnd: random.Random) -> bytes:
    """Millions of words on a page, on one spot or beside each other."""
    text = b"".join(
        b"1 0 0 1 %d %d Tm (%x) Tj " % (rnd.randint(0, 300), rnd.randint(0, 300), at)
        for at in range(rnd.choice([10**3, 3 * 10**4, 10**5]))
    )
    font = b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    return page(stream(b"BT /F 12 Tf " + text + b"ET"), font)


PDFS: tuple[Make, ...] = (
    widths,
    unicode_ranges,
    columns,
    nested_flate,
    one_flate,
    nested_forms,
    marks,
    many_pages,
    deep_objects,
    deep_tree,
    huge_text,
)

# --- decks --------------------------------------------------------------------------------------------------------


def repacked(deck: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A deck with parts changed or added."""
    file = BytesIO()
    with ZipFile(BytesIO(deck)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), *changed)):
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return file.getvalue()


def _some_part(rnd: random.Random, deck: bytes) -> tuple[str, bytes]:
    with ZipFile(BytesIO(deck)) as package:
        name = rnd.choice([name for name in package.namelist() if name.endswith((".xml", ".rels"))])
        return name, package.read(name)


def _slide(rnd: random.Random, deck: bytes) -> tuple[str, bytes]:
    with ZipFile(BytesIO(deck)) as package:
        name = rnd.choice([name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)])
        return name, package.read(name)


def entities(rnd: random.Random, deck: bytes) -> bytes:
    """Entities of entities of entities."""
    name, data = _some_part(rnd, deck)
    depth, times = rnd.randint(3, 20), rnd.randint(2, 20)
    said = b"".join(b'<!ENTITY a%d "%s">' % (at + 1, b"&a%d;" % at * times) for at in range(depth))
    head = b'<!DOCTYPE a [<!ENTITY a0 "many words ">%s<!ENTITY x SYSTEM "file:///etc/passwd">]>' % said
    body = data.split(b"?>", 1)[-1]
    used = re.sub(rb">([^<]+)<", lambda found: b">&a%d;&x;<" % depth, body, count=rnd.randint(1, 5))
    return repacked(deck, {name: b'<?xml version="1.0"?>' + head + used})


def huge_part(rnd: random.Random, deck: bytes) -> bytes:
    """A part that unpacks to hundreds of megabytes."""
    name, data = rnd.choice([_some_part, _slide])(rnd, deck)
    fill = rnd.choice([b" ", b"<!-- a -->", b"<a/>", b"<a:p xmlns:a='a'/>"])
    at = data.rfind(b"</")
    return repacked(deck, {name: data[:at] + fill * (rnd.choice([10**6, 10**7, 10**8]) // len(fill)) + data[at:]})


def many_shapes(rnd: random.Random, deck: bytes) -> bytes:
    """Shapes without end, or in each other."""
    name, data = _slide(rnd, deck)
    if rnd.random() < 0.5:
        depth = rnd.choice([200, 1000, 10**5])
        added = b"<p:grpSp>" * depth + b"</p:grpSp>" * depth
    else:
        shape = b"<p:sp><p:txBody><a:p><a:r><a:t>words of somebody %d</a:t></a:r></a:p></p:txBody></p:sp>"
        added = b"".join(shape % at for at in range(rnd.choice([10**3, 10**4, 10**5])))
    return repacked(deck, {name: data.replace(b"</p:spTree>", added + b"</p:spTree>")})


def many_slides(rnd: random.Random, deck: bytes) -> bytes:
    """The same slide, thousands of times."""
    with ZipFile(BytesIO(deck)) as package:
        data = package.read("ppt/presentation.xml")
    entry = re.findall(rb"<p:sldId [^>]*/>", data)
    more = b"".join(islice(cycle(entry), rnd.choice([10**3, 10**4, 10**5])))
    return repacked(deck, {"ppt/presentation.xml": data.replace(b"</p:sldIdLst>", more + b"</p:sldIdLst>")})


def long_words(rnd: random.Random, deck: bytes) -> bytes:
    """Millions of words, or one of a million letters, in a place for a few."""
    name, data = _slide(rnd, deck)
    words = rnd.choice([b"a", b"harbor ", b"9 ", b"\xcc\x81", b"&#x202e;"]) * rnd.choice([10**4, 10**6])
    return repacked(deck, {name: re.sub(rb"<a:t>[^<]*</a:t>", lambda _: b"<a:t>" + words + b"</a:t>", data, count=1)})


def many_parts(rnd: random.Random, deck: bytes) -> bytes:
    """Parts without end."""
    return repacked(deck, {f"ppt/media/{at}.xml": b"<a/>" for at in range(rnd.choice([1000, 20_000]))})


DECKS: tuple[Mutate, ...] = (entities, huge_part, many_shapes, many_slides, long_words, many_parts)

# --- mutations of either ------------------------------------------------------------------------------------------


def other_bytes(rnd: random.Random, data: bytes) -> bytes:
    """Bytes changed, taken out, or put in."""
    changed = bytearray(data)
    for _ in range(rnd.choice([1, 5, 50])):
        at, length = rnd.randrange(len(changed)), rnd.choice([1, 4, 100])
        changed[at : at + length] = rnd.choice(
            [rnd.randbytes(length), b"", bytes(length), changed[at : at + length] * 2]
        )
    return bytes(changed)


def other_tokens(rnd: random.Random, data: bytes) -> bytes:
    """Numbers and names of a PDF, or of a part of a deck, in other places."""
    name = ""
    if data.startswith(b"PK"):
        name, text = _some_part(rnd, data)
    else:
        unpacked = BytesIO()
        with pikepdf.open(BytesIO(data)) as pdf:
            pdf.save(unpacked, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        text = unpacked.getvalue()
    tokens = re.findall(rb'-?\d+|/\w+|"[^"]*"|<[^>]*>', text)
    for _ in range(rnd.choice([1, 5, 20])):
        old, new = rnd.choice(tokens), rnd.choice([*tokens, b"-1", b"99999999999", b"0", b"null", b"NaN", b'""'])
        spots = [found.start() for found in re.finditer(re.escape(old), text)]
        if spots:
            at = rnd.choice(spots)
            text = text[:at] + new + text[at + len(old) :]
    return repacked(data, {name: text}) if name else text


def other_parts(rnd: random.Random, data: bytes) -> bytes:
    """Objects of a PDF exchanged or gone; parts of a deck exchanged, empty or gone."""
    if data.startswith(b"PK"):
        (one, _), (_, other) = _some_part(rnd, data), _some_part(rnd, data)
        return repacked(data, {one: rnd.choice([other, b"", b"<a/>", b"\xff\xfe<\0a\0/\0>\0"])})
    changed = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        objects = [
            each for each in pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) and len(each.keys())
        ]
        for _ in range(rnd.choice([1, 3, 10])):
            holder, taken = rnd.choice(objects), rnd.choice(objects)
            key = rnd.choice([*holder.keys()])
            if key != "/Length":
                holder[key] = rnd.choice(
                    [taken, 0, -1, 10**9, pikepdf.Name("/A"), pikepdf.Array([taken, taken]), pikepdf.String("a")]
                )
        pdf.save(changed)
    return changed.getvalue()


CHANGES: tuple[Mutate, ...] = (other_bytes, other_tokens, other_parts)


def hostile(seed: int, pdfs: list[bytes], deck: bytes) -> tuple[str, bytes]:
    """A file by its number, and how it was made. Half are made on purpose."""
    rnd = random.Random(seed)
    if seed % 2:
        change, data = rnd.choice(CHANGES), rnd.choice([*pdfs, deck])
        kind = "deck" if data.startswith(b"PK") else "PDF"
        try:
            return f"{change.__name__} of a {kind}", change(rnd, data)
        except Exception:  # the library that writes found it too strange to write
            return f"other_bytes of a {kind}", other_bytes(rnd, data)
    at = seed // 2 % (len(PDFS) + len(DECKS))
    if at < len(PDFS):
        return PDFS[at].__name__, PDFS[at](rnd)
    return DECKS[at - len(PDFS)].__name__, DECKS[at - len(PDFS)](rnd, deck)
