import asyncio
import csv
from collections.abc import AsyncIterable
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Response, status
from fastapi.responses import PlainTextResponse
from fastapi.sse import EventSourceResponse
from pydantic import AwareDatetime

from shop import store
from shop.auth import current_clerk
from shop.customers import find_customer
from shop.models import (
    NoteChanged,
    Order,
    OrderEvent,
    OrderInput,
    OrderItem,
    OrderLine,
    OrderPatch,
    OrderStatus,
    OutOfStock,
    Problem,
    Shortage,
    StatusChanged,
)
from shop.paging import Page, Paging, paginate
from shop.products import find_product

router = APIRouter(
    prefix="/orders",
    tags=["orders"],
    dependencies=[Depends(current_clerk)],
    responses={401: {"model": Problem}},
)


class CSVResponse(PlainTextResponse):
    media_type = "text/csv"


class PDFResponse(Response):
    media_type = "application/pdf"


def find_order(order_id: UUID) -> Order:
    if order := store.ORDERS.get(order_id):
        return order
    raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such order.")


FoundOrder = Annotated[Order, Depends(find_order)]


def sell(item: OrderItem) -> OrderLine:
    product = find_product(item.product_id)
    if product.stock < item.quantity:
        shortage = Shortage(product_id=product.id, wanted=item.quantity, available=product.stock)
        raise HTTPException(status.HTTP_409_CONFLICT, shortage.model_dump())
    return OrderLine(**item.model_dump(), name=product.name, unit_price=product.price)


@router.get("")
async def list_orders(
    paging: Paging,
    status: Annotated[list[OrderStatus], Query(description="Only orders in these states")] = [],  # noqa: B006
    placed_after: AwareDatetime | None = None,
) -> Page[Order]:
    """All orders, newest first."""
    found = [
        each
        for each in store.ORDERS.values()
        if (not status or each.status in status) and (placed_after is None or each.placed_at > placed_after)
    ]
    return paginate(sorted(found, key=lambda each: each.number, reverse=True), paging)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses={404: {"model": Problem}, 409: {"model": OutOfStock}},
)
async def create_order(order: OrderInput, idempotency_key: Annotated[UUID | None, Header()] = None) -> Order:
    """Place an order.

    With an idempotency key the same order is placed once, however often it is sent.
    """
    if idempotency_key in store.ORDERS:
        return store.ORDERS[idempotency_key]
    find_customer(order.customer_id)
    lines = [sell(each) for each in order.items]
    placed = Order(
        **order.model_dump(exclude={"items"}, by_alias=True),
        id=idempotency_key or uuid4(),
        number=max(each.number for each in store.ORDERS.values()) + 1,
        items=lines,
        total=sum((each.unit_price * each.quantity for each in lines), Decimal(0)),
        placed_at=datetime.now(UTC),
    )
    store.ORDERS[placed.id] = placed
    return placed


@router.get("/export", response_class=CSVResponse)
async def export_orders() -> str:
    """All orders, as a table for a spreadsheet."""
    table = StringIO()
    rows = csv.writer(table)
    rows.writerow(["number", "status", "total"])
    rows.writerows([each.number, each.status, each.total] for each in store.ORDERS.values())
    return table.getvalue()


@router.get("/{order_id}", responses={404: {"model": Problem}})
async def get_order(order: FoundOrder) -> Order:
    return order


@router.patch("/{order_id}", responses={404: {"model": Problem}})
async def update_order(order: FoundOrder, patch: OrderPatch) -> Order:
    """Change an order in part."""
    changed = order.model_copy(update=patch.model_dump(exclude_unset=True))
    store.ORDERS[order.id] = changed
    return changed


@router.delete(
    "/{order_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses={404: {"model": Problem}, 409: {"model": Problem}},
)
async def cancel_order(order: FoundOrder) -> None:
    """Cancel an order that is not yet on its way."""
    if order.status is OrderStatus.SHIPPED:
        raise HTTPException(status.HTTP_409_CONFLICT, "It is on its way.")
    store.ORDERS[order.id] = order.model_copy(update={"status": OrderStatus.CANCELLED})


@router.get("/{order_id}/invoice", response_class=PDFResponse, responses={404: {"model": Problem}})
async def get_invoice(order: FoundOrder) -> Response:
    """The invoice, to print."""
    # The shortest thing that a reader of PDF opens.
    page = f"%PDF-1.1\n% Order {order.number}: {order.total}\ntrailer<</Root<</Pages<<>>>>>>\n"
    return PDFResponse(page.encode(), headers={"Content-Disposition": f'inline; filename="{order.number}.pdf"'})


@router.get(
    "/{order_id}/events",
    response_class=EventSourceResponse,
    responses={404: {"model": Problem}},
)
async def watch_order(order: FoundOrder) -> AsyncIterable[OrderEvent]:
    """What happens to an order, as it happens; ends when the order is closed."""
    seen = order.model_copy(update={"status": None})
    while True:
        now = store.ORDERS[order.id]
        if now.status != seen.status:
            yield StatusChanged(status=now.status, at=datetime.now(UTC))
        if now.note != seen.note:
            yield NoteChanged(note=now.note, at=datetime.now(UTC))
        if now.status in {OrderStatus.SHIPPED, OrderStatus.CANCELLED}:
            return
        seen = now
        await asyncio.sleep(0.2)
