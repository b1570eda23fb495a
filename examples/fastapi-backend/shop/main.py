from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

from shop import auth, chat, customers, orders, products

app = FastAPI(title="Shop", version="1.0.0", summary="The back office of a small shop.")

app.include_router(auth.router)
app.include_router(customers.router)
app.include_router(products.router)
app.include_router(orders.router)
app.include_router(chat.router)


class Health(BaseModel):
    status: Literal["ok"] = "ok"


@app.get("/health")
async def health() -> Health:
    """Whether the shop is open."""
    return Health()
