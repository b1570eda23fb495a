"""What the shop deals in. These models are the contract: the frontend has the same types and checks."""

from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, EmailStr, Field, HttpUrl, field_validator

Price = Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]


class Problem(BaseModel):
    """What went wrong."""

    detail: str


# Products


class Category(BaseModel):
    """A shelf of the shop, with the shelves inside it."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    children: list["Category"] = []


class Product(BaseModel):
    id: int
    name: str
    price: Price
    category: str = Field(description="The slug of its category")
    stock: int = Field(ge=0)
    weight_kg: float | None = Field(default=None, gt=0)
    manual: HttpUrl | None = None
    attributes: dict[str, str] = {}


class ProductImage(BaseModel):
    file_name: str
    content_type: str
    size: int = Field(description="In bytes")
    caption: str


# Customers


class Customer(BaseModel):
    id: UUID
    name: str
    email: EmailStr
    phone: str | None = None
    birthday: date | None = None
    newsletter: bool = False


class CustomerPatch(BaseModel):
    """What to change; what is left out stays as it is, and null clears."""

    model_config = ConfigDict(extra="forbid")

    phone: str | None = Field(default=None, pattern=r"^\+[0-9 ]{6,20}$")
    birthday: date | None = None
    newsletter: bool = False


class Address(BaseModel):
    street: str = Field(min_length=1, max_length=120)
    postal_code: str = Field(alias="postalCode", pattern=r"^[0-9]{4,5}$")
    city: str = Field(min_length=1, max_length=80)
    country: str = Field(default="DE", pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")


# Payment


class CardPayment(BaseModel):
    method: Literal["card"]
    last_digits: str = Field(pattern=r"^[0-9]{4}$")


class InvoicePayment(BaseModel):
    method: Literal["invoice"]
    due_days: int = Field(default=14, ge=0, le=60)


class VoucherPayment(BaseModel):
    method: Literal["voucher"]
    code: str = Field(pattern=r"^[A-Z0-9]{8}$", examples=["WELCOME1"])


Payment = Annotated[CardPayment | InvoicePayment | VoucherPayment, Field(discriminator="method")]


# Orders


class OrderStatus(StrEnum):
    """Where an order is on its way."""

    PENDING = "pending"
    PAID = "paid"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class Priority(IntEnum):
    LOW = 1
    NORMAL = 2
    HIGH = 3


class OrderItem(BaseModel):
    product_id: int = Field(ge=1)
    quantity: int = Field(default=1, ge=1, le=100)


class OrderLine(OrderItem):
    """An item as it was sold: later changes of the product do not touch it."""

    name: str
    unit_price: Price


class OrderInput(BaseModel):
    """A new order."""

    customer_id: UUID
    items: list[OrderItem] = Field(min_length=1, max_length=20)
    payment: Payment
    ship_to: Address
    deliver_on: date | None = Field(default=None, description="Any day but Sunday; the next one if left out")
    priority: Priority = Priority.NORMAL
    note: str | None = Field(default=None, max_length=280)

    # Only Python knows this rule: it reaches the form as a 422.
    @field_validator("deliver_on")
    @classmethod
    def not_on_sunday(cls, day: date | None) -> date | None:
        if day is not None and day.isoweekday() == 7:
            raise ValueError("we do not deliver on Sundays")
        return day


class OrderPatch(BaseModel):
    """What to change; what is left out stays as it is, and null clears."""

    priority: Priority = Priority.NORMAL
    deliver_on: date | None = None
    note: str | None = Field(default=None, max_length=280)


class Order(BaseModel):
    """An order, as the shop keeps it."""

    id: UUID
    number: int = Field(ge=1, description="The number that customers see", examples=[1001])
    customer_id: UUID
    status: OrderStatus = OrderStatus.PENDING
    items: list[OrderLine]
    total: Price
    payment: Payment
    ship_to: Address
    placed_at: AwareDatetime
    deliver_on: date | None = None
    priority: Priority = Priority.NORMAL
    note: str | None = None


class Shortage(BaseModel):
    """There is less of a product than was ordered."""

    product_id: int
    wanted: int
    available: int


class OutOfStock(BaseModel):
    detail: Shortage


class StatusChanged(BaseModel):
    kind: Literal["status"] = "status"
    status: OrderStatus
    at: AwareDatetime


class NoteChanged(BaseModel):
    kind: Literal["note"] = "note"
    note: str | None
    at: AwareDatetime


OrderEvent = Annotated[StatusChanged | NoteChanged, Field(discriminator="kind")]
