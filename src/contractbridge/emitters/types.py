"""`types.d.ts`: interfaces, enums and unions. It imports nothing and runs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from contractbridge.contract import (
    JSON,
    MISSING,
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Const,
    Contract,
    Definition,
    Docs,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Missing,
    Never,
    Null,
    Number,
    Object,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
    distinct_members,
    resolve,
)
from contractbridge.emitters.module import Module
from contractbridge.emitters.text import after, fit, indent, jsdoc, key, literal
from contractbridge.faces import Face, FacedDefinitions, is_hidden, is_present
from contractbridge.naming import Names


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a type is printed: in which contract, under which face, and what stands before a definition's name."""

    contract: Contract
    names: Names
    face: Face
    qualifier: str = ""


def emit_types(contract: Contract, faced: FacedDefinitions, names: Names, target: Literal["js", "ts"]) -> Module:
    """Every printed definition of the contract, by name; a face that is the same type as another is its alias."""
    module = Module("types.d.ts" if target == "js" else "types.ts")
    for name, definition_key, face in printed_names(faced, names):
        definition = contract.definitions[definition_key]
        docs = jsdoc(describe(definition.docs, constraints(definition.type)))
        if other := faced.alias_of.get((definition_key, face)):
            module.add(f"{docs}export type {name} = {names.type(definition_key, other)};\n")
        else:
            module.add(docs + declaration(name, definition, Scope(contract, names, face)))
    if not module.statements:
        module.add("export {};")
    return module


def printed_names(faced: FacedDefinitions, names: Names) -> list[tuple[str, str, Face]]:
    """Name, key and face of everything that is printed, by name."""
    return sorted(
        ((names.type(key, face), key, face) for key, faces in faced.printed.items() for face in faces),
        key=lambda printed: printed[0],
    )


def declaration(name: str, definition: Definition, scope: Scope) -> str:
    """`export interface` for an object, `export type` for anything else."""
    match definition.type:
        case (Object() as node) | Checked(type=Object() as node):
            return f"export interface {name} {object_text(node, scope)}\n"
        case node:
            return after(f"export type {name} = ", type_text(node, scope)) + ";\n"


def type_text(node: Type, scope: Scope) -> str:
    """A type expression; it may span lines."""
    match node:
        case Unknown():
            return "unknown"
        case Never():
            return "never"
        case Null():
            return "null"
        case Boolean():
            return "boolean"
        case Number():
            return "number"
        case String() | Encoded():
            return "string"
        case Binary():
            return binary_text(scope.names)
        case Const(value=value):
            return literal_type(value)
        case Enum():
            return union_text(alternatives(node, scope))
        case Array(items=items):
            return f"{element_text(items, scope)}[]"
        case Tuple(items=items, rest=rest):
            texts = [type_text(item, scope) for item in items]
            return fit("[", texts if rest is None else [*texts, f"...{element_text(rest, scope)}[]"], "]")
        case Object():
            return object_text(node, scope)
        case Map(values=values, keys=keys) if accepts_any_key(keys, scope.contract):
            member = after("[key: string]: ", type_text(values, scope))
            return fit("{", [member], "}", separator=";", spaced=True)
        case Map(values=values, keys=keys):
            name = after("[key in ", type_text(keys, scope))
            return fit("{", [after(f"{name}]?: ", type_text(values, scope))], "}", separator=";", spaced=True)
        case Union():
            return union_text(alternatives(node, scope))
        case Intersection(members=members):
            return " & ".join(parenthesised(type_text(member, scope), member) for member in members) or "unknown"
        case Ref(key=definition_key):
            return scope.qualifier + scope.names.type(definition_key, scope.face)
        case Checked(type=checked) | Ruled(type=checked):
            return type_text(checked, scope)
        case Faced():
            return type_text(faced_type(node, scope.face), scope)
        case _:
            assert_never(node)


def object_text(node: Object, scope: Scope) -> str:
    """An object type, one member a line, each with its documentation."""
    members = [field_text(field, scope) for field in node.fields if not is_hidden(field, scope.face)]
    if node.extra is not None and not isinstance(node.extra, Never):
        # Named members must be assignable to the index signature, so it cannot be narrower than all of them.
        members.append("[key: string]: unknown;")
    if not members:
        return "{ [key: string]: never }"
    body = indent("\n".join(members))
    return f"{{\n{body}\n}}"


def field_text(field: Field, scope: Scope) -> str:
    docs = jsdoc(describe(field.docs, constraints(field.type), field.default))
    required = is_present(field, scope.face, scope.contract)
    return f"{docs}{member_text(field.name, alternatives(field.type, scope), required=required)};"


def member_text(name: str, members: Iterable[str], *, required: bool) -> str:
    """A member of an object type, of a union of `members`."""
    if required:
        return after(f"{key(name)}: ", union_text(members))
    # As Zod has it, also for those who compile with `exactOptionalPropertyTypes`.
    return after(f"{key(name)}?: ", union_text((*members, "undefined")))


def accepts_any_key(keys: Type, contract: Contract) -> bool:
    """Whether a dictionary's keys are open; a closed set of them makes each one optional."""
    match resolve(keys, contract.definitions):
        case Checked(checks=[Check(name="omitted")]):
            return True
        case Checked(type=inner) | Faced(response=inner):  # no key of the request's, where that has none
            return accepts_any_key(inner, contract)
        case Union(members=members):
            return any(each != Null() and accepts_any_key(each, contract) for each in members)
        case resolved:
            return not isinstance(resolved, Enum | Const)


def binary_text(names: Names) -> str:
    """An upload; a model that is called `File` must not stand in for it."""
    return " | ".join(f"globalThis.{name}" if name in names.declared else name for name in ("File", "Blob"))


def faced_type(node: Faced, face: Face) -> Type:
    return node.request if face.direction == "request" else node.response


def element_text(items: Type, scope: Scope) -> str:
    return parenthesised(type_text(items, scope), items)


def parenthesised(text: str, node: Type) -> str:
    composed = Union | Enum | Intersection | Binary | Checked | Faced
    return f"{after('(', text)})" if isinstance(node, composed) and " " in text else text


def alternatives(node: Type, scope: Scope) -> Iterator[str]:
    """The members of a union, those of the unions within it included."""
    match node:
        case Union():
            for member in distinct_members(node, scope.contract.definitions):
                yield from alternatives(member, scope)
        case Enum(members=members):
            yield from (literal_type(member.value) for member in members)
        case Checked(type=checked):
            yield from alternatives(checked, scope)
        case Faced():
            yield from alternatives(faced_type(node, scope.face), scope)
        case Binary():
            yield from type_text(node, scope).split(" | ")
        case _:
            yield type_text(node, scope)


def union_text(members: Iterable[str]) -> str:
    """A union without repetition; where it is long, a member a line, each behind a bar."""
    texts = list(dict.fromkeys(members))
    if "unknown" in texts:
        return "unknown"
    line = " | ".join(texts) or "never"
    if len(line) <= 100 or "\n" in line:
        return line
    return "\n".join(f"| {text}" for text in texts)


def literal_type(value: JSON) -> str:
    """A literal type; what TypeScript has no literal for widens."""
    match value:
        case None | bool() | str() | int():
            return literal(value)
        case float():
            return literal(value) if value.is_integer() or abs(value) < 1e21 else "number"
        case list():
            return f"[{', '.join(literal_type(each) for each in value)}]"
        case dict():
            members = "; ".join(f"{key(name)}: {literal_type(each)}" for name, each in value.items())
            return f"{{ {members} }}" if members else "{}"


# What people read


def describe(docs: Docs, constraints: Sequence[str] = (), default: JSON | Missing = MISSING) -> Iterator[str]:
    """The paragraphs of a documentation comment."""
    yield docs.description
    tags = [f"@{constraint}" for constraint in constraints]
    if default is not MISSING:
        tags.append(f"@default {json.dumps(default, ensure_ascii=False)}")
    tags += [f"@example {json.dumps(example, ensure_ascii=False)}" for example in docs.examples]
    if docs.deprecated:
        tags.append("@deprecated")
    yield "\n".join(tags)


def constraints(node: Type) -> list[str]:
    """The limits of a type as documentation tags, under JSON Schema's names."""
    match node:
        case Number():
            limits = {
                "integer": "" if node.integer else None,
                "minimum": node.minimum,
                "maximum": node.maximum,
                "exclusiveMinimum": node.exclusive_minimum,
                "exclusiveMaximum": node.exclusive_maximum,
                "multipleOf": node.multiple_of,
            }
        case String():
            limits = {
                "format": node.format or None,
                "minLength": node.min_length,
                "maxLength": node.max_length,
                "pattern": node.pattern,
            }
        case Array():
            limits = {
                "minItems": node.min_items,
                "maxItems": node.max_items,
                "uniqueItems": "" if node.unique else None,
            }
        case Checked(type=checked):
            return constraints(checked)
        case Map():
            limits = {"minProperties": node.min_size, "maxProperties": node.max_size}
        case Union(members=members):
            # `null` beside one other type says nothing; several types would each need their own.
            others = [member for member in members if not isinstance(member, Null)]
            return constraints(others[0]) if len(others) == 1 else []
        case _:
            return []
    return [
        f"{name} {limit if isinstance(limit, str) else literal(limit)}".rstrip()
        for name, limit in limits.items()
        if limit is not None
    ]
