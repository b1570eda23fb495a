"""Strings by format: some that Pydantic takes, and their near misses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_DATES: Final = (
    "2024-02-29",
    "2023-02-29",
    "0000-01-01",
    "9999-12-31",
    "2024-1-1",
    "2024-01-01T00:00:00",
    "1704067200",
)
_TIMES: Final = (
    "10:20:30",
    "10:20",
    "24:00",
    "10:20:60",
    "10:20:30.123456",
    "10:20:30,5",
    "10:20:30Z",
    "10:20:30+02:00",
)
_MOMENTS: Final = (
    *(
        "2024-01-01T10:20:30Z",
        "2024-01-01T10:20:30+02:00",
        "2024-01-01T10:20:30",
        "2024-01-01 10:20",
        "2024-01-01t10:20z",
    ),
    *("2024-01-01_10:20:30", "2024-01-01T10:20:30.123456Z", "2024-01-01T10:20:30,5+0000", "2024-01-01T24:00:00Z"),
    *(
        "2024-01-01T10:20:60Z",
        "2024-02-30T10:20:30Z",
        "2024-01-01T10:20:30+24:00",
        "2024-01-01T10:20:30+02",
        "2024-01-01",
    ),
    *("1704067200", "1704067200.5", "2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
)
_DURATIONS: Final = (
    *(
        "P1D",
        "PT1H30M",
        "-P1D",
        "P1W2D",
        "PT0.5S",
        "P0.5D",
        "PT",
        "P",
        "P1Y",
        "P1M",
        "1 day, 10:00:00",
        "15:30",
        "00:00:01",
    ),
    *("P999999999D", "P1000000000D", "1 10:00", "PT36H"),
)
_UUIDS: Final = (
    *(
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "123e4567-e89b-42d3-a456-426614174000",
        "00000000-0000-0000-0000-000000000000",
    ),
    *(
        "123E4567-E89B-42D3-A456-426614174000",
        "123e4567e89b42d3a456426614174000",
        "{123e4567-e89b-42d3-a456-426614174000}",
    ),
    *("urn:uuid:123e4567-e89b-42d3-a456-426614174000", "URN:UUID:123e4567-e89b-42d3-a456-426614174000"),
    *(
        "123e4567-e89b-42d3-a456-42661417400",
        "123e4567-e89b42d3-a456-426614174000",
        "01890a5d-ac96-774b-bcce-b302099a8057",
    ),
)
_EMAILS: Final = (
    *(
        "a@b.co",
        "A.b+c@Example.ORG",
        "a@b",
        "a@localhost",
        "a@x.test",
        "a..b@c.de",
        ".a@b.co",
        "a@b.c",
        "Name <a@b.co>",
    ),
    *(
        " a@b.co ",
        "é@b.co",
        "a@é.co",
        "a@[127.0.0.1]",
        '"a"@b.co',
        "a@-b.co",
        "a" * 64 + "@b.co",
        "a" * 65 + "@b.co",
        "a@b.co.",
    ),
)
_URLS: Final = (
    *(
        "https://example.com",
        "http://example.com:8080/a?b=c#d",
        "HTTPS://EXAMPLE.COM",
        "ftp://example.com",
        "//example.com",
    ),
    *(
        "https://",
        "https:///a",
        "http:example.com",
        "http://exa mple.com",
        "https://é.com/ü",
        "http://[::1]/",
        "http://1.2.3.256",
    ),
    *(
        "mailto:a@b.co",
        "javascript:alert(1)",
        "example.com",
        "ws://example.com",
        "file:///a",
        "http://u:p@h/",
        " https://a.b ",
    ),
    *(
        "postgresql://u:p@h:5432/d",
        "postgres://a,b/d",
        "redis://localhost:6379/0",
        "mysql://u@h/d",
        "amqp://h",
        "mongodb://a,b/d",
    ),
)
_IPV4: Final = ("127.0.0.1", "0.0.0.0", "255.255.255.255", "256.1.1.1", "1.2.3", "01.2.3.4", "1.2.3.4.5")  # noqa: S104
_IPV6: Final = ("::1", "::", "2001:db8::1", "fe80::1%eth0", "::ffff:1.2.3.4", "1::2::3", ":::", "12345::")
_NETWORKS: Final = (
    *(
        "10.0.0.0/8",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/255.0.0.0",
        "10.0.0.0/0.255.255.255",
        "10.0.0.0",
        "10.0.0.0/",
    ),
    *("2001:db8::/32", "2001:db8::1/32", "::/129", "::1"),
)
_BASE64: Final = ("YQ==", "YWJj", "YQ=", "YQ", "_-8=", "+/8=", "!!!!", "====", "YWJj\n", "Y W J j", "é", "A")
_JSON: Final = ("1", '"a"', "[1,2]", "{}", "null", "1.5", " 1 ", "[1,]", "{a:1}", "01", "'a'")

SAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "base64": _BASE64,
    "base64url": _BASE64,
    "date": _DATES,
    "date-time": _MOMENTS,
    "duration": _DURATIONS,
    "email": _EMAILS,
    "name-email": _EMAILS,
    "ipv4": (*_IPV4, *_IPV6[:2]),
    "ipv4interface": _NETWORKS,
    "ipv4network": _NETWORKS,
    "ipv6": (*_IPV6, *_IPV4[:2]),
    "ipv6interface": _NETWORKS,
    "ipv6network": _NETWORKS,
    "ipvanyaddress": (*_IPV4, *_IPV6),
    "ipvanyinterface": _NETWORKS,
    "ipvanynetwork": _NETWORKS,
    "json-string": _JSON,
    "multi-host-uri": _URLS,
    "time": _TIMES,
    "uri": _URLS,
    "uuid": _UUIDS,
    **{f"uuid{version}": _UUIDS for version in range(1, 9)},
}
