"""What the shop has, in memory: each start of the app opens the same shop."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import HttpUrl

from shop.models import (
    Address,
    CardPayment,
    Category,
    Customer,
    InvoicePayment,
    Order,
    OrderLine,
    OrderStatus,
    Priority,
    Product,
    ProductImage,
    VoucherPayment,
)

CATEGORIES = Category(
    slug="shop",
    name="Everything",
    children=[
        Category(
            slug="kitchen",
            name="Kitchen",
            children=[Category(slug="coffee", name="Coffee"), Category(slug="knives", name="Knives")],
        ),
        Category(slug="desk", name="Desk"),
    ],
)

PRODUCTS = {
    each.id: each
    for each in (
        Product(
            id=1,
            name="Moka pot",
            price=Decimal("34.90"),
            category="coffee",
            stock=12,
            weight_kg=0.7,
            attributes={"cups": "6", "material": "aluminium"},
        ),
        Product(
            id=2,
            name="Hand grinder",
            price=Decimal("89.00"),
            category="coffee",
            stock=4,
            weight_kg=0.5,
            manual=HttpUrl("https://shop.example/manuals/grinder.pdf"),
        ),
        Product(id=3, name="Paring knife", price=Decimal("24.50"), category="knives", stock=30),
        Product(id=4, name="Desk lamp", price=Decimal("119.00"), category="desk", stock=0, weight_kg=2.1),
    )
}

ADA = Customer(
    id=UUID("6f1f6f0e-58c0-4d0a-9c8e-3b8f8a4d1a01"),
    name="Ada Winter",
    email="ada@example.com",
    phone="+49 30 1234567",
    birthday=date(1990, 12, 10),
    newsletter=True,
)
BEN = Customer(
    id=UUID("6f1f6f0e-58c0-4d0a-9c8e-3b8f8a4d1a02"),
    name="Ben Sommer",
    email="ben@example.com",
)
CUSTOMERS = {each.id: each for each in (ADA, BEN)}

_BERLIN = Address(street="Lindenweg 4", postalCode="10115", city="Berlin")
_WIEN = Address(street="Am Hof 1", postalCode="1010", city="Wien", country="AT")

ORDERS = {
    each.id: each
    for each in (
        Order(
            id=UUID("a3c3f1f2-0b5e-4b57-8f0a-2f1f4c6d1001"),
            number=1001,
            customer_id=ADA.id,
            status=OrderStatus.SHIPPED,
            items=[OrderLine(product_id=1, quantity=2, name="Moka pot", unit_price=Decimal("34.90"))],
            total=Decimal("69.80"),
            payment=CardPayment(method="card", last_digits="4242"),
            ship_to=_BERLIN,
            placed_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
            deliver_on=date(2026, 11, 5),
        ),
        Order(
            id=UUID("a3c3f1f2-0b5e-4b57-8f0a-2f1f4c6d1002"),
            number=1002,
            customer_id=BEN.id,
            status=OrderStatus.PAID,
            items=[
                OrderLine(product_id=2, quantity=1, name="Hand grinder", unit_price=Decimal("89.00")),
                OrderLine(product_id=3, quantity=1, name="Paring knife", unit_price=Decimal("24.50")),
            ],
            total=Decimal("113.50"),
            payment=InvoicePayment(method="invoice", due_days=30),
            ship_to=_WIEN,
            placed_at=datetime(2026, 11, 16, 17, 5, tzinfo=UTC),
            priority=Priority.HIGH,
            note="Please ring twice.",
        ),
        Order(
            id=UUID("a3c3f1f2-0b5e-4b57-8f0a-2f1f4c6d1003"),
            number=1003,
            customer_id=ADA.id,
            items=[OrderLine(product_id=3, quantity=1, name="Paring knife", unit_price=Decimal("24.50"))],
            total=Decimal("24.50"),
            payment=VoucherPayment(method="voucher", code="WELCOME1"),
            ship_to=_BERLIN,
            placed_at=datetime(2026, 11, 19, 8, 0, tzinfo=UTC),
        ),
    )
}

IMAGES: dict[int, tuple[ProductImage, bytes]] = {}
