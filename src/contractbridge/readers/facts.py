"""Facts: what Python knows of a contract and OpenAPI has no place for.

They sit in the document under one extension key, each on the node that it describes. Format, version 1:

    root       {"version": 1,
                "hidden": [{"method", "path", "python"}],    # routes that are served and not described
                "redirects": false,                          # a slash more or less in a path is not forgiven
                "websockets": [{"path", "name", "python", "tags", "parameters", "description"?}]}
    operation  {"python": "shop.orders:create_order",    # the handler
                "omits": ["unset", "defaults", "none"],  # what its route leaves out of a response, if any
                "forbids": ["query"],                    # where other parameters are refused
                "reshaped": {"id": "_id", "to": ["to"]}, # what its route leaves of a response: names as sent, with that
                                                         # in the schema, in a list if a part is sent; true: unknown
                "status": 201,                           # of what its handler returns, where that is one of several
                "untyped": true,                         # where it holds what its handler returns to no model
                "blanks": "missing",                     # what is left empty in its form is no value at all
                "enforces": ["OAuth2"],                  # schemes that its route demands, all of them at once
                "offers": ["HTTPBearer"],                # schemes that it documents, and does not surely demand
                "refuses": true,                         # as FastAPI does, and other errors hide it in its document
                "streams": true,                         # where the response arrives piece by piece
                "returns": "binary"}                     # or "text", "response": the handler says so
    parameter  {"python": "shop.paging:Page",            # the model or function that declares it, if not the handler
                "name": "page_size",                     # its name there, if that is another
                "aliases": ["size"],                     # other names that requests may have for it
                "refused": true,                         # by a model beside it, which takes no others
                "convertor": "int"}                      # what its path lets through: `{page:int}`
    schema     {"python": "shop.models:Order",           # its class; generics: "shop.paging:Page[Order]"
                "sent": ["note"],                        # not required, yet in every full response
                "unsent": ["secret"],                    # required, yet not in every full response
                "twice": ["total"],                      # sent once more, as it came, where a request has it too
                "demands": ["rest"],                     # not required, yet no request may lack it
                "defaulted": ["size"],                   # required, yet it has a default
                "nullable": ["total"],                   # of which a serializer may be given null
                "names": {"lineItems": "lines"},         # what Python calls its fields, where that is something else
                "as": {...},                             # of a reference to what is defined under other settings: the
                                                         # whole schema, as it is for this use, or the label of one that
                                                         # it stands in
                "label": "Tree 2",                       # of such a schema, which leads back to itself
                "sentAs": {...},                         # the same, where it is sent otherwise than it is taken
                "aliases": {"id": ["_id", ["a", 0]]},    # where else a field is looked for; its name has its turn among
                                                         # these, or is the first
                "paths": {"id": ["a", 0]},               # fields that are found nowhere but within another; where there
                                                         # are several paths, the others are among the aliases
                "checks": [{"name": "date", "gt": ""}],  # what a request is held to, instead of the schema's limits
                "either": [{...}, {...}],                # the schemas that become this one, of members of a union or
                                                         # of classes of one name, since they differ in nothing but
                                                         # their facts
                "also": [[...], [...]],                  # what other members of its union take for their own
                "free": true,                            # a validator sees it first, so that no limit holds
                "limits": {"ge": 2, "max": false},       # what the schema has no limit for, or only roughly, by name of
                                                         # options; false: the schema has one that does not hold
                "keys": [...],                           # the checks of a dictionary's keys
                "eitherKey": [[...], [...]],             # the same, where any of these will do
                "fields": ["x", "y"],                    # a named tuple: an object of these will do
                "empty": true,                           # each of them has a default, or there are none
                "strict": true,                          # nothing is converted to it
                "never": "strict",                       # or "member", "class", "instance", "bytes", "argument": no
                                                         # request can satisfy it, and why
                "refuses": ["red"],                      # values that the schema lists and requests cannot have
                "takes": [0.5],                          # values that it does not list, and requests can have
                "textual": true,                         # bytes that a form takes as text, and not as a file
                "encodes": true,                         # a string that holds its `contentSchema` as JSON
                "combines": true,                        # flags: any number of them at once
                "numbers": true,                         # a string that numbers are converted to
                "omitted": true,                         # left out where it is not valid
                "omitsKeys": true,                       # of a dictionary: what stands under a name that is no key
                "told": ["type", "kind"],                # of a union: the names that its tag has, in either direction
                "tag": "kind",                           # of a union: the field's other name, which is looked at first
                "lazy": true,                            # an iterable that is validated as it is used
                "infinite": "null",                      # or "text": how an infinity is sent
                "sends": [null],                         # a default that is not of the type
                "sendsText": '{"a": null}',              # the same, as the text of JSON
                "validates": {"type": "integer"},        # what requests are held to, whatever schema was written
                "requests": {...},                       # what a class takes, where its schema is of what it sends
                "responses": {...},                      # what is sent of a value, where its schema is of what is taken
                "claims": true,                          # nothing holds values to what somebody wrote
                "whole": {"anyOf": [...]},               # a union with the members that are not shown
                "hidden": {"note": {...}},               # fields that are not shown; false: no value is valid
                "lost": [{"paths": [["id"]], "schema": {...}, "required": true}],  # found under the name of another
                "hiddenAs": {"note": "text"},            # what these are sent as, where that is another name
                "serializer": "shop.models:send",        # sends what nobody knows
                "asAny": true,                           # sent as what it is, which may be of a class of its own
                "becomes": "text",                       # or "number" or "anything": what is sent, whatever the type
                "validators": ["shop.models:Order.fair"]}  # functions of somebody's own that a class asks
    enum       {"python": "shop.models:Status",
                "members": ["PENDING", "SHIPPED"],       # parallel to `enum`
                "text": "integer"}                       # or "number": a text that stands for a member is one;
                                                         # "any": what a function of the app's takes for one

`python` is "module:qualname", never a line: a contract does not change where code only moves.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTENSION: Final = "x-contractbridge"
VERSION: Final = 1


def without_facts(document: Mapping[str, Any]) -> dict[str, Any]:
    """Copy `document` without its facts: what the app itself serves.

    The key goes wherever it stands, also within examples and defaults: no data of an app's own has it.
    """
    return {key: _without(value) for key, value in document.items() if key != EXTENSION}


def canonical_json(document: Mapping[str, Any]) -> str:
    """Print `document` as the text of `contract.json`: the same for equal documents on every machine.

    Keys are sorted, but properties keep the order of their declaration, which is what people read.
    """
    ordered = _ordered(document, names=False)
    return json.dumps(ordered, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _without(node: Any) -> Any:
    match node:
        case dict():
            return {key: _without(value) for key, value in node.items() if key != EXTENSION}
        case list():
            return [_without(item) for item in node]
        case _:
            return node


def _ordered(node: Any, *, names: bool) -> Any:
    match node:
        case dict():
            # Within `properties`, a key "properties" is somebody's field and its value a schema.
            keys = node if names else sorted(node)
            return {key: _ordered(node[key], names=key == "properties" and not names) for key in keys}
        case list():
            return [_ordered(item, names=False) for item in node]
        case _:
            return node
