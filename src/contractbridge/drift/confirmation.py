"""A second opinion on every proof: the validators of openapi-schema-validator, asked about the documents themselves.

They share no code with our reader, so what both say is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from contractbridge.contract import MISSING
from contractbridge.drift.change import Change, Witness
from contractbridge.readers.openapi.references import pointer

# What a second validator makes of a witness: it agrees; it says otherwise; the document says nothing about it.
Opinion: TypeAlias = Literal["agrees", "objects", "silent"]

_Steps: TypeAlias = tuple[str | int, ...]

NAME: Final = "openapi-schema-validator"
_PARAMETER: Final = re.compile(r"request\.(path|query|header|cookie)\.(.+)")
# Rules about what that validator takes for an annotation: formats that it does not know, encoded content.
_UNHEARD: Final = re.compile(r"-(format|rule)-")
_RESPONSE: Final = re.compile(r"response\.([^.]+)\.body\b.*")


class SecondOpinion:
    """Asks about two documents. Facts are no part of a document: what an app told beside it, nobody else knows."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self._old = _Document(old)
        self._new = _Document(new)

    def confirm(self, changes: Iterable[Change], *, of_app: bool) -> tuple[Change, ...]:
        """`changes`, each proof with the name of who agrees with it. Where another validator takes what we say is
        refused, and no fact that only an app tells can be the reason (`of_app`), a claim is taken back to a warning."""
        return tuple(each if each.witness is None else self._confirmed(each, each.witness, of_app) for each in changes)

    def _confirmed(self, change: Change, witness: Witness, of_app: bool) -> Change:  # noqa: FBT001
        match self.ask(change, witness):
            case "agrees":
                return replace(change, witness=replace(witness, confirmed_by=(*witness.confirmed_by, NAME)))
            case "objects" if not (of_app or _UNHEARD.search(change.rule)) and change.severity == "breaking":
                doubt = f"{NAME} does not agree with the proof."
                return replace(change, severity="warning", breaks=change.breaks - {"wire"}, unproven=doubt)
            case _:
                return change

    def ask(self, change: Change, witness: Witness) -> Opinion:
        """Whether the value of `witness` is good on the one side, and no longer is on the other."""
        before, after = (self._old, self._new) if witness.kind == "request" else (self._new, self._old)
        good, bad = before.admits(change, witness), after.admits(change, witness)
        if bad:
            return "objects"
        # It may refuse both: a required field that is read-only, which no request needs.
        return "agrees" if good and bad is False else "silent"


class _Document:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._validator = cache(self._make_validator)

    def admits(self, change: Change, witness: Witness) -> bool | None:
        """None where the document has no schema for the place."""
        found = self._schema_at(change, witness.kind)
        value = witness.part(change.location)
        if found is None or value is MISSING:
            return None
        try:
            return bool(self._validator(found).is_valid(value))
        except Exception:  # noqa: BLE001  a document may refer to nothing, or hold patterns that are none
            return None

    def _make_validator(self, place: str) -> Any:
        # Half of a second that only a breaking change is worth.
        import openapi_schema_validator as validators  # noqa: PLC0415
        from referencing import Registry  # noqa: PLC0415
        from referencing.jsonschema import DRAFT202012  # noqa: PLC0415

        registry: Any = Registry().with_resource("urn:contract", DRAFT202012.create_resource(self._document))
        schema = {"$ref": f"urn:contract#{place}"}
        if str(self._document.get("openapi")).startswith("3.0"):
            return validators.OAS30Validator(schema, registry=registry, format_checker=validators.oas30_format_checker)
        return validators.OAS31Validator(schema, registry=registry, format_checker=validators.oas31_format_checker)

    def _schema_at(self, change: Change, kind: Literal["request", "response"]) -> str | None:
        """A JSON pointer to the schema of which the witness is a value."""
        method, _, path = change.operation.partition(" ")
        item = self._item(path)
        if item is None:
            return None
        place, node = item
        operation = _at(node, method.lower())
        here = (*place, method.lower())
        if kind == "request" and (match := _PARAMETER.fullmatch(change.location)):
            own = self._parameter_schema(operation, here, match[1], match[2])
            return own or self._parameter_schema(node, place, match[1], match[2])
        if kind == "request":
            return self._content_schema(_at(operation, "requestBody"), (*here, "requestBody"))
        if match := _RESPONSE.fullmatch(change.location):
            response = _object(operation, "responses").get(match[1])
            return self._content_schema(response, (*here, "responses", match[1]))
        return None

    def _parameter_schema(self, owner: Any, place: _Steps, location: str, inside: str) -> str | None:
        """That of the parameter which `inside`, a path that begins with its name, leads into."""
        for index, written in enumerate(_list(owner, "parameters")):
            parameter, here = self._follow(written, (*place, "parameters", index))
            name = _at(parameter, "name")
            if _at(parameter, "in") != location or not isinstance(name, str) or "schema" not in parameter:
                continue
            if inside == name or inside.startswith((f"{name}.", f"{name}[", f"{name}{{")):
                return _pointer((*here, "schema"))
        return None

    def _content_schema(self, node: Any, place: _Steps) -> str | None:
        body, here = self._follow(node, place)
        for media_type, content in _object(body, "content").items():
            if "json" in media_type and isinstance(content, dict) and "schema" in content:
                return _pointer((*here, "content", media_type, "schema"))
        return None

    def _item(self, path: str) -> tuple[_Steps, Any] | None:
        """The path item, also where its parameters have other names."""
        paths = _object(self._document, "paths")
        wanted = _anonymous(path)
        name = path if path in paths else next((each for each in paths if _anonymous(each) == wanted), None)
        if name is None:
            return None
        node, place = self._follow(paths[name], ("paths", name))
        return place, node

    def _follow(self, node: Any, place: _Steps) -> tuple[Any, _Steps]:
        """What a reference within the document leads to."""
        for _ in range(8):
            ref = _at(node, "$ref")
            if not isinstance(ref, str) or not ref.startswith("#/"):
                break
            place = tuple(each.replace("~1", "/").replace("~0", "~") for each in ref[2:].split("/"))
            node = self._document
            for step in place:
                node = _at(node, str(step))
        return node, place


def _anonymous(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _pointer(steps: Iterable[str | int]) -> str:
    place: Any = None
    for step in steps:
        place = (place, step)
    return pointer(place).removeprefix("#")


def _at(node: Any, key: str) -> Any:
    return node.get(key) if isinstance(node, dict) else None


def _object(node: Any, key: str) -> dict[str, Any]:
    found = node.get(key) if isinstance(node, Mapping) else None
    return found if isinstance(found, dict) else {}


def _list(node: Any, key: str) -> list[Any]:
    found = _at(node, key)
    return found if isinstance(found, list) else []
