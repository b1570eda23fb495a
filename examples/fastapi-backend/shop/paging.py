from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """One page of a longer list."""

    items: list[Item]
    total: int = Field(ge=0, description="How many there are on all pages")
    page: int = Field(ge=1)
    size: int = Field(ge=1)


class PageQuery(BaseModel):
    page: int = Field(default=1, ge=1)
    size: int = Field(default=20, ge=1, le=100)


Paging = Annotated[PageQuery, Query()]


def paginate(items: Sequence[Item], paging: PageQuery) -> Page[Item]:
    start = (paging.page - 1) * paging.size
    return Page(
        items=list(items[start : start + paging.size]),
        total=len(items),
        page=paging.page,
        size=paging.size,
    )
