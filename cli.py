"""The command line: parse, call, print, exit code. Everything heavy is imported inside the commands.

Exit codes: 0 all is well; 1 the source has faults, a product cannot be made, or a file differs; 2 the command was
used wrongly, or a file cannot be read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from build import Progress
    from source.compare import Comparison

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build the Safe Harbors pocket guide and training deck from one source, and prove that they say the same.",
)

Source = Annotated[
    Path, typer.Option("--source", help="The folder with the content files.", show_default="source/content")
]
Output = Annotated[Path, typer.Option("--output", help="The folder for the products.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something is wrong.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
_CONTENT = Path(__file__).parent / "source" / "content"
_OUTPUT = Path("output")


@app.command()
def build(
    products: Annotated[list[str] | None, typer.Argument(help="Which products; all if none is named.")] = None,
    source: Source = _CONTENT,
    output: Output = _OUTPUT,
    page: Annotated[str, typer.Option("--page", help="The page of the pocket guide: quarter-letter or a6.")] = (
        "quarter-letter"
    ),
    session: Annotated[str, typer.Option("--session", help="The session of the slides; see “sessions”.")] = "full",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Build the products, and prove each of them against the source before it is written."""
    from build import Options
    from build import build as build_all
    from source.report import summary

    with _progress(quiet or as_json) as progress:
        made = build_all(source, output, products or (), Options(page=page, session=session), progress)
    if as_json:
        _print_json(
            [{"product": m.product, "file": str(m.path), "bytes": m.size} | _as_json(m.comparison) for m in made]
        )
    elif not quiet:
        for product in made:
            places = f"{product.places} {product.comparison.medium}s, {product.size / 1000:.0f} kB"
            typer.echo(f"{product.path}  {places}\n  {summary(product.comparison)}")


@app.command()
def check(source: Source = _CONTENT, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Check the source alone: every fault with its file, line and column."""
    from datetime import date

    from source.check import advice
    from source.load import load

    guide = load(source)
    reminders = advice(guide, date.today())
    if as_json:
        _print_json({"items": len(guide.items()), "fingerprint": guide.fingerprint, "advice": reminders})
    elif not quiet:
        for reminder in reminders:
            typer.echo(reminder)
        typer.echo(f"{len(guide.items())} items, no faults. Edition {guide.edition}, fingerprint {guide.fingerprint}.")


@app.command()
def verify(
    files: Annotated[list[Path] | None, typer.Argument(help="Which files; all products if none is named.")] = None,
    source: Source = _CONTENT,
    output: Output = _OUTPUT,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Read files back, and say item by item whether they carry the source's words."""
    from build import built, differences
    from build import verify as verify_all
    from source.report import summary

    comparisons = verify_all(source, files or built(output))
    if as_json:
        _print_json([_as_json(comparison) for comparison in comparisons])
    for comparison in comparisons:
        if not (as_json or (quiet and comparison.faithful)):
            typer.echo("\n".join(filter(None, (summary(comparison), differences(comparison)))))
    if not all(comparison.faithful for comparison in comparisons):
        raise typer.Exit(1)


@app.command()
def products(as_json: AsJson = False) -> None:
    """List what can be built, and in which sizes."""
    from build import PRODUCTS

    if as_json:
        _print_json([{"name": p.name, "file": p.file, "sizes": p.sizes, "about": p.about} for p in PRODUCTS.values()])
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("product", "file", "sizes", "what it is", box=None, header_style="bold")
    for product in PRODUCTS.values():
        table.add_row(product.name, product.file, ", ".join(product.sizes), product.about)
    Console().print(table)


@app.command()
def sessions(source: Source = _CONTENT, as_json: AsJson = False) -> None:
    """List the sessions: for whom, how many tips and voices, and how much of their time they take."""
    from source.load import load
    from source.sessions import overview

    listed = overview(load(source))
    if as_json:
        _print_json(listed)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*listed[0], box=None, header_style="bold")
    for row in listed:
        table.add_row(*map(str, row.values()))
    Console().print(table)


def _as_json(comparison: Comparison) -> dict[str, Any]:
    from dataclasses import asdict

    findings = [asdict(finding) for finding in comparison.findings]
    return {
        "name": comparison.name,
        "items": len(comparison.items),
        "same": comparison.same,
        "faithful": comparison.faithful,
        "findings": findings,
    }


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def _progress(silent: bool) -> Iterator[Progress]:
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
    from source.errors import HandbookError, UnreadableError, UsageError

    try:
        app()
    except (UsageError, UnreadableError) as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except HandbookError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
