"""What each predicate is asked: its name and options, the Python type that it stands for, and values."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import STRICT, Enum, Flag, IntEnum, IntFlag
from fractions import Fraction
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from annotated_types import Ge, Gt, Le, Lt, MultipleOf
from pydantic import (
    UUID1,
    UUID4,
    AmqpDsn,
    AnyUrl,
    AnyWebsocketUrl,
    AwareDatetime,
    Base64Bytes,
    Base64Str,
    Base64UrlBytes,
    Base64UrlStr,
    ByteSize,
    ConfigDict,
    EmailStr,
    Field,
    FileUrl,
    FiniteFloat,
    FtpUrl,
    FutureDate,
    FutureDatetime,
    GetPydanticSchema,
    HttpUrl,
    IPvAnyAddress,
    IPvAnyInterface,
    IPvAnyNetwork,
    Json,
    KafkaDsn,
    MongoDsn,
    NaiveDatetime,
    NameEmail,
    NatsDsn,
    PastDate,
    PastDatetime,
    PostgresDsn,
    RedisDsn,
    StringConstraints,
    TypeAdapter,
    UrlConstraints,
)
from pydantic_core import MultiHostUrl, Url, core_schema

CURRENT = (2, 14)
# Of these, older versions decide some details otherwise.
CHANGED = {"base64", "date", "dateTime", "decimal", "duration", "email", "integerKey", "multiple", "url"}


class Case(NamedTuple):
    check: str
    options: dict[str, Any] | list[Any]  # or positional arguments
    type: Any
    values: list[Any]
    since: tuple[int, int] = (2, 9)
    """The version of Pydantic of which this holds."""


# Dates and times

DATES = """
2024-01-01 2024-02-29 2023-02-29 2024-02-30 2024-12-31 2024-13-01 2024-00-01 2024-01-00 0000-01-01 0001-01-01
9999-12-31 10000-01-01 2024-1-1 20240101 2024/01/01 2024-01-01Z 1900-02-29 2000-02-29 -001-01-01 2024-01-1
""".split()
CLOCKS = """
00:00 10:00 23:59 24:00 10:60 10:00:00 10:00:59 10:00:60 10:00:00.5 10:00:00,25 10:00:00.1234567 10:00:00. 10:00.5
1:00 10 10:00:00.000000 00:00:00.0 00:00:00.0000001
""".split()
ZONES = [*" Z z +00:00 -00:00 +0530 +05 +23:59 +24:00 -01:60 +1:00 +01:00:00 \u221205:00 \u22120500".split(), "", " Z"]
STAMPS = """
0 -0 +5 1. .5 . 1.5e3 1e3 1_000 86400 86401 86400.0 -86400 1700000000 1700000000.5 20000000000 20000000001 -20000000000
-20000000001 253402300799 253402300799000 253402300799999 253402300800000 -62135596800000 -62135596800001 1e11
99999999999999999 nan inf 00012 0x10 -1 1E3 -1e20 1e400 20000000000.5 1700000000.9999999 --1 +-1 9223372036854775808
""".split()
MOMENTS = [
    *(f"{day}T10:00" for day in DATES),
    *(f"2024-01-01{separator}10:00:00Z" for separator in ("t", " ", "_", "TT", "-", "", "\u00a0")),
    *(f"2024-01-01T{clock}{zone}" for clock in CLOCKS for zone in ZONES),
    *(f"{day}T00:00{zone}" for zone in ("Z", "+14:00", "-12:00") for day in ("0001-01-01", "9999-12-31", "2024-01-01")),
]
TEXTS = [*DATES, *MOMENTS, *STAMPS, "", " 2024-01-01", "2024-01-01 ", "٢024-01-01", "2024-01-01T10:00\n"]
TIMES = [*(clock + zone for clock in CLOCKS for zone in ZONES), *STAMPS, "T10:00", " 10:00", ""]

# A margin around the moment at which this runs.
NOW = datetime.now(tz=UTC)
AROUND_NOW = [
    (NOW + sign * timedelta(hours=hours)).astimezone(zone).replace(tzinfo=zone if kept else None).isoformat()
    for sign in (-1, 1)
    for hours in (27, 60, 24 * 400)
    for zone in (UTC, timezone(timedelta(hours=13)), timezone(-timedelta(hours=11)))
    for kept in (True, False)
]
DAYS_AROUND_NOW = [text[:10] for text in AROUND_NOW]

DURATIONS = [
    *"""
    P1D P1W P1W2D P1Y P1M P1Y2M3DT4H5M6S PT1H PT1M PT1S PT1.5S PT1,5S P1.5D PT1.5H P PT P1DT -P1D +P1D P-1D p1d P1H
    PT1D PT1H1H P1D2W PT1M1H PT36H P999999999D P1000000000D -P999999999D -P1000000000D P0001D PT0.0000001S 10:00
    10:00:00 10:00:00.5 10:00:00,5 -10:00 +10:00 1:00 100:00 24:00:00 10:60 10:00:60 5 5.5 1d 1day 15:30 PT1.1234567S
    P999999999DT23H59M59S P999999999DT24H -P999999999DT1S 10:00:00. 1e3 P1.5Y P1.5M P1.5W P1. P1.D P1.DT P1,5DT1H
    P1DT1.5H1M +PT -PT PTT1H P1DTT1H P4294967295D PT4294967295S PT4294967296S PT71582788M PT71582789M P11767033Y
    P12000000Y :10:00 :1000 :00:00 4:00:00 1:00:00,5 2400000000:00 2400000001:00 99999999999:00 10:00:00.123456x
    10:00:00.12345x 1d10:00:00.1234567abc 10:00:00.123456\u00e9 2D4:00:00 1d:00:00 1dAYS 1Days 1dayS 1dAys 1d24:00
    P0.0000115740740740740D P0.3333333333333333333333D PT0.0000005S PT0.9999999S
    """.split(),
    *["1 day", "1 days", "1 DAY", "2 days, 10:00:00", "1 day 10:00", "1 day,10:00", "1 day, 10", "-1 day, 10:00:00"],
    *["-1 days, +10:00", "1 day,", "1  day", "1 day  10:00:00", "", " 1 day", "1 day ", "1 days,  10:00", "1 day10:00"],
    *["1d10:00", "1 d 10:00", "3 days, 1:00", "1 day, 100:00", "1d\n"],
]
NOTHING = ["-PT0S", "-P0D", "-00:00", "+PT0S", "-0 days", "-PT0.0000001S", "PT0.0000001S"]
SECONDS = [0, 1, -1, 1.5, -1.5, 0.0000001, 1e300, -1e300, 86399999999999, 86400000000000, -86399999913600, 8.64e13]

# Numbers as text

DECIMALS = [
    *"""
    1 1.5 1e2 1E+2 -0 0 0.0 00 NaN Infinity -inf sNaN nan123 abc 1_000 _1 1__0 1_ 0x10 +1 .5 5. . 1e 1e1_0 --1 1e400
    1e-400 1,5 100 100.0 12.30 12.34 12.345 0.001 -5 99.99 99.990 999.9 1000 1e3 10e-1 0.10 ٣ ١.٥ 0.5e1 1E5 1.0e-2 0e5
    0e-5 0.00 123456789012345678901234567890 0.99999999999999999999999999999999 1.00000000000000000000000000001 1e27
    99.9900000000000000000000000001 1e28 499999999999999999999999999 1e999999
    1e9999999 12.340000000000000000000000000000 12.34000000000000000000000000000000001 1e99999999999999999999
    10e999999999999999999 1.5e999999999999999999 0.1e1000000000000000000 0e1000000000000000000 00010e999999999999999999
    1e-1999999999999999997 1e-1999999999999999998
    """.split(),
    *["", " 1 ", "\u00a01\u00a0", "1\n", "\x1c1", "1 1", "²", "\ufeff1", "\u200b1", "_", "1_e_5", "𝟙"],
    *[0, 1, 1.5, -1, 1e21, 1e-7, 0.1, 12.345, 100, 123456789, -0.0, 5e-324, 1.7976931348623157e308],
]
STEPS = [
    *[0, 0.1, 0.2, 0.3, 0.30000000000000004, 0.05, 1, 1.1, 3, -3, 6, 7, -0.1, -0.3, 0.1000000001, 0.10000000000001, 1e9],
    *[1e9 + 0.05, 1e300, 1e-300, 123456.7, 123456.75, 0.29999999999, 0.2999999999999, 9007199254740991, 33],
]
KEYS = [
    *"""
    0 1 -1 +1 +-1 -+1 --1 007 -007 1_000 1__000 _1 1_ 0_1 0__1 0_ 00_ 0_0 1.0 1.00 1. .0 0.0 00.0 0_.0 1_0.0 1.0_0 1.5 1e3
    0-5 +0-5 -0-5 0-05 0-0 0_-5 0-5.0 0-1_0 0x10 ٣ inf -inf +inf Infinity nan NaN -nan infx 1e400 .5 5. . e5 1e 1e+5
    1_e5 1_.5 -_1 1e_5 1_0e1_0 true True TRUE t T f F on ON off y n yes no Yes 2 -0 +0 9007199254740993 tRue o ȷ
    """.split(),
    *["", " 1 ", "\u00851", "\ufeff1", "1\n", "1 0", "- 1", "+ 1", " 1_0", "\u200b1", "true ", "1" * 4300, "1" * 4301],
    *["0" * 5000, "0" * 5000 + "1", "1." + "0" * 5000, "1_" * 4300 + "1", "\u0131", "\u212a"],
]

# Identifiers

UUIDS = """
12345678-1234-5678-1234-567812345678 12345678123456781234567812345678 {12345678-1234-5678-1234-567812345678}
urn:uuid:12345678-1234-5678-1234-567812345678 URN:UUID:12345678-1234-5678-1234-567812345678 x
{12345678123456781234567812345678} urn:uuid:12345678123456781234567812345678 1234-5678123456781234567812345678
ABCDEFAB-1234-4678-9234-567812345678 00000000-0000-0000-0000-000000000000 ffffffff-ffff-ffff-ffff-ffffffffffff
c232ab00-9414-11ec-b3c8-9f6bdeced846 c232ab00-9414-71ec-b3c8-9f6bdeced846 c232ab00-9414-41ec-c3c8-9f6bdeced846
c232ab00941441ec83c89f6bdeced846 {12345678-1234-5678-1234-567812345678 12345678-1234-5678-1234-567812345678}
urn:uuid:{12345678-1234-5678-1234-567812345678} 12345678-1234-5678-1234-56781234567
12345678-1234-5678-1234-5678123456789 g2345678-1234-5678-1234-567812345678 {c232ab00-9414-41ec-b3c8-9f6bdeced846}
urn:uuid:c232ab00-9414-41ec-b3c8-9f6bdeced846
""".split()

# Text

# Values of every kind, for types to be made from. JavaScript has no 1.0 beside 1.
WHOLE = [True, False, None, 0, 1, 2, 3, 7, 8, -1, -2, 1.5, 2**32 - 1, 2**32, 2**53 - 1, 2**64, [], [1], {}, {"a": 1}]
SECONDS = [0.5, -0.5, 1e-9, -1e-9, 1.9999999, 86399.999999, 86399.9999999, 86400, 86401, 20_000_000_000.5, 1e15, 1e30]
MILLISECONDS = [20_000_000_000, 20_000_000_001, 253_402_300_799_999, 253_402_300_800_000, -62_135_596_800_000]
LAX = [*WHOLE, *SECONDS, *MILLISECONDS, *KEYS, "9007199254740992", "9007199254740993", "9007199254740996", "a", "2024-01-01"]
# Numbers of which Python and JavaScript write the same, but for the exponent.
NUMERALS = [0, 1, -1, 12, -12345, 10**15, 2**53, 1.5, -0.5, 1234.5, 0.1, 0.0001, 0.00012, 1e-5, 1.5e-5, -2e-7, 1.25e-10, 1e-100]
STRINGS = [
    *["", "a", "ab", "abc", "abcd", " ab ", "\tab\n", "ab\u0085", "\u00a0ab\u00a0", "\ufeffab", "\u200bab", "\x1cab"],
    *["éa", "éàü", "😀", "😀😀", "😀😀😀", "e\u0301", "\ud800", "a\udfff", "\ud83d", "\u2028ab\u2029", "\x00", "\x7f"],
    *["   ", "a b", "\u180eab", "ab\u3000", "x" * 100, "é" * 100],
]
BASE64 = [
    *"""
    YWJj YWI= YWI YWI== YW== YW= YW YWJ= QQ QQ= QQ== QR QR== +/== +/ -_ -_== +_ -/ +/+/ -_-_ +/-_ = == === Q Q= QQ===
    QQ==QQ== Q=Q= Q=Q== QQ=Q QQ=Q= YW=Jj YWJj= YWJj== /w /w== w6k= w6nDqQ== w6nDqcOp 77u/YQ== 8J+YgA== 8J-YgA== 7aCA
    AAAA AAA= AAAAA AAAAAA YQ==\u00e9 Y\u00e9Q== \ud800 YWI=\ud800 YWJjZA== YWJjZGU=
    """.split(),
    *["", "YW Jj", "YW\nI=", " ", "!", "Y!W!I!=", "QQ =="],
]
HEX = ["", "a", "ab", "ABCD", "0g", "ab ", "é0", "abcdef", "٣٣", "0x10"]
JSONS = [
    *["{}", "[]", "null", "true", '"a"', "1", "-1", "1.5e3", "01", "1.", ".5", "+1", "NaN", "Infinity", "-Infinity", "nan"],
    *["-NaN", "1NaN", "NaN1", "[NaN, Infinity]", '{"a": NaN}', '"NaN"', "", " ", " 1 ", "\u00a01", "\ufeff1", "[1,]"],
    *["{'a': 1}", "{a: 1}", '{"a": 1, "a": 2}', '"\\ud800"', '"\\ud83d\\ude00"', '"\\udc00\\ud800"', '"\t"', '"\\x41"'],
    *['"\\u00zz"', '"', '"\\"', '{"\\ud800": 1}', "1e400", "9" * 100, "[" * 150 + "]" * 150, "[" * 250 + "]" * 250],
    *['{"a":' * 150 + "1" + "}" * 150, "[]" * 2, "// a\n1", "undefined", "\ud800", '"é😀"', "1" * 4300, "-" + "1" * 4301],
    *["InfinityNaN", "{NaN: 1}", "[Infinity1]", "[\x00]", "tru", "[1 2]", "-", "--1", "1e", "1e+", "-0", "-01", "[}"],
    *["[" * 199 + "]" * 199, "[" * 200 + "]" * 200, "[" * 201 + "]" * 201, "[" * 202 + "]" * 202],
]

# Internet

EMAILS = [
    *"""
    a@b.co A@B.CO a.b@c.de a..b@c.de .a@c.de a.@c.de a@b a@b. a@.b.co a@b..co a@-b.co a@b-.co a@b_c.co a+b@c.de a@b.c a@b.1
    a@b.c1 a@1.co a@b.test a@b.TEST a@x.local a@localhost a@b.invalid a@b.onion a@b.arpa a@b.example a@example.com a@test.co
    "a"@b.co "a<b>@c.de a@[1.2.3.4] a@1.2.3.4 a@b@c.de @b.co a@ @ a b@c.de a@b.co, a@b,co é@b.co a@é.co é@é.co a@ß.de
    a@xn--9ca.co a@xn--9a.co a@xn--ls8h.co a@xn--nw9a.co a@xn--mgba-x.co a@xn--zzzzzzzz9.co a@xn--bcher-kva.co a@xn--a.co a@XN--9CA.co a@xn--.co a@ab--c.co a@xn--80ak6aa92e.com a@\u200d.co a@b\u3002co a@b\uff0eco
    a\u0301@b.co \u0301a@b.co a@\u0301b.co a@b\u0301.co a@😀.co 😀@b.co a@中国.中国 中@中国.cn a@אב.com a@1.אב.com a@אב1.com
    !#$%&'*+-/=?^_`{|}~@b.co a(b@c.de a,b@c.de a;b@c.de a:b@c.de a\\b@c.de a@b.co\u200b a\u200b@b.co a\u00a0b@c.de a@b\u00a0c.de
    <a@b.co> <<a@b.co>> n<a@b.co> <a@b.co <a@b.co>x a@b.co> "n"<a@b.co> ""<a@b.co> "a"b"<a@b.co> n,m<a@b.co> é<a@b.co>
    a@b.co\u2028 a\u037eb@c.de \u1fefa@b.co a@\u1fef.co a@\u2488com.co a@ａ.co a@²b.co a@b.中国 a@b.рф a@b.xn--p1ai a@b.0xf
    a@é.0xf a@é.1 a@K.co a@ſ.co a@İ.co a@ﬁ.co a@l·l.cat a@·.cat a@\u30fb.jp a@ア\u30fbア.jp a@\u0669.com a@۰.com a@b%41.co
    a@ab--é.co a@é-.co a@-é.co a@b\u00ad.co a\ud800@b.co a@\ud800.co ＠b.co a＠b.co a@b\ue000.co a\ue000@b.co
    """.split(),
    *["", " a@b.co ", "\u00a0a@b.co", "\ufeffa@b.co", "\x1ca@b.co", "a@b.co\n", "a\r\n@b.co", "a @b.co", "a@ b.co", "Name <a@b.co>"],
    *["  First Last  <a@b.co>  ", '"First, Last" <a@b.co>', "First, Last <a@b.co>", "Élan <a@b.co>", "N < a@b.co >", "N <>"],
    *["N <a@b.co> x", "N <a@b.co> <c@d.ee>", "中文 <a@b.co>", "e\u0301 <a@b.co>", "N\u00a0M <a@b.co>", "N\n<a@b.co>", "<N> <a@b.co>"],
    *["a" * 64 + "@b.co", "a" * 65 + "@b.co", "a" * 249 + "@b.co", "a" * 250 + "@b.co", "é" * 124 + "@b.co", "é" * 125 + "@b.co"],
    *["a@" + "b" * 63 + ".co", "a@" + "b" * 64 + ".co", "a@" + "b." * 125 + "co", "a@" + "b." * 126 + "co", "a@" + "é" * 58 + ".co"],
    *["N" * 2040 + " <a@b.co>", "N" * 2039 + " <a@b.co>", '"a@b.co" <a@b.co>', "a@b.co <c@d.ee>", "\t<a@b.co>\t", "< a@b.co>"],
]  # fmt: skip
ADDRESSES = """
1.2.3.4 01.2.3.4 1.2.3 1.2.3.4.5 256.1.1.1 0.0.0.0 255.255.255.255 1.2.3.4/24 1.2.3.0/24 1.2.3.4/32 1.2.3.4/33 1.2.3.4/
1.2.3.0/255.255.255.0 1.2.3.0/0.0.0.255 1.2.3.4/255.255.255.0 1.2.3.0/255.0.255.0 1.2.3.4/0.0.0.0 0.0.0.0/0 0.0.0.0/0.0.0.0
1.2.3.4/255.255.255.255 1.2.3.4/24/24 1.2.3.0/024 1.2.3.0/+24 1.2.3.0/-1 1.2.3.0/٢٤ ١.2.3.4 1..2.3 :: ::1 1:: 1::2 1:2:3:4:5:6:7:8
1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 1::3:4:5:6:7:8 1:2:3:4::5:6:7:8 ::: 1:::2 1::2::3 :1 1: : 12345::
g:: fe80::1%eth0 fe80::1% fe80::1%a%b fe80::1%a/b ::1.2.3.4 ::ffff:1.2.3.4 1:2:3:4:5:6:1.2.3.4 1:2:3:4:5:6:7:1.2.3.4 1.2.3.4::
::1.2.3 ::1.2.3.4:5 ::01.2.3.4 2001:db8::/32 2001:db8::1/32 2001:db8::1/128 2001:db8::/129 ::/0 ::1/0 2001:db8::/ffff:: ::/64/1
fe80::%eth0/64 fe80::/64%eth0 fe80::1%eth0/64 [::1] 1.2.3.4%eth0 0x1.2.3.4 1234 16909060 FFFF:: ::abcd:EF01 00001:: ::00001
%eth0 /24 ::%\u00e9 ::%\n 1.2.3.4/0 128.0.0.0/1 1.2.3.4/128.0.0.0 1.2.3.4/127.255.255.255 1.2.3.4/00032 ::1%1.2.3.4
""".split()
ADDRESSES += ["", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", "::1\n", "1.2.3.0/24\n", "1.2.3.0 /24", ":: ", "::%a b"]
URLS = [
    *"""
    http://a http://a.b/ https://a.b:80/c?d#e HTTP://A.B ftp://a file:///a file://a/b file:a file:/ file: ws://a wss://a mailto:a@b.co
    urn:a:b a:b a: a a/b //a /a ? # http: http:/ http:// http:/a http:a http:///a http://a:65536 http://a:99999 http://a: http://a:x
    http://:80 http://user@ http://user:pw@a http://@a http://a@b@c http://[::1] http://[::1]:80 http://[::1 http://[::g] http://::1
    http://[fe80::1%25eth0] http://1.2.3.4 http://1.2.3 http://256.1.1.1 http://0x7f.1 http://1.2.3.4.5 http://a_b.c http://-a.b
    http://a-.b http://a..b http://.a http://a. http://é.de http://😀.de http://xn--a http://xn--9ca.de http://a%41.b http://a%.b
    http://a%00 http://a%zz http://a<b http://a>b http://a|b http://a^b http://a`b http://a{b} http://a"b http://a\\b http:\\\\a\\b
    http://a/\ud800 http://a/<> http://a/%zz http://a?\u00e9 foo://a foo:///a foo:// foo://a:0 foo://a:99999 foo:/a foo://é foo://a<b
    foo://a%zz foo://[::1] foo://[x] javascript:alert(1) data:text/plain,x 1http://a h-t.t+p://a +a:b -a:b .a:b http://a#\ud800
    http://\u00ad.de foo://@ foo://@/ foo://:@ foo://:@/ foo://:@?x ws://@ http://:@/a httk://xn--אca.de foo://a:1\\b http://\u200d.de http://a\u3002b http://ＡＢ.de http://ß.de http://\u2488com.de http://אב.1.com http://ab--c.de
    redis://a redis:// redis:///0 redis:/0 redis:0 redis:// redis://:6379 redis://:pw@a rediss://a:1/2 redis://a/ redis://:pw@
    postgres://u:p@a:5432/db postgresql+asyncpg://a postgres:// postgres:///db postgres://a,b/db postgres://u:p@a:1,v:q@b:2/c?d=e
    postgres://a, postgres://,a postgres://a,,b postgres://a:1,b:x postgres:a,b postgres:/a,b postgres:///a,b postgres:\\\\a,b
    postgres://a,b\\c mongodb://a,b,c/?x=y mongodb+srv://a mongodb:// mongodb:///a mongodb:a mongodb+x://a mongodb://a:27017,b:1/,c
    nats://a nats:// nats:///x nats:a ws://a,b\\c ws:\\\\a,b tls://a,b amqp://a amqp:// amqps:a kafka:// kafka:a kafka:///x kafka://a
    mysql://a mysql:// mysql:a mysql+pymysql://u:p@a/d mariadb://a mariadb:// mariadb:a mariadb:///x cockroachdb://a cockroachdb://
    clickhouse://a clickhouse:// clickhouse:x clickhouse+http://a:1 POSTGRES://a,B pos\ttgres://a 1ws://a,b file://a,b file:///a,b
    http://a,b http://a,b/c,d?e,f#g,h http://a, ftp://a,b http://[::1],b http://a?b,c postgres://a?b,c postgres://a#b,c postgres://[::1],[::2]
    """.split(),
    *["", " http://a ", "\x00http://a", "ht\ttp://a", "http://a\n/b", "http://a b", "http://a/b c", "foo://a b", "\u00a0http://a"],
    *[" postgres://a,b ", "\npostgres://a,b", "postgres://a b,c", "http://" + "a" * 300, "http://a/" + "b" * 2074, "http://a/" + "b" * 2075],
    *["http://a/" + "é" * 1037, "http://a/" + "é" * 1038, "http://" + "a." * 130 + "b", "http://a/ " + "b" * 2073, "a b:c"],
]  # fmt: skip

SETS = [
    *[[], [1], [1, 1], [1, True], [1, 1.0, "1"], [1, 2, 3, 4], [1, 2, 2, 3], ["a", "b"], [None, False, 0], [0, -0.0, False]],
    *[["a", "a", "a"], ["é", "e\u0301"], [1.5, 1.50], ["", None], ["1", 1, True, "True"], [1e21, 10**21], ["null", None]],
]
BITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, -1, -2, -3, -4, -5, -6, -7, -8, -9, 1 << 40, 1.5, 2.0]


class Read(IntFlag, boundary=STRICT):
    READ = 4
    WRITE = 2


class Sparse(Flag):
    HIGH = 8
    LOW = 1


class Kept(IntFlag):
    READ = 1
    WRITE = 2
    RUN = 4


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Ratio(float, Enum):
    HALF = 0.5
    TWO = 2.0


class Mixed(Enum):
    ONE = 1
    TEXT = "a"
    NOTHING = None


def core(schema: core_schema.CoreSchema) -> Any:
    """The type with a core schema that no annotation gives."""
    return Annotated[Any, GetPydanticSchema(lambda _source, _handler: schema)]


def sized(type_: Any, low: int, high: int) -> Any:
    return Annotated[type_, Field(min_length=low, max_length=high)]


def keyed(type_: Any) -> Any:
    """What is accepted for the key of a dictionary."""
    adapter = TypeAdapter(dict[type_, int])  # type: ignore[valid-type]
    return core(core_schema.no_info_plain_validator_function(lambda key: adapter.validate_python({key: 1})))


def configured(type_: Any, **config: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_, config=ConfigDict(**config))  # type: ignore[typeddict-item]


TEN_Z = datetime(2024, 1, 1, 10, tzinfo=UTC)
TEN = datetime(2024, 1, 1, 10)  # noqa: DTZ001

SIZES = ["1", "1.5", "1KB", "1.5 GB", "1mib", "1b", "1bit", "1kibit", "5EiB", "1YB", "-1", "+1KB", "1e3", "1_000", ".5KB", "5.", "", "KB", 1, 0, -1, 1.5, 1.0]
FRACTIONS = ["1", "1/2", "-1/2", "1/0", "1_0/2", ".5", "1.", "1.e3", "1E-3", "a", "1/", "/2", "1.5/2", "1__0", "", "1e1_0", 1, 1.5, 0, -3]
COMPLEX = ["1", "1+2j", "j", "-j", "1-j", "(1+2j)", "( 1+2j", "1e3j", "1.5+.5j", "nanj", "infj", "1+2", "1+-2j", "1_0j", "1__0j", "", "1 +2j"]

CASES = [
    Case("byteSize", {}, ByteSize, SIZES),
    Case("byteSize", {"ge": 1024}, Annotated[ByteSize, Ge(1024)], SIZES),
    Case("fraction", {}, Fraction, FRACTIONS),
    Case("fraction", {"gt": "1/3", "le": "2"}, Annotated[Fraction, Gt(Fraction(1, 3)), Le(2)], FRACTIONS),
    Case("fraction", {"gt": "1/10"}, Annotated[Fraction, Gt(Fraction(1, 10))], [*FRACTIONS, 0.1, "0.1", "1/10"]),
    Case("fraction", {"multipleOf": "1/2"}, Annotated[Fraction, MultipleOf(Fraction(1, 2))], FRACTIONS),
    Case("complex", {}, complex, COMPLEX),
    Case("dateTime", {"unit": "seconds"}, configured(datetime, val_temporal_unit="seconds"), TEXTS),
    Case("dateTime", {"unit": "milliseconds"}, configured(datetime, val_temporal_unit="milliseconds"), TEXTS),
    Case("url", {"strict": True}, core(core_schema.url_schema(strict=True)), URLS),
    Case("distinct", {"hashable": 0}, set[Any], [[], [1], [[1]], [{}], [None, "a"], [[]]]),
    Case("distinct", {"hashable": 1}, set[tuple[Any, ...]], [[], [[1]], [[[1]]], [[{}]], [[]]]),
    Case("integerKey", {"multipleOf": 3}, keyed(Annotated[int, MultipleOf(3)]), KEYS),
    Case("numberKey", {"multipleOf": 0.5}, keyed(Annotated[float, MultipleOf(0.5)]), KEYS),
    Case("dateTime", {}, datetime, TEXTS),
    Case("dateTime", {"timezone": "aware"}, AwareDatetime, TEXTS),
    Case("dateTime", {"timezone": "naive"}, NaiveDatetime, TEXTS),
    Case("dateTime", {"timezone": 19800}, core(core_schema.datetime_schema(tz_constraint=19800)), TEXTS),
    Case("dateTime", {"timezone": 0}, core(core_schema.datetime_schema(tz_constraint=0)), TEXTS),
    Case("dateTime", {"ge": "2024-01-01T10:00:00Z"}, Annotated[datetime, Ge(TEN_Z)], TEXTS),
    Case("dateTime", {"lt": "2024-01-01T10:00:00"}, Annotated[datetime, Lt(TEN)], TEXTS),
    Case("dateTime", {"gt": "2024-01-01T05:00:00+05:30"}, Annotated[datetime, Gt(datetime.fromisoformat("2024-01-01T05:00:00+05:30"))], TEXTS),
    Case("dateTime", {"when": "past"}, PastDatetime, [*TEXTS, *AROUND_NOW]),
    Case("dateTime", {"when": "future"}, FutureDatetime, [*TEXTS, *AROUND_NOW]),
    Case("dateTime", {"when": "past", "timezone": "aware"}, Annotated[AwareDatetime, PastDatetime()], AROUND_NOW),
    Case("date", {}, date, TEXTS),
    Case("date", {"gt": "2024-01-01", "le": "2024-12-31"}, Annotated[date, Gt(date(2024, 1, 1)), Le(date(2024, 12, 31))], TEXTS),
    Case("date", {"when": "past"}, PastDate, [*TEXTS, *DAYS_AROUND_NOW]),
    Case("date", {"when": "future"}, FutureDate, [*TEXTS, *DAYS_AROUND_NOW]),
    Case("time", {}, time, TIMES),
    Case("time", {"ge": "10:00:00"}, Annotated[time, Ge(time(10))], TIMES),
    Case("time", {"lt": "10:00:00+02:00"}, Annotated[time, Lt(time(10, tzinfo=timezone(timedelta(hours=2))))], TIMES),
    Case("time", {"timezone": "aware"}, core(core_schema.time_schema(tz_constraint="aware")), TIMES),
    Case("duration", {}, timedelta, [*DURATIONS, *SECONDS]),
    Case("duration", {"gt": "PT1H", "le": "P1D"}, Annotated[timedelta, Gt(timedelta(hours=1)), Le(timedelta(days=1))], DURATIONS),
    Case("duration", {"ge": "PT0S"}, Annotated[timedelta, Ge(timedelta(0))], [*DURATIONS, *NOTHING, *SECONDS]),
    Case("duration", {"lt": "PT0S"}, Annotated[timedelta, Lt(timedelta(0))], [*DURATIONS, *NOTHING, *SECONDS]),
    Case("duration", {"ge": "-P1D", "lt": "PT1.5S"}, Annotated[timedelta, Ge(-timedelta(days=1)), Lt(timedelta(seconds=1.5))], [*DURATIONS, *SECONDS]),
    Case("decimal", {}, Decimal, DECIMALS),
    Case("decimal", {"special": True}, Annotated[Decimal, Field(allow_inf_nan=True)], DECIMALS),
    Case("decimal", {"special": True, "gt": "0"}, Annotated[Decimal, Field(allow_inf_nan=True, gt=0)], DECIMALS),
    Case("decimal", {"maxDigits": 4}, Annotated[Decimal, Field(max_digits=4)], DECIMALS),
    Case("decimal", {"decimalPlaces": 2}, Annotated[Decimal, Field(decimal_places=2)], DECIMALS),
    Case("decimal", {"maxDigits": 4, "decimalPlaces": 2}, Annotated[Decimal, Field(max_digits=4, decimal_places=2)], DECIMALS),
    Case("decimal", {"gt": "0", "le": "99.99"}, Annotated[Decimal, Gt(Decimal(0)), Le(Decimal("99.99"))], DECIMALS),
    Case("decimal", {"multipleOf": "0.05"}, Annotated[Decimal, MultipleOf(Decimal("0.05"))], DECIMALS),
    Case("multiple", [0.1], Annotated[float, MultipleOf(0.1)], STEPS),
    Case("multiple", [0.3], Annotated[float, MultipleOf(0.3)], STEPS),
    Case("multiple", [3, True], Annotated[int, MultipleOf(3)], [step for step in STEPS if isinstance(step, int)]),
    Case("integerKey", {}, keyed(int), KEYS),
    Case("integerKey", {"gt": -2, "le": 7}, keyed(Annotated[int, Gt(-2), Le(7)]), KEYS),
    Case("numberKey", {}, keyed(float), KEYS),
    Case("numberKey", {"ge": 0.5, "lt": 1000}, keyed(Annotated[float, Ge(0.5), Lt(1000)]), KEYS),
    Case("numberKey", {"finite": True}, keyed(FiniteFloat), KEYS),
    Case("booleanKey", {}, keyed(bool), KEYS),
    Case("laxInteger", {}, int, LAX),
    Case("laxInteger", {"gt": -2, "le": 7}, Annotated[int, Gt(-2), Le(7)], LAX),
    Case("laxInteger", {"ge": "9007199254740993", "multipleOf": 3}, Annotated[int, Ge(2**53 + 1), MultipleOf(3)], LAX),
    Case("laxNumber", {}, float, LAX),
    Case("laxNumber", {"ge": 0.5, "lt": 1000, "finite": True}, Annotated[FiniteFloat, Ge(0.5), Lt(1000)], LAX),
    Case("laxNumber", {"multipleOf": 0.5}, Annotated[float, MultipleOf(0.5)], LAX),
    Case("laxBoolean", {}, bool, LAX),
    Case("laxDateTime", {}, datetime, LAX),
    Case("laxDateTime", {"timezone": "naive"}, NaiveDatetime, [*LAX, *TEXTS]),
    Case("laxDateTime", {"gt": "2024-01-01T00:00:00Z"}, Annotated[datetime, Gt(datetime(2024, 1, 1, tzinfo=UTC))], LAX),
    Case("laxDate", {}, date, LAX),
    Case("laxDate", {"lt": "2000-01-01"}, Annotated[date, Lt(date(2000, 1, 1))], [*LAX, *TEXTS]),
    Case("laxTime", {}, time, [*LAX, *TIMES]),
    Case("laxTime", {"timezone": "aware", "ge": "00:00:02Z"}, Annotated[time, core({"type": "time"}), Ge(time(0, 0, 2, tzinfo=UTC))], LAX),
    Case("laxDuration", {}, timedelta, LAX),
    Case("laxDuration", {"gt": "PT1S"}, Annotated[timedelta, Gt(timedelta(seconds=1))], LAX),
    Case("laxIp", {"version": 4}, IPv4Address, [*WHOLE, *ADDRESSES]),
    Case("laxIp", {"version": 6, "kind": "interface"}, IPv6Interface, [*WHOLE[2:], *ADDRESSES]),
    Case("laxIp", {"kind": "network"}, IPvAnyNetwork, [*WHOLE[2:], *ADDRESSES]),
    Case("laxMember", {"values": [1, 2], "text": "integer"}, Level, LAX),
    Case("laxMember", {"values": [0.5, 2], "text": "number"}, Ratio, LAX),
    Case("laxMember", {"values": [1, "a", None]}, Mixed, LAX),
    Case("laxFlags", {"mask": 6, "texts": [4, 2]}, Read, [*BITS, *WHOLE, "4", "+2", " 2 ", "6", "0", "1"]),
    Case("laxComplex", {}, complex, [*WHOLE, *SECONDS, "1+2j", "a"]),
    Case("laxFraction", {"ge": "1/2"}, Annotated[Fraction, Ge(Fraction(1, 2))], [*WHOLE, *SECONDS, "1/3", "2/3", "a"]),
    Case("laxFlags", {"mask": 9}, Sparse, [*BITS, *WHOLE, "8", "1"]),
    Case("laxFlags", {"texts": [1, 2, 4]}, Kept, [*BITS, *WHOLE, "1", "3", "4.0", "7"]),
    Case("laxText", {}, core(core_schema.str_schema(coerce_numbers_to_str=True)), [*NUMERALS, *WHOLE[:-2], "a", "\ud800"]),
    Case("laxText", {"min": 3, "max": 5}, core(core_schema.str_schema(coerce_numbers_to_str=True, min_length=3, max_length=5)), [*NUMERALS, *STRINGS]),
    Case("numeral", {"min": 3, "max": 6}, core(core_schema.str_schema(coerce_numbers_to_str=True, min_length=3, max_length=6)), NUMERALS),
    Case("laxMember", {"values": [1, "1.5", True]}, Literal[1, "1.5", True], LAX),
    Case("uuid", {}, UUID, UUIDS),
    Case("uuid", {"version": 1}, UUID1, UUIDS),
    Case("uuid", {"version": 4}, UUID4, UUIDS),
    Case("uuid", {"version": 7}, core({"type": "uuid", "version": 7}), UUIDS, CURRENT),
    Case("text", {"min": 2, "max": 3}, sized(str, 2, 3), STRINGS),
    Case("text", {"min": 2, "max": 2, "strip": True}, Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=2)], STRINGS),
    Case("text", {"ascii": True}, core({"type": "str", "ascii_only": True}), STRINGS, CURRENT),
    Case("text", {"strip": True, "ascii": True}, core({"type": "str", "ascii_only": True, "strip_whitespace": True}), STRINGS, CURRENT),
    Case("text", {"strip": True, "pattern": "^ab$"}, Annotated[str, StringConstraints(strip_whitespace=True, pattern="^ab$")], STRINGS),
    Case("bytes", {"min": 2, "max": 4}, sized(bytes, 2, 4), STRINGS),
    Case("hex", {}, configured(bytes, val_json_bytes="hex"), HEX),
    Case("hex", {"min": 1, "max": 2}, configured(sized(bytes, 1, 2), val_json_bytes="hex"), HEX),
    Case("base64", {}, configured(bytes, val_json_bytes="base64"), BASE64),
    Case("base64", {"min": 1, "max": 2}, configured(sized(bytes, 1, 2), val_json_bytes="base64"), BASE64),
    Case("base64", {"lenient": True, "alphabet": "standard"}, Base64Bytes, BASE64),
    Case("base64", {"lenient": True, "alphabet": "url"}, Base64UrlBytes, BASE64),
    Case("base64", {"lenient": True, "alphabet": "standard", "min": 1, "max": 2}, sized(Base64Bytes, 1, 2), BASE64),
    Case("base64", {"lenient": True, "alphabet": "standard", "text": True}, Base64Str, BASE64),
    Case("base64", {"lenient": True, "alphabet": "url", "text": True, "min": 1, "max": 2}, sized(Base64UrlStr, 1, 2), BASE64),
    Case("jsonText", {}, Json, JSONS),
    Case("email", {}, EmailStr, EMAILS),
    Case("email", {"max": 12}, Annotated[EmailStr, Field(max_length=12)], [*EMAILS, "a@xn--mnchen-3ya.de", "a@xn--4ca.de", "a@xn--fsq.com"]),
    Case("email", {}, NameEmail, EMAILS),
    Case("email", {"trim": True}, configured(EmailStr, str_strip_whitespace=True), [*EMAILS, "\na@b.co\u0085"]),
    Case("ip", {"version": 4}, IPv4Address, ADDRESSES),
    Case("ip", {"version": 6}, IPv6Address, ADDRESSES),
    Case("ip", {"version": 4, "gt": "1.2.3.0", "lt": "255.0.0.0"}, Annotated[IPv4Address, Field(gt=IPv4Address("1.2.3.0"), lt=IPv4Address("255.0.0.0"))], [*ADDRESSES, "1.2.2.255", "1.2.3.1", 16909056, 16909057]),
    Case("ip", {"version": 6, "ge": "::2", "le": "fe80::1"}, Annotated[IPv6Address, Field(ge=IPv6Address("::2"), le=IPv6Address("fe80::1"))], [*ADDRESSES, "::2", "fe80::2", 1, 2]),
    Case("ip", {}, IPvAnyAddress, ADDRESSES),
    Case("ip", {"version": 4, "kind": "interface"}, IPv4Interface, ADDRESSES),
    Case("ip", {"version": 6, "kind": "interface"}, IPv6Interface, ADDRESSES),
    Case("ip", {"kind": "interface"}, IPvAnyInterface, ADDRESSES),
    Case("ip", {"version": 4, "kind": "network"}, IPv4Network, ADDRESSES),
    Case("ip", {"version": 6, "kind": "network"}, IPv6Network, ADDRESSES),
    Case("ip", {"kind": "network"}, IPvAnyNetwork, ADDRESSES),
    Case("url", {}, AnyUrl, URLS),
    Case("url", {"schemes": ["http", "https"], "maxLength": 2083}, HttpUrl, URLS),
    Case("url", {"schemes": ["ws", "wss"]}, AnyWebsocketUrl, URLS),
    Case("url", {"schemes": ["file"]}, FileUrl, URLS),
    Case("url", {"schemes": ["ftp"]}, FtpUrl, URLS),
    Case("url", {"host": True}, Annotated[Url, UrlConstraints(host_required=True)], URLS),
    Case("url", {"defaultPort": 80}, Annotated[Url, UrlConstraints(default_port=80)], URLS),
    Case("url", {"defaultHost": "localhost"}, Annotated[Url, UrlConstraints(default_host="localhost")], URLS),
    Case("url", {"schemes": ["amqp", "amqps"]}, AmqpDsn, URLS),
    Case("url", {"schemes": ["redis", "rediss"], "defaultHost": "localhost", "defaultPort": 6379, "host": True}, RedisDsn, URLS),
    Case("url", {"schemes": ["kafka"], "defaultHost": "localhost", "defaultPort": 9092}, KafkaDsn, URLS),
    Case("url", {"multiHost": True}, MultiHostUrl, URLS),
    Case("url", {"multiHost": True, "host": True, "schemes": PostgresDsn._constraints.allowed_schemes, "min": 20, "max": 26}, sized(PostgresDsn, 20, 26), [*URLS, "postgres://b:1,c:2/d", "postgres://b,c", "postgresql://ü,c:2/d", "postgres://u:p@h1:1,h2:2/d"]),
    Case("url", {"multiHost": True, "schemes": ["mongodb", "mongodb+srv"], "defaultPort": 27017, "min": 24, "max": 29}, sized(MongoDsn, 24, 29), [*URLS, "mongodb://a,b/d", "mongodb://a:1,b/d", "mongodb://a:27017,b:27017/d", "mongodb://a,b,c/d"]),
    Case("url", {"multiHost": True, "host": True, "schemes": ["postgres", "postgresql", "postgresql+asyncpg"]}, Annotated[MultiHostUrl, UrlConstraints(host_required=True, allowed_schemes=["postgres", "postgresql", "postgresql+asyncpg"])], URLS),
    Case("url", {"multiHost": True, "schemes": ["mongodb", "mongodb+srv"], "defaultPort": 27017}, MongoDsn, URLS),
    Case("url", {"multiHost": True, "schemes": ["nats", "tls", "ws", "wss"], "defaultHost": "localhost", "defaultPort": 4222}, NatsDsn, URLS),
    Case("distinct", {"min": 2, "max": 3}, sized(set[Any], 2, 3), SETS),
    Case("flags", {"mask": 6}, Read, BITS),
    Case("flags", {"mask": 9}, Sparse, BITS),
]  # fmt: skip
CASES = [case._replace(since=CURRENT) if case.check in CHANGED else case for case in CASES]
