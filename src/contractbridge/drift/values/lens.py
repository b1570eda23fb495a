"""How one side of a comparison sees its types: each is taken apart into atoms, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal, assert_never

from contractbridge.contract import (
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    MemberCount,
    MemberNames,
    Never,
    Null,
    Number,
    Object,
    Patterned,
    Ref,
    Rule,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)
from contractbridge.drift.mismatch import View
from contractbridge.drift.values import numbers
from contractbridge.drift.values.atoms import KINDS, Atom, Core, Items, Record, Slot, Texts, Values
from contractbridge.drift.values.membership import admits
from contractbridge.drift.values.seeing import seen, unwrapped
from contractbridge.faces import is_present, structural

_MOST: Final = 512  # atoms of one type
_NOTHING: Final = Never()


class Lens:
    """Takes the types of one side apart, each once. Types that are made on the way live as long as it does."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._names = {id(each.type): key for key, each in view.contract.definitions.items()}
        self._atoms: dict[int, tuple[Atom, ...]] = {}
        self._made: dict[tuple[str, frozenset[int]], Type] = {}
        self._members: dict[tuple[str, int, bool], Type] = {}
        self._kept: list[Type] = []

    def atoms(self, node: Type) -> tuple[Atom, ...]:
        """What `node` is a choice of; nothing where it has no values."""
        found = self._atoms.get(id(node))
        if found is None:
            self._kept.append(node)
            # A choice of itself is no choice.
            self._atoms[id(node)] = ()
            found = self._named(node, tuple(self._take_apart(node))[:_MOST])
            self._atoms[id(node)] = found
        return found

    def _named(self, node: Type, atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
        """With the definition that `node` is; its members have names of their own, or none."""
        match atoms, self._names.get(id(node)):
            case (Atom(key="") as atom,), str(key):
                return (replace(atom, key=key),)
            case _:
                return atoms

    def resolve(self, node: Type) -> Type:
        """`node`, or the type that it refers to in the end: one object for one type."""
        passed: set[str] = set()
        while isinstance(node, Ref) and node.key in self.view.contract.definitions:
            if node.key in passed:
                return _NOTHING
            passed.add(node.key)
            node = self.view.contract.definitions[node.key].type
        return node

    def both(self, types: list[Type]) -> Type:
        """The intersection of `types`: the same object for the same types."""
        return self._make("all", types)

    def either(self, types: list[Type]) -> Type:
        """The union of `types`: the same object for the same types."""
        return self._make("any", types)

    def member(self, name: str, node: Type, *, present: bool) -> Type:
        """Objects whose member `name` is of type `node`: the same object for the same."""
        key = (name, id(node), present)
        if key not in self._members:
            self._kept.append(node)
            self._members[key] = Object((Field(name, node, required=present, sent=present),))
        return self._members[key]

    def keep(self, node: Type) -> Type:
        """`node`, which then lives as long as what is known of it."""
        self._kept.append(node)
        return node

    def _make(self, what: Literal["all", "any"], types: list[Type]) -> Type:
        if len(types) == 1:
            return types[0]
        flat: dict[int, Type] = {}
        waiting = list(reversed(types))
        while waiting:
            each = waiting.pop()
            resolved = self.resolve(each)
            if what == "all" and isinstance(resolved, Intersection):
                waiting += reversed(resolved.members)
            else:
                flat.setdefault(id(resolved), each)
        if len(flat) == 1:
            return next(iter(flat.values()))
        key = (what, frozenset(flat))
        if key not in self._made:
            parts = tuple(flat.values())
            self._made[key] = Intersection(parts) if what == "all" else Union(parts)
        return self._made[key]

    # One kind of node each

    def _take_apart(self, node: Type) -> Iterator[Atom]:
        shown = unwrapped(node, self.view)
        match shown:
            case Ref(key=key) if key in self.view.contract.definitions:
                yield from self.atoms(self.view.contract.definitions[key].type)
            case Ref():
                yield Atom(node, Unknown())
            case Never():
                return
            case Unknown() | Binary() | Encoded():
                yield Atom(node, shown)
            case Null():
                yield Atom(node, Values((None,)))
            case Boolean():
                yield Atom(node, Values((False, True)))
            case Const(value=value):
                yield Atom(node, Values((value,)))
            case Enum(members=members):
                yield Atom(node, Values(tuple(each.value for each in members)))
            case Number(infinite=infinite):
                yield Atom(node, replace(shown, infinite=False))
                # JavaScript's validators let the rare null pass that stands for an infinity.
                if infinite and self.view.face.direction == "response" and self.view.grain != "typescript":
                    yield Atom(KINDS["null"], Values((None,)))
            case String():
                yield Atom(node, Texts((shown,)))
            case Array() | Tuple():
                yield Atom(node, _items(shown))
            case Object():
                yield Atom(node, self._record(shown))
            case Map(values=values, keys=keys, min_size=least, max_size=most):
                names = () if keys == String() else (keys,)
                yield Atom(node, Record({}, values, (), names, least or 0, most))
            case Union(members=members):
                for member in members:
                    yield from self.atoms(member)
            case Intersection(members=members):
                yield from self._intersected(members)
            case Checked(type=inner, checks=checks):
                yield from self._checked(inner, checks)
            case Ruled(type=inner, rules=rules):
                found = self.atoms(inner)
                for atom in found:
                    # With one atom alone the type is it, and no other is made of it again.
                    yield self._ruled(atom, rules, shown if len(found) == 1 else self.keep(Ruled(atom.origin, rules)))
            case Faced():
                raise AssertionError(shown)
            case _:
                assert_never(shown)

    def _record(self, node: Object) -> Record:
        request = self.view.face.direction == "request"
        slots = {
            field.name: Slot(
                self._shown_type(field),
                is_present(field, self.view.face, self.view.contract),
                tuple(str(path[0]) for path in field.aliases if len(path) == 1) if request else (),
            )
            for field in node.fields
        }
        return Record(slots, node.extra)

    def _shown_type(self, field: Field) -> Type:
        """A route that leaves out what is null sends no null."""
        node = seen(field.type, self.view) if "none" in self.view.face.omits else field.type
        if "none" in self.view.face.omits and isinstance(node, Union):
            return self.either([each for each in node.members if not isinstance(self.resolve(each), Null)] or [Never()])
        return field.type

    def _intersected(self, members: tuple[Type, ...]) -> Iterator[Atom]:
        found = self.atoms(members[0]) if members else (Atom(Unknown(), Unknown()),)
        for member in members[1:]:
            found = tuple(
                met for one in found for other in self.atoms(member) if (met := self.meet(one, other)) is not None
            )[:_MOST]
        yield from found

    def _checked(self, inner: Type, checks: tuple[Check, ...]) -> Iterator[Atom]:
        for atom in self.atoms(structural(inner)):
            origin = self.keep(Checked(atom.origin, checks))
            match atom.core, checks:
                case Texts(), [Check(name="text") as check] if (text := _text_of(check)) is not None:
                    yield Atom(origin, Texts((text,)), atom.rules, atom.key)
                case _:
                    yield Atom(origin, atom.core, (*atom.rules, *checks), atom.key)

    def _ruled(self, atom: Atom, rules: tuple[Rule, ...], origin: Type) -> Atom:
        if isinstance(atom.core, Values):
            kept = tuple(each for each in atom.core.values if admits(origin, each, self.view))
            return Atom(origin, Values(kept), (), atom.key)
        core, others = atom.core, list(atom.rules)
        for rule in rules:
            match core, rule:
                case Record(), Patterned(pattern=pattern, type=node):
                    core = replace(core, patterns=(*core.patterns, (pattern, node)))
                case Record(), MemberNames(type=node):
                    core = replace(core, names=(*core.names, node))
                case Record(), MemberCount(least=least, most=most):
                    core = replace(core, least=max(least, core.least), most=_least(core.most, most))
                case _ if _matters(rule, atom):
                    others.append(rule)
        bare = _bare(atom)
        apart = self._ruled(bare, rules, self.keep(Ruled(bare.origin, rules))) if atom.parts else None
        parts = () if apart is None else (*atom.parts, apart)
        return Atom(origin, core, tuple(others), atom.key, parts)

    # Two atoms at once

    def meet(self, one: Atom, other: Atom) -> Atom | None:
        """The values that are in both."""
        core = self._meet_cores(one, other)
        if core is None:
            return None
        origin = self.both([one.origin, other.origin])
        if isinstance(core, Values):
            return Atom(origin, core, (), one.key or other.key)
        rules = (*one.rules, *(each for each in other.rules if each not in one.rules))
        parts = (*(one.parts or (one,)), *(other.parts or (other,)))
        return Atom(origin, core, rules, one.key or other.key, parts)

    def _meet_cores(self, one: Atom, other: Atom) -> Core | None:
        match one.core, other.core:
            case Values(values=values), _:
                kept = tuple(each for each in values if admits(other.origin, each, self.view))
                return Values(kept) if kept else None
            case _, Values():
                return self._meet_cores(other, one)
            case (Unknown(), core) | (core, Unknown()):
                return core
            case Number() as left, Number() as right:
                met = numbers.meet(numbers.range_of(left), numbers.range_of(right))
                return None if met.is_empty else numbers.number_of(met)
            case Texts(languages=left), Texts(languages=right):
                return Texts(_languages((*left, *right)))
            case (Encoded() | Texts()) as left, (Encoded() | Texts()) as right:
                return left if isinstance(left, Encoded) else right
            case Binary() as core, Binary():
                return core
            case Items() as left, Items() as right:
                return self._items_in_both(left, right)
            case Record() as left, Record() as right:
                return self._record_of_both(left, right)
            case _:
                return None

    def _items_in_both(self, one: Items, other: Items) -> Items:
        first = tuple(
            self.both([one.at(index), other.at(index)]) for index in range(max(len(one.first), len(other.first)))
        )
        return Items(
            first,
            self.both([one.rest, other.rest]),
            max(one.least, other.least),
            _least(one.most, other.most),
            one.unique or other.unique,
        )

    def _record_of_both(self, one: Record, other: Record) -> Record:
        slots: dict[str, Slot] = {}
        for name in {**one.slots, **other.slots}:
            said = one.said_of(name) + other.said_of(name)
            declared = [each.slots[name] for each in (one, other) if name in each.slots]
            slots[name] = Slot(
                self.both(said),
                any(each.present for each in declared),
                tuple(alias for each in declared for alias in each.others),
            )
        extras = [each.extra for each in (one, other) if each.extra is not None]
        return Record(
            slots,
            self.both(extras) if extras else None,
            (*one.patterns, *(each for each in other.patterns if each not in one.patterns)),
            (*one.names, *(each for each in other.names if each not in one.names)),
            max(one.least, other.least),
            _least(one.most, other.most),
        )


def _bare(atom: Atom) -> Atom:
    """Any value of the kind of `atom`."""
    match atom.core:
        case Record():
            return Atom(KINDS["object"], Record({}))
        case Items():
            return Atom(KINDS["array"], Items((), Unknown()))
        case Number():
            return Atom(KINDS["number"], Number())
        case Texts() | Encoded():
            return Atom(KINDS["string"], Texts((String(),)))
        case Binary() | Unknown() | Values():
            return Atom(Unknown(), Unknown())
        case _:
            assert_never(atom.core)


def _items(node: Array | Tuple) -> Items:
    match node:
        case Array(items=items, min_items=least, max_items=most, unique=unique):
            return Items((), items, least or 0, most, unique)
        case Tuple(items=first, rest=rest):
            return Items(first, rest or Never(), len(first), len(first) if rest is None else None)


def _least(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _text_of(check: Check) -> String | None:
    """The language of a check of text, where limits say it."""
    match dict(check.options):
        case {"strip": _} | {"ascii": _} | {"flags": _} | {"dialect": "python"}:
            return None
        case options:
            least, most, pattern = options.get("min"), options.get("max"), options.get("pattern")
            return String(
                min_length=least if isinstance(least, int) else None,
                max_length=most if isinstance(most, int) else None,
                pattern=pattern if isinstance(pattern, str) else None,
                dialect="rust" if pattern is not None else "",
            )


def _languages(languages: tuple[String, ...]) -> tuple[String, ...]:
    """As few as say the same: lengths go together, and so do patterns and formats that are alone."""
    lows = [each.min_length for each in languages if each.min_length is not None]
    highs = [each.max_length for each in languages if each.max_length is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    kept: list[String] = []
    for each in languages:
        bare = replace(each, min_length=low, max_length=high, numbers=False)
        if bare not in kept:
            kept.append(bare)
    telling = [each for each in kept if each.pattern is not None or each.format]
    plain = [each for each in telling if each.pattern is None]
    patterned = [each for each in telling if each.pattern is not None]
    if len(plain) == 1 and len(patterned) == 1 and patterned[0].format in ("", plain[0].format):
        return (replace(patterned[0], format=plain[0].format),)
    return tuple(telling) or (kept[0],)


_KIND_OF_RULE: Final = {
    "Contains": "array",
    "Dependent": "object",
    "Patterned": "object",
    "MemberNames": "object",
    "MemberCount": "object",
    "Embedded": "string",
}


def _matters(rule: Rule, atom: Atom) -> bool:
    kind = _KIND_OF_RULE.get(type(rule).__name__)
    return kind is None or kind in atom.kinds
