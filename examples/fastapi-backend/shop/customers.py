from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, status

from shop import store
from shop.auth import current_clerk
from shop.models import Customer, CustomerPatch, Problem
from shop.paging import Page, Paging, paginate

router = APIRouter(
    prefix="/customers",
    tags=["customers"],
    dependencies=[Depends(current_clerk)],
    responses={401: {"model": Problem}},
)


def find_customer(customer_id: UUID) -> Customer:
    if customer := store.CUSTOMERS.get(customer_id):
        return customer
    raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such customer.")


@router.get("")
async def list_customers(paging: Paging) -> Page[Customer]:
    return paginate(list(store.CUSTOMERS.values()), paging)


@router.get("/{customer_id}", responses={404: {"model": Problem}})
async def get_customer(customer_id: UUID) -> Customer:
    return find_customer(customer_id)


@router.patch("/{customer_id}", responses={404: {"model": Problem}})
async def update_customer(customer_id: UUID, patch: CustomerPatch) -> Customer:
    """Change a customer in part."""
    changed = find_customer(customer_id).model_copy(update=patch.model_dump(exclude_unset=True))
    store.CUSTOMERS[customer_id] = changed
    return changed
