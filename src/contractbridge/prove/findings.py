"""What reports say of a proof, in words: whatever its format, it says the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from contractbridge.config import Coercion
from contractbridge.contract import JSON
from contractbridge.prove.leaves import written
from contractbridge.prove.proof import DISAGREEMENTS, Finding, Issues, Outcome, Proof, Section
from contractbridge.prove.wire import FILE

SAYS: Final[dict[Outcome, str]] = {
    "accepted": "Zod accepts what the app refuses",
    "refused": "Zod refuses what the app accepts",
    "response refused": "Zod refuses what the app sends",
    "response altered": "Zod alters what the app sends",
    "missent": "the client does not send it as the app reads it",
    "broken": "the schema does not answer",
}
ASIDE: Final[dict[Outcome, str]] = {
    "lax": "lax",
    "python only": "Python only",
    "undecidable": "undecidable",
    "server error": "error in the app",
    "unsendable": "cannot be sent",
}
MEANINGS: Final[dict[Outcome, str]] = {
    "lax": 'legal, but outside the TypeScript type, as "1" for a number: Zod is right to refuse it',
    "python only": "refused by a validator that only Python can run: Zod cannot know",
    "undecidable": "what one side does not hold: numbers past 64 bits, half a surrogate pair, members called __proto__",
    "server error": "the app itself fails on it",
    "unsendable": "no request carries it: a path that leads elsewhere, letters that HTTP has no place for",
}
_MODES: Final[dict[Coercion, str]] = {
    "none": "Proven without coercion: a schema takes what TypeScript takes.",
    "pydantic": 'Proven with coerce = "pydantic": request schemas also take what the server converts.',
}

_SHOWN: Final = 3

Kind: TypeAlias = tuple[Outcome, tuple[str, ...]]
Issue: TypeAlias = tuple[str, str, str]  # path, value there, message


def verdict_of(section: Section) -> str:
    """One section in a few words."""
    if not section.findings:
        return "not tried"
    asides = [f"{section.count(each):,} {word}" for each, word in ASIDE.items() if section.count(each)]
    number = section.count(*DISAGREEMENTS)
    agreed = ["agree"] if section.count("agreed") else []
    return ", ".join([*([f"{number:,} disagree"] if number else agreed), *asides])


def summary_of(proof: Proof) -> str:
    counts = [f"{proof.count('agreed'):,} agree"]
    counts += [f"{proof.count(each):,} {word}" for each, word in ASIDE.items() if proof.count(each)]
    if number := proof.count(*DISAGREEMENTS):
        counts.append(f"{number:,} disagree")
    settings = proof.settings
    return f"{proof.inputs:,} inputs (seed {settings.seed}, {settings.examples} examples each): {', '.join(counts)}."


def mode_of(proof: Proof) -> str:
    """Which schemas were proven."""
    return _MODES[proof.settings.coerce]


def conclusion_of(proof: Proof) -> str:
    wrong = [each for each in proof.sections if each.disagreements]
    if not proof.inputs:
        return "Nothing could be tried."
    if not wrong:
        return "The schemas say what the app says."
    return f"The schemas and the app disagree in {len(wrong)} of {len(proof.sections)} places."


def telling(findings: Iterable[Finding]) -> list[Finding]:
    """The first disagreements of each kind and place, the shortest input first."""
    wrong = (each for each in findings if each.outcome in DISAGREEMENTS)
    seen: dict[Kind, Finding] = {}
    for each in sorted(wrong, key=lambda each: (len(each.text), each.text)):
        seen.setdefault(kind_of(each), each)
    return list(seen.values())[:_SHOWN]


def kind_of(finding: Finding) -> Kind:
    """What a disagreement is about: how it differs and where."""
    return finding.outcome, tuple(_place(path) for path, _ in (finding.zod or finding.server)[:1])


def input_of(finding: Finding) -> str:
    """What was sent or taken, as people read it."""
    return (finding.sent or finding.text).replace(written(FILE), "<file>")


def issues_of(finding: Finding, issues: Issues) -> Iterator[Issue]:
    """Each issue with the place in the input, the value that stands there, and what is wrong with it."""
    value = json.loads(finding.sent or finding.text)
    for path, message in issues:
        yield ".".join(map(str, path)), _shown_at(value, path), message


def validators_of(proof: Proof) -> dict[str, list[Section]]:
    """Python's validators by name, each with where it is asked: requests first, which it refuses."""
    found: dict[str, list[Section]] = {}
    for section in sorted(proof.sections, key=lambda each: each.side in ("response", "item")):
        for name in section.validators:
            found.setdefault(name, []).append(section)
    return found


def place_of(section: Section) -> str:
    return f"{section.method} {section.path}"


def side_of(section: Section) -> str:
    match section.side:
        case "response":
            return f"sends {section.status}"
        case "item":
            return f"streams {section.status}"
        case side:
            return side


def as_json(proof: Proof) -> str:
    """Everything, for programs: {"holds", "counts", "sections": [{..., "smallest": [...], "disagreements": [...]}]}."""
    settings = proof.settings
    whole = {
        "title": proof.title,
        "holds": proof.holds,
        "seed": settings.seed,
        "examples": settings.examples,
        "coerce": settings.coerce,
        "inputs": proof.inputs,
        "counts": _counts(proof),
        "sections": [_section(each) for each in proof.sections],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _section(section: Section) -> dict[str, Any]:
    return {
        "method": section.method,
        "path": section.path,
        "side": section.side,
        **({"status": section.status} if section.status else {}),
        "model": section.model,
        "inputs": len(section.findings),
        "counts": _counts(section),
        "pythonOnly": list(section.validators),
        **({"trouble": section.trouble} if section.trouble else {}),
        "smallest": [_finding(each) for each in section.smallest],
        "disagreements": [_finding(each) for each in section.disagreements],
    }


def _counts(counted: Proof | Section) -> dict[str, int]:
    names: Sequence[Outcome] = ("agreed", *DISAGREEMENTS, *ASIDE)
    return {name: counted.count(name) for name in names if counted.count(name)}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.outcome,
        "input": finding.text,
        **({"sent": finding.sent} if finding.sent else {}),
        "app": [{"path": path, "message": message} for path, message in finding.server],
        "zod": [{"path": path, "message": message} for path, message in finding.zod],
    }


def _place(path: Sequence[str | int]) -> str:
    return ".".join("*" if isinstance(step, int) else step for step in path)


def _shown_at(value: JSON, path: Sequence[str | int]) -> str:
    for step in path:
        match value:
            case dict() if step in value:
                value = value[str(step)]
            case list() if isinstance(step, int) and step < len(value):
                value = value[step]
            case _:
                return ""
    return written(value).replace(written(FILE), "<file>")
