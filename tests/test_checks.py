"""The predicates of `checks.js` take exactly what Pydantic takes: the same values are given to both."""

from __future__ import annotations

import json
import random
import subprocess
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import pytest
from annotated_types import Ge, Gt, Le, Lt, MultipleOf
from pydantic import UUID1, UUID4, UUID7, AwareDatetime, Field, NaiveDatetime, TypeAdapter, ValidationError

RUNTIME = Path(__file__).parents[1] / "src" / "contractbridge" / "emitters" / "runtime"

DATES = """
2024-01-01 2024-02-29 2023-02-29 2024-02-30 2024-12-31 2024-13-01 2024-00-01 2024-01-00 0000-01-01 0001-01-01 9999-12-31
10000-01-01 2024-1-1 20240101 2024/01/01 2024-01-01Z 1900-02-29 2000-02-29
""".split()
CLOCKS = """
00:00 10:00 23:59 24:00 10:60 10:00:00 10:00:59 10:00:60 10:00:00.5 10:00:00,25 10:00:00.1234567 10:00:00. 10:00.5 1:00 10
10:00:00.000000 00:00:00.0
""".split()
ZONES = [
    "",
    "Z",
    "z",
    "+00:00",
    "-00:00",
    "+0530",
    "+05",
    "+23:59",
    "+24:00",
    "-01:60",
    "\u221205:00",
    " Z",
    "+1:00",
    "+01:00:00",
]
STAMPS = """
0 -0 +5 1. .5 . 1.5e3 1e3 1_000 86400 86401 86400.0 -86400 1700000000 1700000000.5 20000000000 20000000001 -20000000001
253402300799000 253402300799999 253402300800000 -62135596800000 -62135596800001 99999999999999999 nan inf 00012 0x10
""".split()
DURATIONS = """
P1D P1W P1W2D P1Y P1M P1Y2M3DT4H5M6S PT1H PT1M PT1S PT1.5S PT1,5S P1.5D PT1.5H P PT P1DT -P1D +P1D P-1D p1d P1H PT1D PT1H1H P1D2W
PT1M1H PT36H P999999999D P1000000000D -P999999999D -P1000000000D P0001D PT0.0000001S 10:00 10:00:00 10:00:00.5 10:00:00,5 -10:00
+10:00 1:00 100:00 24:00:00 10:60 10:00:60 5 5.5 1d 1day 15:30 PT1.1234567S P999999999DT23H59M59S P999999999DT24H -P999999999DT1S
10:00:00. 1e3 P1.5Y P1.5M P1.5W P1. P1.D P1.DT P1,5DT1H P1DT1.5H1M +PT -PT PTT1H P1DTT1H P4294967295D PT4294967295S PT4294967296S
PT71582788M PT71582789M P11767033Y P12000000Y :10:00 :1000 :00:00 4:00:00 1:00:00,5 2400000000:00 2400000001:00 99999999999:00
10:00:00.123456x 10:00:00.12345x 1d10:00:00.1234567abc 10:00:00.123456é 2D4:00:00 1d:00:00 1dAYS 1Days 1dayS 1dAys 1d24:00
P0.0000115740740740740D P0.3333333333333333333333D PT0.0000005S PT0.9999999S
""".split() + [
    "1 day", "1 days", "1 DAY", "2 days, 10:00:00", "1 day 10:00", "1 day,10:00", "1 day, 10", "-1 day, 10:00:00",
    "-1 days, +10:00", "1 day,", "1  day", "1 day  10:00:00", "", " 1 day", "1 day ", "1 days,  10:00", "1 day10:00", "1d10:00",
    "1 d 10:00", "3 days, 1:00", "1 day, 100:00",
]  # fmt: skip
DECIMALS = (
    """
1 1.5 1e2 1E+2 -0 0 0.0 00 NaN Infinity -inf sNaN nan123 abc 1_000 _1 1__0 1_ 0x10 +1 .5 5. . 1e 1e1_0 --1 1e400 1e-400 1,5 100 100.0
12.30 12.34 12.345 0.001 -5 99.99 99.990 999.9 1000 1e3 10e-1 0.10 123456789012345678901234567890 ٣ ١.٥ 0.5e1 1E5 1.0e-2 0e5 0e-5 0.00
0.99999999999999999999999999999999 1.00000000000000000000000000001 99.9900000000000000000000000001 1e27 1e28 499999999999999999999999999
1e-1000025 1e-1000028 5e-1000030 1e999999 1e9999999 12.340000000000000000000000000000 12.34000000000000000000000000000000001
""".split()
    + ["", " 1 ", "\u00a01\u00a0", "1\n", "\x1c1", "1 1", "²"]
)
UUIDS = """
12345678-1234-5678-1234-567812345678 12345678123456781234567812345678 {12345678-1234-5678-1234-567812345678}
urn:uuid:12345678-1234-5678-1234-567812345678 URN:UUID:12345678-1234-5678-1234-567812345678 {12345678123456781234567812345678}
urn:uuid:12345678123456781234567812345678 1234-5678123456781234567812345678 ABCDEFAB-1234-4678-9234-567812345678 x
00000000-0000-0000-0000-000000000000 ffffffff-ffff-ffff-ffff-ffffffffffff c232ab00-9414-11ec-b3c8-9f6bdeced846
c232ab00-9414-71ec-b3c8-9f6bdeced846 c232ab00-9414-41ec-c3c8-9f6bdeced846 c232ab00941441ec83c89f6bdeced846
{12345678-1234-5678-1234-567812345678 12345678-1234-5678-1234-567812345678} urn:uuid:{12345678-1234-5678-1234-567812345678}
12345678-1234-5678-1234-56781234567 12345678-1234-5678-1234-5678123456789 g2345678-1234-5678-1234-567812345678
""".split()

MOMENTS = [
    f"{day}{separator}{clock}{zone}"
    for day, separator, clock, zone in [
        *((day, "T", "10:00", "") for day in DATES),
        *(("2024-01-01", separator, "10:00:00", "Z") for separator in ("t", " ", "_", "TT", "-", "", "\u00a0")),
        *(("2024-01-01", "T", clock, zone) for clock in CLOCKS for zone in ZONES),
        *(("2024-01-01", "T", "00:00", zone) for zone in ZONES),
    ]
]
TEXTS = [*DATES, *MOMENTS, *STAMPS, "", " 2024-01-01", "2024-01-01 ", "٢024-01-01"]
TIMES = [*(clock + zone for clock in CLOCKS for zone in ZONES), *STAMPS, "T10:00", " 10:00", ""]
NUMBERS = [0, 1, 1.5, -1, 1e21, 1e-7, 0.1, 12.345, 100, 123456789]


def spoil(values: list[Any], count: int) -> list[Any]:
    """The values, and as many others with a character changed, added or taken away."""
    dice = random.Random(1)
    texts = [value for value in values if isinstance(value, str) and value]
    spoiled: list[Any] = []
    if not texts:
        return values
    for _ in range(count):
        text = dice.choice(texts)
        at = dice.randrange(len(text))
        kept = dice.choice([text[:at] + text[at + 1 :], text[:at] + dice.choice("0159:-+.,TZ e_PD") + text[at:]])
        spoiled.append(kept)
    return [*values, *spoiled]


DECIMAL_VALUES = [*DECIMALS, *NUMBERS]

CASES: list[tuple[str, dict[str, Any], Any, list[Any]]] = [
    ("dateTime", {}, datetime, TEXTS),
    ("dateTime", {"timezone": "aware"}, AwareDatetime, TEXTS),
    ("dateTime", {"timezone": "naive"}, NaiveDatetime, TEXTS),
    ("dateTime", {"ge": "2024-01-01T10:00:00Z"}, Annotated[datetime, Ge(datetime.fromisoformat("2024-01-01T10:00:00Z"))], TEXTS),
    ("dateTime", {"lt": "2024-01-01T10:00:00"}, Annotated[datetime, Lt(datetime(2024, 1, 1, 10))], TEXTS),  # noqa: DTZ001
    ("date", {}, date, TEXTS),
    ("date", {"gt": "2024-01-01", "le": "2024-12-31"}, Annotated[date, Gt(date(2024, 1, 1)), Le(date(2024, 12, 31))], TEXTS),
    ("time", {}, time, TIMES),
    ("time", {"ge": "10:00:00"}, Annotated[time, Ge(time(10))], TIMES),
    ("duration", {}, timedelta, DURATIONS),
    ("duration", {"gt": "PT1H", "le": "P1D"}, Annotated[timedelta, Gt(timedelta(hours=1)), Le(timedelta(days=1))], DURATIONS),
    ("decimal", {}, Decimal, DECIMAL_VALUES),
    ("decimal", {"maxDigits": 4}, Annotated[Decimal, Field(max_digits=4)], DECIMAL_VALUES),
    ("decimal", {"decimalPlaces": 2}, Annotated[Decimal, Field(decimal_places=2)], DECIMAL_VALUES),
    ("decimal", {"maxDigits": 4, "decimalPlaces": 2}, Annotated[Decimal, Field(max_digits=4, decimal_places=2)], DECIMAL_VALUES),
    ("decimal", {"gt": "0", "le": "99.99"}, Annotated[Decimal, Gt(Decimal(0)), Le(Decimal("99.99"))], DECIMAL_VALUES),
    ("decimal", {"multipleOf": "0.05"}, Annotated[Decimal, MultipleOf(Decimal("0.05"))], DECIMAL_VALUES),
    ("uuid", {}, UUID, UUIDS),
    ("uuid", {"version": 1}, UUID1, UUIDS),
    ("uuid", {"version": 4}, UUID4, UUIDS),
    ("uuid", {"version": 7}, UUID7, UUIDS),
    ("distinct", {"min": 2, "max": 3}, Annotated[set[Any], Field(min_length=2, max_length=3)], [
        [], [1], [1, 1], [1, True], [1, 1.0, "1"], [1, 2, 3, 4], [1, 2, 2, 3], ["a", "b"], [None, False, 0],
    ]),
]  # fmt: skip


def accepts(adapter: TypeAdapter[Any], value: object) -> bool:
    try:
        adapter.validate_python(value)
    except (ValidationError, ArithmeticError):  # Pydantic lets some overflows through
        return False
    return True


@pytest.fixture(scope="module")
def ask(node: str, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("checks")
    (folder / "node_modules").symlink_to(node_modules)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "checks.js").write_text((RUNTIME / "checks.js").read_text(encoding="utf-8"), encoding="utf-8")
    script = Path(__file__).parent / "checks" / "ask.mjs"
    with subprocess.Popen(
        [node, str(script), (folder / "checks.js").as_uri()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def answer(name: str, options: dict[str, Any], values: list[Any]) -> list[bool]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([name, options, values]) + "\n")
            process.stdin.flush()
            return list(json.loads(process.stdout.readline()))

        yield answer
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.parametrize(("name", "options", "type_", "values"), CASES, ids=lambda each: str(each)[:40])
def test_checks_agree_with_pydantic(
    ask: Any, name: str, options: dict[str, Any], type_: Any, values: list[Any]
) -> None:
    adapter = TypeAdapter(type_)
    tried = spoil(values, 300)
    expected = [accepts(adapter, value) for value in tried]
    answers = ask(name, options, tried)
    wrong = [(value, want) for value, want, got in zip(tried, expected, answers, strict=True) if want != got]
    assert wrong == []
    assert 0 < sum(expected) < len(expected)
