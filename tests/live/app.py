"""A server with one operation for every way in which a call can be given or answered."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from enum import Enum
from typing import Annotated, Literal

from fastapi import (
    Body,
    Cookie,
    FastAPI,
    File,
    Form,
    Header,
    HTTPException,
    Path,
    Query,
    Request,
    Response,
    UploadFile,
    WebSocket,
)
from fastapi.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    StreamingResponse,
)
from pydantic import BaseModel, Field

app = FastAPI(title="Every kind of call")


class Colour(Enum):
    RED = "red"
    LIGHT_BLUE = "light blue"


class Item(BaseModel):
    """Something to buy."""

    name: str
    quantity: int = Field(default=1, gt=0)
    note: str | None = None


class Order(BaseModel):
    id: int
    items: list[Item]


class OrderDraft(BaseModel):
    items: Annotated[list[Item], Field(min_length=1)]


class NotFound(BaseModel):
    detail: str


class OutOfStock(BaseModel):
    detail: str
    missing: list[str]


class Filter(BaseModel):
    limit: int = 10
    tags: list[str] = []
    since: dt.date | None = None


class Profile(BaseModel):
    name: str
    hobbies: list[str] = []
    adult: bool = False


# Orders: bodies, statuses


@app.post("/orders", tags=["orders"], status_code=201, responses={409: {"model": OutOfStock}})
async def create_order(body: OrderDraft) -> Order:
    """Create an order.

    Its items are reserved at once.
    """
    if body.items[0].name == "gone":
        return JSONResponse({"detail": "out of stock", "missing": ["gone"]}, 409)  # type: ignore[return-value]
    return Order(id=7, items=body.items)


@app.get("/orders/{order_id}", tags=["orders"], responses={404: {"model": NotFound}})
async def get_order(
    order_id: Annotated[int, Path(description="Which one")],
    expand: Annotated[list[str] | None, Query(description="What to include", max_length=3)] = None,
) -> Order:
    if order_id == 404:
        raise HTTPException(404, "No such order")
    if order_id == 402:
        raise HTTPException(402, {"reason": "unpaid"})
    return Order(id=order_id, items=[Item(name=each) for each in expand or []])


@app.put("/orders/{order_id}", tags=["orders"], deprecated=True)
async def upsert_order(order_id: int, body: OrderDraft, response: Response) -> Order:
    response.status_code = 201
    return Order(id=order_id, items=body.items)


@app.delete("/orders/{order_id}", tags=["orders"], status_code=204)
async def delete_order(order_id: int) -> None:
    pass


# Parameters: each operation answers what it understood


@app.get("/query", tags=["parameters"])
async def get_query(
    *,
    q: str | None = None,
    flag: bool | None = None,
    number: float | None = None,
    colour: Colour | None = None,
    at: dt.datetime | None = None,
    tag: Annotated[list[str], Query()] = [],  # noqa: B006
    ids: Annotated[set[int] | None, Query(alias="ids[]")] = None,
    constructor: str | None = None,
    proto: Annotated[str | None, Query(alias="__proto__")] = None,
) -> dict[str, object]:
    given = {"q": q, "flag": flag, "number": number, "at": at, "tag": tag, "ids": ids and sorted(ids)}
    given |= {"colour": colour, "constructor": constructor, "proto": proto}
    return {name: value for name, value in given.items() if value is not None}


@app.get("/filter", tags=["parameters"])
async def get_filter(given: Annotated[Filter, Query()]) -> Filter:
    return given


@app.get("/path/{text}/of/{colour}", tags=["parameters"])
async def get_path(text: str, colour: Colour) -> list[str]:
    return [text, colour.value]


@app.get("/files/{file_path:path}", tags=["parameters"])
async def get_file_path(file_path: str) -> str:
    return file_path


@app.get("/header", tags=["parameters"])
async def get_header(
    x_token: Annotated[str, Header()],
    x_count: Annotated[int | None, Header()] = None,
    authorization: Annotated[str | None, Header()] = None,
) -> list[str | int | None]:
    return [x_token, x_count, authorization]


@app.get("/cookie", tags=["parameters"])
async def get_cookie(
    session: Annotated[str, Cookie()], theme: Annotated[str | None, Cookie()] = None
) -> list[str | None]:
    return [session, theme]


# Bodies


@app.post("/json", tags=["bodies"])
async def send_values(body: dict[str, int | None]) -> dict[str, int | None]:
    return body


@app.post("/json/optional", tags=["bodies"])
async def send_optional(body: Item | None = None) -> str:
    return body.name if body else "nothing"


@app.post("/json/embedded", tags=["bodies"])
async def send_embedded(item: Item, factor: Annotated[int, Body()]) -> int:
    return item.quantity * factor


@app.post("/form", tags=["bodies"])
async def send_form(
    name: Annotated[str, Form()], tags: Annotated[list[str], Form()], age: Annotated[int | None, Form()] = None
) -> list[object]:
    return [name, tags, age]


@app.post("/form/model", tags=["bodies"])
async def send_form_model(profile: Annotated[Profile, Form()]) -> Profile:
    return profile


@app.post("/upload", tags=["bodies"])
async def upload(
    file: UploadFile,
    note: Annotated[str | None, Form()] = None,
    tags: Annotated[list[str], Form()] = [],  # noqa: B006
) -> list[object]:
    return [file.filename, file.content_type, (await file.read()).decode(), note, tags]


@app.post("/upload/many", tags=["bodies"])
async def upload_many(files: list[UploadFile], extra: Annotated[bytes | None, File()] = None) -> list[object]:
    return [*[(await each.read()).decode() for each in files], extra and extra.decode()]


@app.post("/text", tags=["bodies"])
async def send_text(body: Annotated[str, Body(media_type="text/plain")]) -> str:
    return body


@app.post(
    "/raw",
    tags=["bodies"],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
                "text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "array", "items": {"type": "integer"}}},
            },
        }
    },
)
async def send_raw(request: Request) -> list[str]:
    return [request.headers["content-type"], (await request.body()).decode()]


# Answers


@app.get("/null", tags=["answers"])
async def get_null() -> Item | None:
    return None


@app.get("/plain", tags=["answers"], response_class=PlainTextResponse)
async def get_plain() -> str:
    return "häl lo"


@app.get("/page", tags=["answers"], response_class=HTMLResponse)
async def get_page() -> str:
    return "<h1>Hello</h1>"


@app.get("/download", tags=["answers"])
async def download() -> FileResponse:
    return FileResponse(__file__, media_type="application/octet-stream", filename="app.py")


@app.get("/file", tags=["answers"], response_class=FileResponse)
async def get_file() -> str:
    return __file__


@app.get("/legacy", tags=["answers"])
async def get_legacy() -> Response:
    return Response("<a/>", media_type="application/xml")


class Raw(Response):
    """No `JSONResponse`, so that FastAPI takes its JSON for text."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        return json.dumps(content).encode()


@app.get("/raw", tags=["answers"], response_class=Raw)
async def get_raw() -> Item:
    return Item(name="pen")


@app.get("/documented", tags=["answers"], responses={200: {"model": Item}})
async def get_documented():  # type: ignore[no-untyped-def]
    return {"name": "pen"}


@app.get("/either", tags=["answers"], responses={200: {"model": Item, "content": {"text/csv": {}}}})
async def get_either(csv: bool) -> Response:  # noqa: FBT001
    return PlainTextResponse("a,b", media_type="text/csv") if csv else JSONResponse({"name": "pen"})


@app.get("/image", tags=["answers"], response_class=Response, responses={200: {"content": {"image/png": {}}}})
async def get_image() -> Response:
    return Response(b"\x89PNG\xff", media_type="image/png")


@app.get("/moved", tags=["answers"], response_class=RedirectResponse)
async def get_moved() -> str:
    return "/plain"


@app.get("/fails", tags=["answers"])
async def fail() -> Item:
    raise HTTPException(500, "broken")


@app.get("/proxy/{status}", tags=["answers"])
async def get_proxy_page(status: int) -> Item:
    return HTMLResponse("<h1>Proxy</h1>", status)  # type: ignore[return-value]


@app.get("/slow", tags=["answers"])
async def get_slow() -> None:
    await asyncio.sleep(5)


@app.head("/head", tags=["answers"])
async def get_head(response: Response) -> None:
    response.headers["x-total"] = "12"


@app.get("/lines", tags=["answers"])
async def get_lines() -> StreamingResponse:
    async def lines() -> AsyncIterator[str]:
        yield '{"n":1}\n'
        yield '{"n":2}\n'

    return StreamingResponse(lines(), media_type="application/x-ndjson")


@app.get("/events", tags=["answers"])
async def get_events() -> AsyncIterator[Item]:
    yield Item(name="one")
    yield Item(name="two")


# Untagged, with names that JavaScript keeps for itself


@app.get("/health")
async def health() -> Literal["ok"]:
    return "ok"


@app.delete("/delete")
async def delete() -> str:
    return "deleted"


@app.websocket("/rooms/{room}")
async def room(websocket: WebSocket, room: str, token: str | None = None) -> None:
    await websocket.accept()
    await websocket.send_json([room, token])
    await websocket.close()
