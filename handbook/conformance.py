"""What WeasyPrint leaves out of a tagged PDF, filled in: one file that is both PDF/UA-1 and PDF/A-2a.

PDF/UA-1 is ISO 14289-1, PDF/A-2a is ISO 19005-2. A file that says it is both needs the identification of PDF/UA in
its metadata, and a description of that identification, because PDF/A allows no metadata that is not described
(ISO 19005-2, 6.6.2.3). WeasyPrint 70 writes only one of the two.

All else here is no matter of passing a checker, but of what people hear: running heads that are not read out in the
middle of a sentence, header cells that say what they head, and words in the sound of their language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf

PRINT = 4  # the flag of an annotation that says that it may be printed (ISO 32000-1, table 165)

_PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\
"""


def complete(data: bytes) -> bytes:
    """A tagged PDF/A-2a by WeasyPrint, completed to PDF/UA-1; the same bytes for the same input."""
    with pikepdf.open(BytesIO(data)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot))
        _identify(pdf)
        _mark_headers(elements)
        elements[0].Lang = str(pdf.Root.Lang)
        _let_links_be_printed(pdf)
        _take_running_heads_out(pdf, elements)
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a file, without the time, the place or chance in them."""
    file = BytesIO()
    pdf.save(
        file,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        linearize=False,
    )
    return file.getvalue()


def _elements(root: Any) -> Iterator[Any]:
    """Every element of the structure tree, in logical order."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.get("/Type") == "/StructElem":
            yield element
        kids = element.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary)]


def _identify(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.Root.Metadata
    described = metadata.read_bytes()
    if b"pdfuaid:part" not in described:
        metadata.write(described.replace(b"</rdf:RDF>", _PDF_UA + b"</rdf:RDF>"))


def _mark_headers(elements: list[Any]) -> None:
    """A header cell heads its row where cells that are no headers stand beside it, and its column elsewhere."""
    for element in elements:
        if element.S == "/TH":
            row = element.P.get("/K", [])
            beside = any(isinstance(cell, pikepdf.Dictionary) and cell.get("/S") == "/TD" for cell in row)
            attributes = element.get("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
            attributes.Scope = pikepdf.Name.Row if beside else pikepdf.Name.Column
            element.A = attributes


def _let_links_be_printed(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        annotations: Any = page.get("/Annots", [])
        for annotation in annotations:
            annotation.F = int(annotation.get("/F", 0)) | PRINT


_MARKED = re.compile(rb"/\w+\s+<<\s*/MCID (\d+)\s*>>\s+BDC")


def _take_running_heads_out(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    """Content that is numbered but stands in no element of the tree becomes an artifact (ISO 14289-1, 7.1)."""
    used = _used_numbers(elements)
    for number, page in enumerate(pdf.pages):
        read_out = used.get(page.obj.objgen, set())
        content = page.Contents.read_bytes()
        page.Contents.write(_MARKED.sub(partial(_as_artifact, read_out), content))
        _forget(pdf.Root.StructTreeRoot.ParentTree, number, read_out)


def _as_artifact(read_out: set[int], mark: re.Match[bytes]) -> bytes:
    return mark[0] if int(mark[1]) in read_out else b"/Artifact BMC"


def _used_numbers(elements: list[Any]) -> dict[tuple[int, int], set[int]]:
    """The numbers (MCID) of marked content that the tree refers to, by page."""
    used: dict[tuple[int, int], set[int]] = {}
    for element in elements:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                used.setdefault(element.Pg.objgen, set()).add(kid)
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                used.setdefault(kid.get("/Pg", element.get("/Pg")).objgen, set()).add(int(kid.MCID))
    return used


def _forget(tree: Any, page: int, kept: set[int]) -> None:
    """Take the elements of artifacts out of the way back from content to elements."""
    numbers = tree.Nums
    for at in range(0, len(numbers), 2):
        if int(numbers[at]) == page:
            for number in range(len(numbers[at + 1])):
                if number not in kept:
                    numbers[at + 1][number] = None
