"""Formats as languages: what all who check a format take for it, and what only some of them do.

JSON Schema's own validators, Pydantic and Zod do not agree at the edges: a date and time without a zone, a UUID in
braces. So each format has an inner pattern, whose texts are of the format for everybody, and an outer one, beyond
which are those that nobody takes. Between them, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Format:
    """Some texts that people know the format by, and patterns in JavaScript's dialect: what everybody takes, what is
    sent where a document names the format, what anybody takes. `within` are the formats that all its texts have too."""

    samples: tuple[str, ...]
    inner: str
    sent: str
    outer: str
    within: frozenset[str] = frozenset()


def find_format(name: str) -> Format | None:
    """None for what nobody checks: such a name only describes."""
    return _FORMATS.get(_SAME.get(name, name))


def is_within(name: str, other: str) -> bool:
    """Whether each text of a format is known to be one of another."""
    name, other = _SAME.get(name, name), _SAME.get(other, other)
    known = _FORMATS.get(name)
    return name == other or (known is not None and other in known.within)


_YEAR: Final = r"(?:[1-9]\d{3}|0[1-9]\d\d|00[1-9]\d|000[1-9])"
_DAYS: Final = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31{})"
_DATE: Final = f"{_YEAR}-{_DAYS.format('')}"
_LOOSE_DATE: Final = rf"\d{{4}}-{_DAYS.format('|02-29')}"
_CLOCK: Final = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?"
_ZONE: Final = r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
_LOOSE_CLOCK: Final = r"\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:[Zz]|[+\-\u2212]\d\d(?::?\d\d)?)?"
_OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4: Final = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_LOOSE_IPV4: Final = r"\d{1,3}(?:\.\d{1,3}){3}"
_IPV6: Final = r"(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|::1|2001:db8::[1-9a-f][\da-f]{0,3}"
_LOOSE_IPV6: Final = r"[\da-fA-F]*:[\da-fA-F.:]*(?:%.+)?"
_LABEL: Final = r"[a-z](?:[a-z\d]{0,30}[a-z\d])?"
_DOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})?\.(?:com|net|org)"
_URL: Final = rf"https?://{_DOMAIN}(?::[1-9]\d{{1,3}})?(?:/[a-z\d/._-]*)?"
_SCHEME: Final = r"[A-Za-z][A-Za-z\d+.-]*:"


def _uuid(version: str, variant: str = "[89ab]") -> str:
    return rf"[\da-f]{{8}}-[\da-f]{{4}}-{version}[\da-f]{{3}}-{variant}[\da-f]{{3}}-[\da-f]{{12}}"


def _loose_uuid(version: str) -> str:
    hexadecimal, dash = r"[\da-fA-F]", "-?"
    plain = f"{hexadecimal}{{8}}{dash}{hexadecimal}{{4}}{dash}{version}{hexadecimal}{{3}}"
    return rf"(?:urn:uuid:|\{{)?{plain}{dash}{hexadecimal}{{4}}{dash}{hexadecimal}{{12}}\}}?"


def _any_uuid(version: str) -> str:
    return rf"[\da-fA-F]{{8}}-[\da-fA-F]{{4}}-{version}[\da-fA-F]{{3}}-[\da-fA-F]{{4}}-[\da-fA-F]{{12}}"


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _format(samples: str, inner: str, outer: str, within: str = "", *, sent: str = "") -> Format:
    return Format(
        tuple(samples.split()), _whole(inner), _whole(sent or outer), _whole(outer), frozenset(within.split())
    )


_VERSIONED: Final = {
    f"uuid{version}": _format(
        f"{sample[:14]}{version}{sample[15:]}",
        _uuid(str(version)),
        _loose_uuid(str(version)),
        "uuid",
        sent=_any_uuid(str(version)),
    )
    for version in (1, 3, 4, 5, 6, 7, 8)
    for sample in ("123e4567-e89b-42d3-a456-426614174000",)
}
# Other names for the same.
_SAME: Final = {"url": "uri", "iri": "uri", "iri-reference": "uri-reference", "base64": "byte"}
_FORMATS: Final[Mapping[str, Format]] = {
    **_VERSIONED,
    "date": _format("2024-01-31 1970-01-01", _DATE, _LOOSE_DATE),
    "date-time": _format(
        "2024-01-31T12:00:00Z 1970-01-01T00:00:00+02:00",
        f"{_DATE}T{_CLOCK}{_ZONE}",
        rf"{_LOOSE_DATE}[Tt _]{_LOOSE_CLOCK}",
        sent=rf"{_LOOSE_DATE}[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?",
    ),
    "time": _format("12:00:00Z 00:00:00+02:00", _CLOCK + _ZONE, _LOOSE_CLOCK),
    "duration": _format(
        "P1D PT1H30M",
        r"P[1-9]\d{0,3}[DW]|P(?:[1-9]\d{0,3}D)?T[1-9]\d{0,3}(?:H(?:[1-9]\d{0,3}M)?|[MS])",
        r"[+-]?(?:P[\dTYMWDHS.,]+|\d[\d:., dDaAyYsS]*)",
    ),
    "uuid": _format(
        "123e4567-e89b-42d3-a456-426614174000 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        _uuid("[1-8]"),
        _loose_uuid(r"[\da-fA-F]"),
        sent=_any_uuid(r"[\da-fA-F]"),
    ),
    "email": _format(
        "ada@example.com", rf"[a-z\d]{{1,30}}(?:\.[a-z\d]{{1,30}})?@{_DOMAIN}", r"[^]*[^@]@[^@][^]*", "idn-email"
    ),
    "idn-email": _format("ada@example.com", rf"[a-z\d]{{1,30}}@{_DOMAIN}", r"[^]*[^@]@[^@][^]*"),
    "name-email": _format("ada@example.com", rf"[a-z\d]{{1,30}}@{_DOMAIN}", r"[^]*[^@]@[^@][^]*"),
    "hostname": _format("example.com", _DOMAIN, r"[^\s/@:]+", "idn-hostname"),
    "idn-hostname": _format("example.com", _DOMAIN, r"[^\s/@:]+"),
    "uri": _format("https://example.com/", _URL, rf"\s*{_SCHEME}[^]*", "uri-reference"),
    "uri-reference": _format("https://example.com/ /a", rf"{_URL}|/[a-z\d]+", r"[^]*"),
    "multi-host-uri": _format("https://example.com/", _URL, rf"\s*{_SCHEME}[^]*", "uri uri-reference"),
    "ipv4": _format(
        "192.0.2.1", _IPV4, _LOOSE_IPV4, "ipvanyaddress ipv4interface ipvanyinterface ipv4network ipvanynetwork"
    ),
    "ipv6": _format(
        "2001:db8::1", _IPV6, _LOOSE_IPV6, "ipvanyaddress ipv6interface ipvanyinterface ipv6network ipvanynetwork"
    ),
    "ipvanyaddress": _format(
        "192.0.2.1 2001:db8::1", f"{_IPV4}|{_IPV6}", f"{_LOOSE_IPV4}|{_LOOSE_IPV6}", "ipvanyinterface ipvanynetwork"
    ),
    "ipv4interface": _format("192.0.2.1/24", rf"{_IPV4}/(?:[12]?\d|3[0-2])", r"[\d./]+", "ipvanyinterface"),
    "ipv6interface": _format("2001:db8::1/32", r"2001:db8::1/(?:[1-9]?\d)", r"[\da-fA-F.:]*:[^]*", "ipvanyinterface"),
    "ipvanyinterface": _format("192.0.2.1/24", rf"{_IPV4}/(?:[12]?\d|3[0-2])", r"[\d./]+|[\da-fA-F.:]*:[^]*"),
    "ipv4network": _format("192.0.2.0/24", rf"{_IPV4}/32", r"[\d./]+", "ipvanynetwork ipv4interface ipvanyinterface"),
    "ipv6network": _format("2001:db8::/32", r"2001:db8::/(?:3[2-9]|[4-9]\d)", r"[\da-fA-F.:]*:[^]*", "ipvanynetwork"),
    "ipvanynetwork": _format("192.0.2.0/24", rf"{_IPV4}/32", r"[\d./]+|[\da-fA-F.:]*:[^]*", "ipvanyinterface"),
    "byte": _format("YWJj YQ==", r"(?:[A-Za-z\d]{4})*(?:[A-Za-z\d][AQgw]==)?", r"[A-Za-z\d+/_=\s-]*"),
    "base64url": _format("YWJj YQ==", r"(?:[A-Za-z\d]{4})*(?:[A-Za-z\d][AQgw]==)?", r"[A-Za-z\d+/_=\s-]*"),
    "json-pointer": _format("/a", r"(?:/[a-z\d]+)*", r"(?:/[^]*)?"),
}
