"""Dates, times and durations."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Final

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    FutureDate,
    FutureDatetime,
    NaiveDatetime,
    PastDate,
    PastDatetime,
)

from exactness.cases import Case, Raw, bodies, fields

DAYS: Final = [
    "2024-01-01",
    "2024-02-29",
    "2023-02-29",
    "2024-13-01",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "20240101",
    "2024-1-1",
    "2024-01-01Z",
]
CLOCKS: Final = [
    "10:00",
    "10:00:00",
    "23:59:59",
    "24:00",
    "10:00:60",
    "10:00:00.5",
    "10:00:00,25",
    "10:00:00.1234567",
    "10",
    "1:00",
]
ZONES: Final = ["", "Z", "z", "+00:00", "+0530", "+05", "+23:59", "+24:00", "\u221205:00", " Z"]
STAMPS: Final = [
    "0",
    "1700000000",
    "1700000000000",
    "-1",
    "1.5",
    "86400",
    "86401",
    "1e5",
    "nan",
    "inf",
    "20000000001",
    " 0",
    "+5",
]
MOMENTS: Final = [
    *DAYS,
    *(f"2024-06-01T{clock}{zone}" for clock in CLOCKS for zone in ("", "Z")),
    *(f"2024-06-01T10:00:00{zone}" for zone in ZONES),
    *(f"2024-06-01{mark}10:00:00Z" for mark in "t _-"),
    *STAMPS,
    *(0, 86400, 1700000000, 1.5, -1, True, 1700000000000, 10**18, Raw("1e400")),
    *(
        "2020-01-01T00:00:00",
        "2020-01-01T00:00:00Z",
        "2019-12-31T23:59:59.999999",
        "2020-01-01T02:00:00+02:00",
        "2200-01-01T00:00:00Z",
    ),
]
HOURS: Final = [
    *(f"{clock}{zone}" for clock in CLOCKS for zone in ZONES[:6]),
    *STAMPS,
    0,
    3600,
    86400,
    1.5,
    True,
    "12:00",
    "11:59:59.999999",
]
LENGTHS: Final = (
    """
P1D P1W P1W2D P1Y PT1H PT1.5S PT1,5S P1.5D P PT -P1D +P1D p1d P1DT1H PT36H P999999999D P1000000000D 10:00 10:00:00 10:00:00.5 -10:00
1:00 24:00:00 10:60 5 5.5 1d 1day 15:30 PT0S PT3600S PT3601S
""".split()
    + ["1 day", "1 day, 10:00:00", "2 days 10:00", "", 0, 60, 1.5, True, -5, 3600, 3601, 1e10]
)


class Sent(BaseModel):
    model_config = ConfigDict(ser_json_timedelta="float")
    v: timedelta
    at: datetime = datetime(2020, 1, 1, tzinfo=UTC)


def strict(type_: Any) -> Any:
    return Annotated[type_, Field(strict=True)]


CASES: Final[list[Case]] = [
    *fields(
        "datetime",
        {
            "plain": datetime,
            "aware": AwareDatetime,
            "naive": NaiveDatetime,
            "past": PastDatetime,
            "future": FutureDatetime,
            "bounds": Annotated[datetime, Field(ge=datetime(2020, 1, 1))],
            "aware bounds": Annotated[datetime, Field(gt=datetime(2020, 1, 1, tzinfo=UTC))],
            "strict": strict(datetime),
            "optional": datetime | None,
            "list": list[datetime],
            "dict": dict[str, AwareDatetime],
            "or text": datetime | str,
            "or int": datetime | int,
            "aware or naive": AwareDatetime | NaiveDatetime,
            "defaulted": (datetime, datetime(2020, 1, 1)),
            "keys": dict[datetime, int],
        },
        [*MOMENTS, ["2024-01-01T00:00:00Z"], {"2024-01-01T00:00:00Z": 1}],
    ),
    *fields(
        "date",
        {
            "plain": date,
            "past": PastDate,
            "future": FutureDate,
            "bounds": Annotated[date, Field(gt=date(2020, 1, 1))],
            "strict": strict(date),
            "optional": date | None,
            "keys": dict[date, int],
            "or datetime": date | datetime,
        },
        [*MOMENTS, {"2024-01-01": 1}, {"x": 1}],
    ),
    *fields(
        "time",
        {"plain": time, "bounds": Annotated[time, Field(lt=time(12))], "strict": strict(time), "optional": time | None},
        HOURS,
    ),
    *fields(
        "duration",
        {
            "plain": timedelta,
            "bounds": Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(hours=1))],
            "strict": strict(timedelta),
            "optional": timedelta | None,
        },
        LENGTHS,
    ),
    bodies("duration", Sent, *({"v": each} for each in LENGTHS), {"v": "PT1H", "at": "2024-01-01"}),
]
