"""Where we say something else than the case does, on purpose: the reason, and the cases.

`docs/drift.md` tells the reasons to people, in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Cases of oasdiff's tests, by the number in their id.
CASES: Final[Mapping[str, str]] = {
    "A new security requirement refuses callers who were let in: a request without credentials, with another scheme's, "
    "or with a token that lacks the scope.": "0036 0039 0040 0043 0167",
    "A limit or a pattern that was not there, or that is closer, refuses a request that was good; it is shown.": (
        "0154 0244 0249 0346 0347 0353 0354"
    ),
    "A field that is no longer sent breaks clients that read it, whatever keyword says so (`writeOnly`).": (
        "0108 0445 0493"
    ),
    "A request need not have a read-only field, so that one which is required and no longer read-only is missing in "
    "requests that were good.": "0419",
    "A read-only field may still be sent, and is then held to its type.": "0339 0351 0367",
    "`required` counts, also for a field that no `properties` declare.": "0092 0106 0387",
    "A removal breaks whoever still calls: deprecation without a sunset date gave nobody a day.": "0027 0034",
    "Where a value of an enumeration goes and another comes, it may have been renamed, and clients wait for the old "
    "one in vain.": "0469 0470",
    "A sunset or a stability level refuses no request: it is a warning.": (
        "0014 0015 0046 0047 0048 0051 0053 0054 0231 0232 0234 0235"
    ),
    "A default refuses no request: it is a warning that the same one may have another effect.": (
        "0155 0156 0157 0239 0240 0241 0242"
    ),
    "What is removed from a request is ignored by the server, where it does not say that it refuses it.": (
        "0200 0227 0230"
    ),
    "All values that were good still are.": "0142 0536",
    "The values of a parameter are text: a number is one, too.": "0515 0519",
    "The keyword says nothing of values of that type: `minLength` of an object, `properties` of a string.": (
        "0071 0072 0074 0113 0246 0253 0275 0304 0305 0349 0355 0359 0364 0390 0396 0477 0478 0480"
    ),
    "The types that came or went have the structure of those that stay: no value tells them apart.": (
        "0161 0162 0163 0287 0474"
    ),
    "The path has no such parameter.": "0207 0258 0260 0263 0273",
    "No value was good before.": "0261 0264",
    "Requests and responses are taken to hold declared members alone; a server sends nothing that only a pattern or a "
    "rule about other members speaks of.": "0282 0325 0326 0327 0375 0383 0385 0404 0405",
    "Where nothing is promised any longer, nobody can show what is sent instead: it is a warning.": "0486",
    "A schema with `properties` and no type is taken for an object.": "0296 0297",
    "A webhook's body comes from the server: that it is always there breaks nobody.": "0507",
    "In XML there is an object or a text, whatever holds for the tool that writes it.": "0401 0488",
    "`x-extensible-enum` is no keyword of OpenAPI.": "0238",
}

# Changes of real contracts.
EVOLUTION: Final[Mapping[str, str]] = {
    "sqlmesh-enum-removed": "A response that has fewer values than before is what was promised. TypeScript is broken.",
    "sqlmesh-opid-body": "Every request is answered as before. Names are broken.",
    "sqlmesh-prop-rename": "The old name is ignored, since the field is optional. TypeScript is broken.",
}

REASONS: Final = {f"oasdiff-{number}": reason for reason, numbers in CASES.items() for number in numbers.split()}
