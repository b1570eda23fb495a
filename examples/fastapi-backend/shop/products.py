from decimal import Decimal
from typing import Annotated, Literal

from fastapi import (
    APIRouter,
    Cookie,
    Depends,
    Form,
    HTTPException,
    Query,
    Response,
    UploadFile,
    status,
)

from shop import store
from shop.auth import current_clerk
from shop.models import Category, Problem, Product, ProductImage

router = APIRouter(tags=["products"])


def find_product(product_id: int) -> Product:
    if product := store.PRODUCTS.get(product_id):
        return product
    raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such product.")


@router.get("/categories")
async def get_categories() -> Category:
    """The tree of all categories."""
    return store.CATEGORIES


@router.get("/products", response_model_exclude_defaults=True)
async def list_products(
    category: Annotated[list[str] | None, Query(description="Only these categories")] = None,
    max_price: Annotated[Decimal | None, Query(ge=0)] = None,
    order_by: Annotated[Literal["name", "price"], Query(alias="orderBy")] = "name",
) -> list[Product]:
    """What the shop sells; fields that are at their default are left out."""
    found = [
        each
        for each in store.PRODUCTS.values()
        if (not category or each.category in category) and (max_price is None or each.price <= max_price)
    ]
    return sorted(found, key=lambda each: (getattr(each, order_by), each.id))


@router.get("/products/recent")
async def list_recent_products(recent: Annotated[str, Cookie(pattern=r"^[0-9.]*$")] = "") -> list[Product]:
    """The products that a visitor saw last, from a cookie such as `3.1`."""
    seen = (store.PRODUCTS.get(int(each)) for each in recent.split(".") if each)
    return [each for each in seen if each]


@router.get("/products/search", deprecated=True)
async def search_products(q: str) -> list[Product]:
    """Use `list_products`."""
    return [each for each in store.PRODUCTS.values() if q.casefold() in each.name.casefold()]


@router.get("/products/{product_id}", responses={404: {"model": Problem}})
async def get_product(product_id: int) -> Product:
    return find_product(product_id)


@router.put(
    "/products/{product_id}/image",
    dependencies=[Depends(current_clerk)],
    responses={401: {"model": Problem}, 404: {"model": Problem}},
)
async def put_product_image(
    product_id: int,
    image: UploadFile,
    caption: Annotated[str, Form(min_length=1, max_length=120)],
) -> ProductImage:
    """Upload a picture; it replaces the one before."""
    find_product(product_id)
    content = await image.read()
    kept = ProductImage(
        file_name=image.filename or "image",
        content_type=image.content_type or "application/octet-stream",
        size=len(content),
        caption=caption,
    )
    store.IMAGES[product_id] = (kept, content)
    return kept


@router.get(
    "/products/{product_id}/image",
    response_class=Response,
    responses={200: {"content": {"image/*": {}}}, 404: {"model": Problem}},
)
async def get_product_image(product_id: int) -> Response:
    if product_id not in store.IMAGES:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no picture of it.")
    image, content = store.IMAGES[product_id]
    return Response(content, media_type=image.content_type)
