from collections import defaultdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

router = APIRouter(prefix="/chat", tags=["chat"])
rooms: dict[str, set[WebSocket]] = defaultdict(set)


class Say(BaseModel):
    """What a clerk sends."""

    text: str = Field(min_length=1, max_length=500)


class Said(BaseModel):
    """What everybody in the room receives."""

    kind: Literal["said"] = "said"
    name: str
    text: str
    at: AwareDatetime | None = None


class Refused(BaseModel):
    """What a clerk receives whose message was not understood."""

    kind: Literal["refused"] = "refused"
    reason: str


Heard = TypeAdapter(Annotated[Said | Refused, Field(discriminator="kind")])


@router.websocket("/{room}")
async def room(socket: WebSocket, room: str, name: Annotated[str, Query(max_length=40)] = "Someone") -> None:
    """A room in which the clerks talk."""
    await socket.accept()
    rooms[room].add(socket)
    try:
        while True:
            try:
                said = Said(name=name, text=Say.model_validate_json(await socket.receive_text()).text)
            except ValidationError as error:
                refused = Refused(reason=error.errors()[0]["msg"])
                await socket.send_json(Heard.dump_python(refused, mode="json"))
            else:
                for each in rooms[room]:
                    await each.send_json(Heard.dump_python(said, mode="json"))
    except WebSocketDisconnect:
        rooms[room].discard(socket)
