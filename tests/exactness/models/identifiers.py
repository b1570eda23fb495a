"""UUIDs, addresses and URLs."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import (
    UUID1,
    UUID4,
    UUID5,
    AmqpDsn,
    AnyHttpUrl,
    AnyUrl,
    ConfigDict,
    Field,
    FileUrl,
    FtpUrl,
    HttpUrl,
    IPvAnyAddress,
    IPvAnyInterface,
    IPvAnyNetwork,
    MongoDsn,
    MySQLDsn,
    PostgresDsn,
    RedisDsn,
    UrlConstraints,
    WebsocketUrl,
)

from exactness.cases import Case, fields

UUIDS: Final = """
12345678-1234-5678-1234-567812345678 12345678123456781234567812345678 {12345678-1234-5678-1234-567812345678}
urn:uuid:12345678-1234-5678-1234-567812345678 URN:UUID:12345678-1234-5678-1234-567812345678 ABCDEFAB-1234-4678-9234-567812345678
00000000-0000-0000-0000-000000000000 c232ab00-9414-11ec-b3c8-9f6bdeced846 c232ab00-9414-71ec-b3c8-9f6bdeced846 x
c232ab00941441ec83c89f6bdeced846 1234-5678123456781234567812345678
""".split()
ADDRESSES: Final = (
    """
1.2.3.4 1.2.3 1.2.3.4.5 256.1.1.1 01.2.3.4 1.2.3.4/24 1.2.3.0/24 10.0.0.0/8 10.0.0.0/255.0.0.0 10.0.0.0/0.255.255.255 10.0.0.1/33 1.2.3.4/
:: ::1 fe80::1 fe80::1%eth0 fe80::1% 2001:db8::/32 2001:db8::1/32 2001:db8::/129 ::ffff:1.2.3.4 ::1.2.3 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7
1::2::3 :1:2 12345:: g:: ABCD::EF ::/0 0.0.0.0 0.0.0.0/0 1.2.3.4/0 ١.2.3.4 1.2.3.4%eth0
""".split()
    + [" 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", 0, 1, 2**32, 2**32 - 1, 2**128]
)
URLS: Final = (
    """
http://x.y https://x.y/ http://x http://localhost:8000/a?b=c#d http://user:pw@x.y http://x.y:99999 http://x.y:80 http:// http:x http:/x
HTTP://X.Y ftp://x.y ftp://x ws://x.y wss://x file:///a/b file://x/a file:a mailto:a@b.co x:y x:/y x://y a b:c //x.y /a x.y
http://é.fr http://xn--9ca.fr http://1.2.3.4 http://[::1]:80/ http://[::1 http://x.y/a%20b http://x_y.z http://-x.y http://x..y http://.
postgres://u:p@h:5432/db postgresql://h/db postgresql+asyncpg://h1:1,h2:2/db postgres://,h/db postgres://h,/db postgres:///db postgres://
redis://localhost redis://h:6379/0 redis:// redis:///1 rediss://h amqp://u:p@h/v amqp:// mongodb://h mongodb://h1,h2:1/db mongodb://
mysql://u:p@h:3306/db mysql:// data:text/plain,a javascript:alert(1) urn:isbn:1 http://x.y\\a http://999.1.1.1 http://0x7f.1 http://x.y:
""".split()
    + [
        *(
            " http://x.y ",
            "http://x.y/ a",
            "http://x y",
            "http://x.y\n",
            "ht\ntp://x.y",
            "\thttp://x.y",
            "http://" + "a" * 2100 + ".co",
        ),
        *("http://x.y/" + "a" * 2071, "http://x.y/" + "a" * 2072, "http://x.y/" + "é" * 400),
    ]
)


def strict(type_: Any) -> Any:
    return Annotated[type_, Field(strict=True)]


CASES: Final[list[Case]] = [
    *fields(
        "uuid",
        {
            "plain": UUID,
            "one": UUID1,
            "four": UUID4,
            "five": UUID5,
            "strict": strict(UUID),
            "optional": UUID | None,
            "keys": dict[UUID, int],
            "set": set[UUID],
        },
        [*UUIDS, {UUIDS[0]: 1}, {"x": 1}, [UUIDS[0], UUIDS[1]], [UUIDS[0], UUIDS[5]]],
    ),
    *fields(
        "ip",
        {
            "v4": IPv4Address,
            "v6": IPv6Address,
            "any": IPvAnyAddress,
            "v4 interface": IPv4Interface,
            "v6 interface": IPv6Interface,
            "any interface": IPvAnyInterface,
            "v4 network": IPv4Network,
            "v6 network": IPv6Network,
            "any network": IPvAnyNetwork,
            "either": IPv4Address | IPv6Address,
            "strict": strict(IPv4Address),
            "bounded v4": Annotated[IPv4Address, Field(ge=IPv4Address("1.2.3.4"), lt=IPv4Address("128.0.0.0"))],
            "bounded v6": Annotated[IPv6Address, Field(gt=IPv6Address("::1"), le=IPv6Address("fe80::"))] | None,
        },
        ADDRESSES,
    ),
    *fields(
        "url",
        {
            "any": AnyUrl,
            "http": HttpUrl,
            "any http": AnyHttpUrl,
            "ftp": FtpUrl,
            "file": FileUrl,
            "websocket": WebsocketUrl,
            "postgres": PostgresDsn,
            "redis": RedisDsn,
            "amqp": AmqpDsn,
            "mongo": MongoDsn,
            "sized postgres": Annotated[PostgresDsn, Field(min_length=20, max_length=30)],
            "sized mongo": Annotated[MongoDsn, Field(max_length=30)] | None,
            "mysql": MySQLDsn,
            "custom": Annotated[AnyUrl, UrlConstraints(allowed_schemes=["http", "ftp"], max_length=20)],
            "default host": Annotated[AnyUrl, UrlConstraints(default_host="q")],
            "default port": Annotated[AnyUrl, UrlConstraints(default_port=9)],
            "default host and port": Annotated[AnyUrl, UrlConstraints(default_host="q", default_port=9)],
            "optional": HttpUrl | None,
            "list": list[HttpUrl],
        },
        URLS,
    ),
    *fields("url preserved", {"http": HttpUrl}, URLS, ConfigDict(url_preserve_empty_path=True)),
]
