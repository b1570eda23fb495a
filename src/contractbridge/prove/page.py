"""A proof as one HTML page that needs nothing else, in the look of the other reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

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
from contractbridge.prove.proof import Finding, Proof, Section
from contractbridge.reports.html import page_of


def as_page(proof: Proof) -> str:
    """The whole page. Everything that comes from the app is escaped."""
    header = [
        f"<h1>{escape(conclusion_of(proof))}</h1>",
        f"<p>{escape(proof.title)}</p>",
        f'<p class="summary">{escape(summary_of(proof))}</p>',
        f"<p>{escape(mode_of(proof))}</p>",
    ]
    meanings = [(f"{proof.count(each):,} {ASIDE[each]}", text) for each, text in MEANINGS.items() if proof.count(each)]
    troubles = [(f"{place_of(each)}, {side_of(each)}", each.trouble) for each in proof.sections if each.trouble]
    main = [
        *_listed("Neither agreement nor disagreement", meanings),
        *_wrong(proof),
        *_operations(proof),
        *_listed("Not proven", troubles),
        *_listed("Validators that only Python can run", _validators(proof)),
    ]
    kind = "warning" if not proof.inputs else "accepted" if proof.holds else "breaking"
    return page_of(f"{proof.title}: app and schemas", kind, "\n".join(header), "\n".join(main))


def _wrong(proof: Proof) -> Iterator[str]:
    wrong = [each for each in proof.sections if each.disagreements]
    if wrong:
        yield '<section class="breaking">\n<h2>Where they disagree</h2>'
        for section in wrong:
            yield "<article>"
            place = f"{escape(place_of(section))}, {escape(side_of(section))}"
            yield f'<p class="message">{place}: <code>{escape(section.model)}</code></p>'
            yield from map(_finding, section.smallest)
            if (more := len(section.disagreements) - len(section.smallest)) > 0:
                yield f'<p class="hint">… and {more:,} more</p>'
            yield "</article>"
        yield "</section>"


def _finding(finding: Finding) -> str:
    said = []
    for who, issues in (("App", finding.server), ("Zod", finding.zod)):
        for path, value, message in issues_of(finding, issues):
            at = f"<code>{escape(path or 'the whole')}{' = ' + escape(_cut(value)) if value else ''}</code>"
            said.append(f"<p>{who}: {escape(message)} at {at}</p>")
    return f'<p class="whom">{SAYS[finding.outcome]}</p><pre>{escape(input_of(finding))}</pre>{"".join(said)}'


def _operations(proof: Proof) -> Iterator[str]:
    """A table for each operation; what is the same for several, such as their errors, comes last and once."""
    alike: dict[tuple[str, ...], list[Section]] = {}
    for each in proof.sections:
        alike.setdefault(_cells(each), []).append(each)
    shared = {key: those for key, those in alike.items() if those[1:] and those[0].side in {"response", "item"}}
    yield "<h2>Every operation</h2>"
    own: dict[str, list[Section]] = {}
    for each in proof.sections:
        if _cells(each) not in shared:
            own.setdefault(place_of(each), []).append(each)
    for place, sections in own.items():
        yield f"<h3><code>{escape(place)}</code></h3>"
        yield from _table(sections)
    if shared:
        yield "<h3>The same in several operations</h3>"
        yield from _table([those[0] for those in shared.values()])
        places = [(f"{key[0]}: {key[1]}", ", ".join(map(place_of, those))) for key, those in shared.items()]
        yield f"<details>\n<summary>Which they are</summary>\n{_list(places)}</details>"


def _cells(section: Section) -> tuple[str, ...]:
    return side_of(section), _cut(section.model), f"{len(section.findings):,} inputs", verdict_of(section)


def _table(sections: Sequence[Section]) -> Iterator[str]:
    yield "<table>"
    for each in sections:
        kind = "breaking" if each.disagreements else "accepted" if each.findings else "warning"
        side, model, inputs, verdict = map(escape, _cells(each))
        yield (
            f'<tr class="{kind}"><td>{side}</td><td><code>{model}</code></td>'
            f'<td class="number">{inputs}</td><td class="whom">{verdict}</td></tr>'
        )
    yield "</table>"


def _validators(proof: Proof) -> Iterator[tuple[str, str]]:
    for name, sections in validators_of(proof).items():
        yield name, ", ".join(dict.fromkeys(place_of(each) for each in sections))


def _listed(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    if items := _list(rows):
        yield f"<h2>{title}</h2>\n{items}"


def _list(rows: Iterable[tuple[str, str]]) -> str:
    items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>\n" for name, text in rows)
    return f"<dl>\n{items}</dl>\n" if items else ""


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
