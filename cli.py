"""The command line: parse, call, print, exit code. Everything heavy is imported inside the commands.

Exit codes: 0 all is well; 1 the source has faults, a product cannot be made, or a file differs; 2 the command was
used wrongly, or a file cannot be read or written, or the answer cannot; 3 a file is out of date, but says what its own
edition said; 129 the terminal was closed (SIGHUP); 130 Ctrl-C; 143 asked to end (SIGTERM).
"""

from __future__ import annotations

import os
import signal
import sys


def _end_at_once(number: int, _: object) -> None:
    """End on a signal, as long as there is nothing to tidy up; ``main`` knows better."""
    os.write(2, b"Stopped before the start.\n")
    os._exit(128 + number)


if sys.argv[0].endswith(
    ("handbook", "cli.py")
):  # and not a test: what follows takes time, in which somebody may stop us
    for _number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(_number) is not signal.SIG_IGN:
            signal.signal(_number, _end_at_once)

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from products.build import Made, Say
    from proof.findings import Comparison
    from proof.report import Report
    from slides.agency.trial import Trial
    from source.notes import Note

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build the Safe Harbors pocket guide and training slides from one source, and prove that they say the same.",
)

Source = Annotated[
    Path, typer.Option("--source", help="The folder with the content files.", show_default="source/content")
]
Output = Annotated[Path, typer.Option("--output", help="The folder for the products.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something is wrong.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
Template = Annotated[
    Path | None, typer.Option("--template", help="Your own PowerPoint template for the slides (.potx or .pptx).")
]
TemplateMap = Annotated[
    Path | None, typer.Option("--template-map", help="A template.yaml that says which layouts to use.")
]
Settings = Annotated[
    bool,
    typer.Option("--settings/--no-settings", help="Whether the settings.yaml of the content folder counts."),
]
_CONTENT = Path(__file__).parent / "source" / "content"
_OUTPUT = Path("output")


@app.command()
def build(
    products: Annotated[list[str] | None, typer.Argument(help="Which products; all if none is named.")] = None,
    source: Source = _CONTENT,
    output: Output = _OUTPUT,
    page: Annotated[
        str | None, typer.Option("--page", help="Page or sheet: quarter-letter, letter, tabloid, a6, a4, a3.")
    ] = None,
    up: Annotated[
        int | None, typer.Option("--up", help="Pages of the booklet on a side of a sheet: 2, or 4 to cut.")
    ] = None,
    flip: Annotated[
        str | None, typer.Option("--flip", help="The edge that your printer flips on: short or long.")
    ] = None,
    cover: Annotated[str | None, typer.Option("--cover", help="titled, or discreet: without the subject.")] = None,
    session: Annotated[
        list[str] | None,
        typer.Option("--session", help="The session of the slides, or all; see “sessions”. For several, say it again."),
    ] = None,
    template: Template = None,
    template_map: TemplateMap = None,
    settings: Settings = True,
    force: Annotated[bool, typer.Option("--force", help="Make again what is current, too.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Build the products, and prove each of them against the source before it is written.

    What is current and unharmed is not made again. Options that are not given here are as settings.yaml in the content
    folder has them.
    """
    from products.build import carry_out
    from products.request import request
    from products.summary import as_data
    from source.errors import IncompleteError

    given = {"page": page, "up": up, "flip": flip, "cover": cover, "template": template, "template_map": template_map}
    asked = request(source, settings=settings, products=products, session=session, **given)
    notes: list[Note] = []
    failed = None
    with _progress(quiet or as_json) as progress:
        try:
            made = carry_out(asked, output, progress, notes.append, force=force)
        except IncompleteError as error:
            made, failed = list(error.made), error
    if as_json:
        entries = [
            {**one.data, "product": one.product, "file": str(one.path), "bytes": one.size, "made": one.made}
            for one in made
        ]
        faults = [asdict(fault) for fault in failed.faults] if failed else []
        _print_json({"products": entries, **as_data(notes, failed), "faults": faults})
    elif not quiet:
        _print_made(made, notes)
    if failed:
        _warn(str(failed))
        raise typer.Exit(1)


@app.command()
def check(source: Source = _CONTENT, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Check the source alone: every fault with its file, line and column."""
    from datetime import date

    from source.check import refused, to_mend
    from source.errors import SourceError
    from source.load import load
    from source.reminders import reminders

    loaded = load(source)
    guide = loaded.guide
    if faults := [*refused(loaded), *to_mend(loaded)]:
        raise SourceError(faults)
    notes = [note.text for note in reminders(loaded) if note.holds(date.today())]
    if as_json:
        _print_json({"items": len(guide.items()), "fingerprint": guide.fingerprint, "reminders": notes})
    elif not quiet:
        for note in notes:
            print(note)
        print(f"{len(guide.items())} items, no faults. Edition {guide.edition}, check code {guide.fingerprint}.")


@app.command()
def approve(
    voices: Annotated[list[str], typer.Argument(help="The ids of the voices, such as voice.housing.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept with the approval.")],
    source: Source = _CONTENT,
) -> None:
    """Approve the words of voices as they now stand, after showing each difference and asking."""
    from datetime import date

    from products.shell import agreed
    from source.approve import approve as approve_all

    done = approve_all(source, voices, reason, date.today(), ask=agreed)
    print(f"{done} of {len(voices)} written to {source / 'voices.lock'}.")
    if done < len(voices):
        raise typer.Exit(1)


@app.command()
def verify(
    files: Annotated[list[Path] | None, typer.Argument(help="Any PDF or PPTX; all products if none is named.")] = None,
    source: Source = _CONTENT,
    output: Output = _OUTPUT,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write a page to send: FILE.html or FILE.pdf.")
    ] = None,
    settings: Settings = True,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Read any files back, and say item by item whether they carry the source's words.

    Exit codes: 0 the same, 1 differs, 2 a file cannot be read, 3 out of date but faithful.
    """
    from products.build import write_report
    from products.request import request
    from products.verify import built, verified
    from proof.findings import exit_code
    from proof.report import Report
    from source.files import tidy
    from source.load import load

    asked = request(source, settings=settings)
    tidy(output)
    wanted = [output / target.file for target in asked.targets()]
    there = [path for path in built(output) if path.is_file()]
    if there and not files:  # a product that could not hold the words was left out
        for path in wanted:
            if path not in there:
                _warn(f"{path} is not there, so it was not compared.")
    loaded = load(source, asked.contents)
    with _progress(quiet or as_json) as progress:
        comparisons = verified(loaded, files or there or wanted, asked.options, progress)
    told = Report(loaded.guide.labels, loaded.guide.language)
    if report:
        write_report(told.page(comparisons), report)
    if as_json:
        _print_json([told.as_data(comparison) for comparison in comparisons])
    for comparison in comparisons:
        if comparison.unread:
            _warn(comparison.unread)
        elif not (as_json or (quiet and comparison.faithful)):
            _print_findings(told, comparison)
    if code := exit_code(comparison.verdict for comparison in comparisons):
        raise typer.Exit(code)


@app.command()
def release(source: Source = _CONTENT) -> None:
    """Write down what this edition says, on the day that you give it out: later files are told apart by it."""
    from datetime import date

    from source.approve import release as write_down
    from source.load import load

    loaded = load(source)
    write_down(loaded, date.today())
    guide = loaded.guide
    print(f"Edition {guide.edition} is written down, check code {guide.fingerprint}.")


@app.command("check-template")
def check_template(
    file: Annotated[
        Path | None, typer.Argument(help="Your own PowerPoint template (.potx or .pptx), if not that of settings.yaml.")
    ] = None,
    template_map: TemplateMap = None,
    preview: Annotated[
        Path | None, typer.Option("--preview", help="Write a deck that shows a sample of each kind of slide.")
    ] = None,
    source: Source = _CONTENT,
    as_json: AsJson = False,
) -> None:
    """Try a template: which slide goes to which layout, what is missing, which contrast and sizes come out."""
    from products.build import try_template
    from products.request import request
    from slides.agency.trial import as_data

    options = request(source, template=file, template_map=template_map).options
    with _progress(as_json) as progress:
        trial = try_template(source, options.template, options.template_map, preview, progress)
    if as_json:
        _print_json(as_data(trial))
    else:
        _print_trial(trial)
    if trial.errors:
        raise typer.Exit(1)


@app.command()
def products(as_json: AsJson = False) -> None:
    """List what can be built, and in which sizes."""
    from products.table import PRODUCTS

    if as_json:
        _print_json([{"name": p.name, "file": p.file, "sizes": p.sizes, "about": p.about} for p in PRODUCTS.values()])
    else:
        heads = ("product", "file", "sizes", "what it is")
        _print_table(heads, ((p.name, p.file, ", ".join(p.sizes), p.about) for p in PRODUCTS.values()))


@app.command()
def sessions(source: Source = _CONTENT, as_json: AsJson = False) -> None:
    """List the sessions: for whom, how many tips and voices, and how much of their time they take."""
    from source.load import load
    from source.sessions import overview

    listed = overview(load(source).guide)
    if as_json:
        _print_json(listed)
    else:
        heads = ("session", "title", "for", "tips", "voices")
        rows = ([row[head] for head in heads] + [f"{row['takes']:g} of {row['minutes']:g}"] for row in listed)
        _print_table((*heads, "minutes"), rows)


def _print_table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*heads, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*map(str, row))
    Console().print(table)


def _print_made(made: Sequence[Made], notes: Sequence[Note]) -> None:
    from products.summary import lines

    for one in made:
        print(f"{one.path}{'' if one.made else ' is current:'}  {one.sentence}")
    if made and not any(one.made for one in made):
        print("Nothing to do: every product is current. To make them all the same, add --force.")
    for line in lines(notes):
        print(line)


def _print_trial(trial: Trial) -> None:
    from slides.agency.trial import sizes

    for kind in trial.kinds:
        print(f"{kind.kind} → “{kind.layout}” (by {kind.found_by})")
        for text in kind.texts:
            shade = f"contrast {text.contrast:.1f}"
            print(f"    {text.text:<12}{text.placeholder or '(text box)':<28}{sizes(text):<15}{shade}")
    for line in (*trial.errors, *trial.advice):
        print(f"\n{line}")
    if trial.left_out:
        print(f"\nLeft out of the deck, with all that only it uses: {'; '.join(trial.left_out)}.")
    mend = " Mend what is named above first." if trial.errors else ""
    print(f"\nThe deck {'can be made on this template' if trial.usable else 'cannot be made on it yet'}.{mend}")


def _print_findings(report: Report, comparison: Comparison) -> None:
    """What differs as a table at a terminal, and as plain lines elsewhere."""
    if not (comparison.differences and sys.stdout.isatty()):
        print("\n".join(report.lines(comparison)))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    title, caption = escape(report.summary(comparison)), escape(report.edition(comparison))
    table = Table("what", "item", "where", "words", title=title, caption=caption, show_lines=True)
    for finding in comparison.differences:
        words = "\n".join((report.what(finding), *finding.advice))
        table.add_row(
            *map(escape, (report.state(finding), report.name(finding), report.where(finding, comparison.medium), words))
        )
    Console(emoji=False).print(table)  # ":house:" stays the word that somebody wrote


def _warn(text: str) -> None:
    print(text, file=sys.stderr)


def _print_json(value: object) -> None:
    plain = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")  # JSON has its own way to spell letters
    print(json.dumps(value, ensure_ascii=plain, indent=2))


@contextmanager
def _progress(silent: bool) -> Iterator[Say]:
    """Says what is being done, in one line that changes, and only to a person at a terminal."""
    if silent or not sys.stderr.isatty():
        yield lambda step: None
        return
    width = 40

    def say(step: str) -> None:
        sys.stderr.write(f"\r{step + ' …':<{width}}")
        sys.stderr.flush()

    try:
        yield say
    finally:
        sys.stderr.write("\r" + " " * width + "\r")


def main() -> None:
    """Run the command line; what goes wrong on purpose is one message and an exit code, never a traceback."""
    from products.shell import run

    run(_exit_code)


def _exit_code() -> int:
    """Run the command that was asked for."""
    from products.shell import heed
    from source.errors import HandbookError, told

    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else bool(end.code)
    except (HandbookError, OSError, MemoryError) as error:
        heed()
        said, code = told(error)
        if "--json" in sys.argv:
            _print_json({"error": said, "faults": [asdict(fault) for fault in getattr(error, "faults", ())]})
        _warn(said)
        return code
    return 0


if __name__ == "__main__":
    main()
