"""The app that is edited: a small shop, with one of everything that a FastAPI developer changes.

Its handlers answer with whatever the harness drew from the types they promise.
"""

from collections.abc import AsyncIterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from fastapi import APIRouter, Body, Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Path, Query, UploadFile
from fastapi.responses import PlainTextResponse
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2PasswordBearer, SecurityScopes
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, computed_field, field_validator, model_validator

from drift.edits.answers import answer, answers

T = TypeVar("T")


# Models


class Status(str, Enum):
    draft = "draft"
    paid = "paid"
    shipped = "shipped"


class Priority(IntEnum):
    low = 1
    normal = 2
    high = 3


class Sort(str, Enum):
    name = "name"
    price = "price"


class Address(BaseModel):
    street: str
    city: str = Field(max_length=40)
    zip_code: str = Field(pattern=r"^[0-9]{5}$")
    country: Literal["DE", "AT", "CH"] = "DE"


class Money(BaseModel):
    amount: Decimal = Field(ge=0, max_digits=10, decimal_places=2)
    currency: str = "EUR"


class Line(BaseModel):
    sku: str = Field(min_length=3)
    quantity: int = Field(ge=1, le=100)
    price: Decimal = Field(ge=0)
    weight: float = 0.0
    note: str | None = None


class Card(BaseModel):
    kind: Literal["card"]
    number: str
    holder: str | None = None


class Transfer(BaseModel):
    kind: Literal["transfer"]
    iban: str


class Pickup(BaseModel):
    shop: int
    code: str | None = None


class Locker(BaseModel):
    locker: str
    size: Literal["S", "M", "L"]


class NewOrder(BaseModel):
    """What a customer sends."""

    customer_id: UUID
    lines: list[Line] = Field(min_length=1, max_length=20)
    payment: Annotated[Card | Transfer, Field(discriminator="kind")]
    ship_to: Address
    pickup: Pickup | Locker | None = None
    placed_at: datetime
    due: date | None = None
    status: Status = Status.draft
    priority: Priority = Priority.normal
    tags: list[str] = []
    discount: int = 0
    reference: str = Field(alias="ref")
    code: int | str = 0
    gift: bool = False


class Order(BaseModel):
    """What the shop keeps."""

    id: UUID
    created_at: datetime
    lines: list[Line]
    payment: Annotated[Card | Transfer, Field(discriminator="kind")]
    ship_to: Address
    total: Money
    status: Status
    priority: Priority
    tags: list[str]
    weight: float
    shipped_on: date | None
    remark: str | None = None
    channel: Literal["web", "shop"] = "web"
    position: int
    reference: str = Field(alias="ref")


class NewProduct(BaseModel):
    name: str
    price: Decimal
    kind: Literal["book", "game"]
    in_stock: bool = True
    rating: int | None = None
    attributes: dict[str, str] = {}
    size: tuple[int, int] = (0, 0)


class Product(NewProduct):
    id: int
    slug: str | None = None
    owner: str = ""


class ProductPatch(BaseModel):
    name: str | None = None
    price: Decimal | None = None
    rating: int | None = Field(default=None, ge=1, le=5)


class ProductQuery(BaseModel):
    text: str | None = None
    limit: int = Field(default=20, ge=1, le=100)
    sort: Sort = Sort.name
    tags: list[str] = []


class Category(BaseModel):
    name: str
    children: list["Category"] = []


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
    cursor: str | None = None


class Event(BaseModel):
    at: datetime
    what: Literal["paid", "shipped"]
    detail: str | None = None


class Login(BaseModel):
    username: str
    password: str = Field(min_length=4)
    remember: bool = False


class Token(BaseModel):
    access_token: str
    expires_in: int = 3600


class User(BaseModel):
    name: str
    email: str
    admin: bool = False
    nickname: str | None = None


class Problem(BaseModel):
    code: str
    detail: str


# Dependencies

bearer = HTTPBearer()
api_key = APIKeyHeader(name="X-Key")
oauth = OAuth2PasswordBearer(tokenUrl="login", scopes={"read": "look", "write": "change"}, auto_error=False)


async def paging(page: Annotated[int, Query(ge=1)] = 1, size: Annotated[int, Query(ge=1, le=50)] = 10) -> int:
    return page * size


async def tenant(x_tenant: Annotated[str | None, Header()] = None) -> str | None:
    return x_tenant


async def checked_scopes(wanted: SecurityScopes, token: Annotated[str | None, Depends(oauth)]) -> None:
    if token is None:
        raise HTTPException(401)


# Products

products = APIRouter(prefix="/products", tags=["products"])


@products.get("")
async def list_products(query: Annotated[ProductQuery, Query()]) -> Page[Product]:
    return answer()


@products.get("/{product_id}", responses={404: {"model": Problem}})
async def get_product(
    product_id: int,
    locale: Annotated[str | None, Header(alias="X-Locale")] = None,
    session: Annotated[str | None, Cookie()] = None,
) -> Product:
    """Look a product up."""
    return answer()


@products.post("", status_code=201)
async def create_product(product: NewProduct) -> Product:
    return answer()


@products.patch("/{product_id}")
async def change_product(product_id: int, patch: ProductPatch) -> Product:
    return answer()


@products.delete("/{product_id}", status_code=204)
async def delete_product(product_id: int, key: Annotated[str, Depends(api_key)]) -> None:
    return None


@products.put("/{product_id}/picture")
async def put_picture(product_id: int, file: UploadFile, caption: Annotated[str, Form()] = "") -> Problem:
    return answer()


# Orders

orders = APIRouter(prefix="/orders", tags=["orders"])


@orders.get("")
async def list_orders(
    at: Annotated[int, Depends(paging)],
    status: Status | None = None,
    since: datetime | None = None,
    tags: Annotated[list[str], Query()] = [],
    min_total: float = 0,
) -> list[Order]:
    return answer()


@orders.post("")
async def create_order(order: NewOrder, tenant: Annotated[str | None, Depends(tenant)]) -> Order:
    return answer()


@orders.get("/{order_id}", responses={404: {"model": Problem}})
async def get_order(order_id: UUID) -> Order:
    return answer()


@orders.post("/{order_id}/notes")
async def add_note(order_id: UUID, text: Annotated[str, Body(embed=True, max_length=200)]) -> Order:
    return answer()


@orders.put("/{order_id}/address")
async def move_order(order_id: UUID, address: Address) -> Address:
    return answer()


@orders.get("/{order_id}/events")
async def watch_order(order_id: UUID) -> AsyncIterable[Event]:
    for each in answers():
        yield each


@orders.get("/{order_id}/receipt", response_class=PlainTextResponse)
async def get_receipt(order_id: UUID, copies: Annotated[int, Query(ge=1, le=3)] = 1) -> str:
    return answer()


# The rest

app = FastAPI(title="Shop", version="1.0.0")
app.include_router(products)
app.include_router(orders)


@app.post("/login", tags=["users"])
async def login(form: Annotated[Login, Form()]) -> Token:
    return answer()


@app.get("/me", tags=["users"])
async def get_me(token: Annotated[object, Depends(bearer)]) -> User:
    return answer()


@app.get("/categories", tags=["products"])
async def get_categories(depth: int = 1) -> Category:
    return answer()


@app.get("/search", tags=["products"])
async def search(
    q: Annotated[str, Query(min_length=1, max_length=30)],
    kind: Literal["book", "game"] | None = None,
    exact: bool = False,
) -> list[Product]:
    return answer()


@app.get("/health")
async def health() -> dict[str, str]:
    return answer()
