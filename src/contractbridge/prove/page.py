"""A proof as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from contractbridge.prove.findings import (
    ASIDE,
    MEANINGS,
    SAYS,
    conclusion_of,
    input_of,
    issues_of,
    mode_of,
    place_of,
    side_of,
    summary_of,
    validators_of,
    verdict_of,
)
from contractbridge.prove.proof import DISAGREEMENTS, Finding, Proof, Section

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c2330; --dim: #667085; --line: #e3e7ee; --page: #f6f7f9; --card: #fff;
  --good: #12805c; --bad: #c4320a; --aside: #b98a1d; --none: #98a2b3; --code: #f2f4f7 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --dim: #98a2b3; --line: #2a3140; --page: #12161d;
  --card: #1a202a; --good: #3ccb96; --bad: #ff8a65; --aside: #e0b64a; --none: #667085; --code: #232b38 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem }
p { margin: .25rem 0 } dl + .bad { margin-top: 1rem }
.dim { color: var(--dim) } .good { color: var(--good) } .bad { color: var(--bad) }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace }
pre { background: var(--code); border-radius: 6px; padding: .6rem .75rem; margin: .5rem 0; overflow-x: auto;
  white-space: pre-wrap; overflow-wrap: anywhere }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 }
.figure, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px }
.figure { padding: .75rem 1.1rem; min-width: 8rem } .figure b { display: block; font-size: 1.5rem; line-height: 1.2 }
.card { overflow-x: auto } .note { padding: .9rem 1.1rem; margin: 0 0 .75rem }
table { border-collapse: collapse; width: 100% } td, th { padding: .5rem .9rem; text-align: left; vertical-align: top }
th { color: var(--dim); font-weight: 500; font-size: 13px } tr + tr td { border-top: 1px solid var(--line) }
td.number { text-align: right; font-variant-numeric: tabular-nums } td .method { color: var(--dim) }
.bar { display: flex; height: 6px; border-radius: 3px; overflow: hidden; background: var(--line);
  min-width: 9rem; margin-top: .5rem }
.bar i { display: block; min-width: 2px }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 }
dt { font-weight: 600 } dd { margin: 0 }
ul { margin: .25rem 0; padding-left: 1.25rem }
"""


def as_page(proof: Proof) -> str:
    """The whole page. Everything that comes from the app is escaped."""
    mood = "good" if proof.holds and proof.inputs else "bad"
    parts = [
        f"<h1>{escape(proof.title)}</h1>",
        f'<p class="{mood}"><b>{escape(conclusion_of(proof))}</b></p>',
        f'<p class="dim">{escape(summary_of(proof))}</p>',
        f'<p class="dim">{escape(mode_of(proof))}</p>',
        _figures(proof),
        *_wrong(proof),
        "<h2>Every operation</h2>",
        _table(proof),
        *_listed(
            "Not proven",
            [(f"{place_of(each)}, {side_of(each)}", each.trouble) for each in proof.sections if each.trouble],
        ),
        *_listed("Validators that only Python can run", list(_validators(proof))),
        *_listed("Words", [(ASIDE[each], text) for each, text in MEANINGS.items() if proof.count(each)]),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(proof.title)}: app and schemas</title>\n<style>{_STYLE}</style>\n"
        "<main>\n" + "\n".join(parts) + "\n</main>\n</html>\n"
    )


def _figures(proof: Proof) -> str:
    wrong = proof.count(*DISAGREEMENTS)
    aside = sum(proof.count(each) for each in ASIDE)
    figures = [
        (f"{proof.inputs:,}", "inputs", ""),
        (f"{proof.count('agreed'):,}", "agree", "good"),
        (f"{wrong:,}", "disagree", "bad" if wrong else ""),
        (f"{aside:,}", "neither", ""),
    ]
    shown = (f'<div class="figure"><b class="{kind}">{number}</b>{word}</div>' for number, word, kind in figures)
    return f'<div class="figures">{"".join(shown)}</div>'


def _wrong(proof: Proof) -> Iterator[str]:
    wrong = [each for each in proof.sections if each.disagreements]
    if not wrong:
        return
    yield "<h2>Where they disagree</h2>"
    for section in wrong:
        shown = section.smallest
        more = len(section.disagreements) - len(shown)
        yield '<div class="card note">'
        place = f"<b>{escape(place_of(section))}</b>, {escape(side_of(section))}"
        yield f"<p>{place}: <code>{escape(section.model)}</code></p>"
        yield from map(_finding, shown)
        if more > 0:
            yield f'<p class="dim">… and {more:,} more</p>'
        yield "</div>"


def _finding(finding: Finding) -> str:
    said = []
    for who, issues in (("App", finding.server), ("Zod", finding.zod)):
        for path, value, message in issues_of(finding, issues):
            at = f"<code>{escape(path or 'the whole')}{' = ' + escape(_cut(value)) if value else ''}</code>"
            said.append(f"<dt>{who}</dt><dd>{escape(message)} <span class='dim'>at</span> {at}</dd>")
    value = f"<pre>{escape(input_of(finding))}</pre>"
    return f'<p class="bad">{SAYS[finding.outcome]}</p>{value}<dl>{"".join(said)}</dl>'


def _table(proof: Proof) -> str:
    head = "<tr><th>Operation</th><th>Side</th><th>Type</th><th>Inputs</th><th>Verdict</th></tr>"
    return f'<div class="card"><table>{head}{"".join(map(_row, proof.sections))}</table></div>'


def _row(section: Section) -> str:
    kind = "bad" if section.disagreements else "good" if section.findings else "dim"
    return (
        f'<tr><td><span class="method">{escape(section.method)}</span> {escape(section.path)}</td>'
        f"<td>{escape(side_of(section))}</td><td><code>{escape(_cut(section.model))}</code></td>"
        f'<td class="number">{len(section.findings):,}</td>'
        f'<td><span class="{kind}">{escape(verdict_of(section))}</span>{_bar(section)}</td></tr>'
    )


def _bar(section: Section) -> str:
    aside = section.count(*ASIDE)
    shares = [("good", section.count("agreed")), ("bad", section.count(*DISAGREEMENTS)), ("aside", aside)]
    parts = (f'<i style="flex:{count};background:var(--{name})"></i>' for name, count in shares if count)
    return f'<div class="bar">{"".join(parts)}</div>'


def _validators(proof: Proof) -> Iterator[tuple[str, str]]:
    for name, sections in validators_of(proof).items():
        yield name, ", ".join(dict.fromkeys(place_of(each) for each in sections))


def _listed(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    items = [f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows]
    if items:
        yield f'<h2>{title}</h2><div class="card note"><dl>{"".join(items)}</dl></div>'


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
