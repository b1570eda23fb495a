"""What an answer of the app and one of the schema come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from contractbridge.contract import Binary, Contract, Object, Type, children, reached
from contractbridge.prove.proof import Finding, Issues, Outcome, Question
from contractbridge.prove.schemas import Judge
from contractbridge.prove.wire import query_of
from contractbridge.prove.within import is_within

_SENT: Final = frozenset({"item", "response"})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of one operation: as the app's process tells it, and its type in the contract."""

    told: Mapping[str, Any]
    type: Type | None
    model: str
    trouble: str

    @property
    def is_sent(self) -> bool:
        return self.told["side"] in _SENT

    def question(self, answer: Mapping[str, Any]) -> Question:
        told = self.told
        text = answer["sent"] if self.is_sent else answer["text"]
        return told["method"], told["path"], told["side"], told["status"], text, answer["wire"]


IsLax: TypeAlias = Callable[[Side, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Shrink:
    """What the app's process is told of disagreements, to find the smallest of each; lists go by side."""

    judge: Judge
    sides: Sequence[Side]
    findings: Sequence[Sequence[Finding]]
    is_lax: IsLax


def has_question(answer: Mapping[str, Any]) -> bool:
    """Whether there is anything to ask the schema: the app has said something."""
    return answer["verdict"] in {"accepts", "refuses"}


def finding_of(side: Side, answer: Mapping[str, Any], said: str, issues: Issues, is_lax: IsLax) -> Finding:
    problems: Issues = [(path, message) for path, message in answer["problems"]]
    return Finding(_outcome(side, answer, said, is_lax), answer["text"], problems, issues, answer["sent"])


def _outcome(side: Side, answer: Mapping[str, Any], said: str, is_lax: IsLax) -> Outcome:
    if answer["verdict"] == "breaks":
        return "server error"
    if "unsendable" in {answer["verdict"], said}:
        return "unsendable"
    if said == "missent":
        return "missent"
    if said not in {"ok", "altered", "refused"}:
        return "broken"
    if side.is_sent:
        return "agreed" if said == "ok" else "undecidable" if answer["lossy"] else cast("Outcome", f"response {said}")
    accepted = said != "refused"
    if accepted == (answer["verdict"] == "accepts"):
        return "agreed"
    if answer["lossy"]:
        return "undecidable"
    if accepted:
        return "python only" if answer["python_only"] else "accepted"
    return "lax" if is_lax(side, answer) else "refused"


def is_lax(side: Side, answer: Mapping[str, Any], *, contract: Contract, coerces: bool) -> bool:
    """Whether a schema may refuse what is legal: it lies outside the TypeScript type.

    Where all is coerced, this leaves the texts of objects and lists, and text in the place of a file.
    """
    value = json.loads(answer["text"])
    is_foreign = side.type is not None and not is_within(value, side.type, contract)
    if answer["wire"] is not None and _holds_unsent(value, side.type):
        return True
    if not coerces:
        return is_foreign
    if answer["as_text"] and _holds_composites(value):
        return True
    return side.type is not None and is_foreign and _has_files(side.type, contract)


def _holds_unsent(value: Any, node: Type | None) -> bool:
    """Whether among parameters there are others that are not sent under their names."""
    named = {each.name for each in node.fields} if isinstance(node, Object) else set()
    others = {name: each for name, each in value.items() if name not in named}
    return any(isinstance(each, dict) or not query_of({name: each}) for name, each in others.items())


def _has_files(node: Type, contract: Contract) -> bool:
    named = (contract.definitions[key].type for key in reached([node], contract.definitions))
    return any(map(_is_or_holds_file, (node, *named)))


def _is_or_holds_file(node: Type) -> bool:
    return isinstance(node, Binary) or any(map(_is_or_holds_file, children(node)))


def _holds_composites(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(each, dict | list) for each in value.values())
