import secrets
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, EmailStr, Field, SecretStr

from shop.models import Problem

router = APIRouter(prefix="/auth", tags=["auth"])
bearer = HTTPBearer(auto_error=False)

# One clerk is enough for an example.
CLERK_EMAIL = "clerk@shop.example"
CLERK_PASSWORD = "let-me-in"

tokens: dict[str, str] = {}


class Clerk(BaseModel):
    email: EmailStr


class Credentials(BaseModel):
    email: EmailStr
    password: SecretStr = Field(min_length=8)


class Token(BaseModel):
    access_token: str
    token_type: Literal["bearer"] = "bearer"


async def current_clerk(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Clerk:
    email = tokens.get(credentials.credentials) if credentials else None
    if email is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Log in first.", headers={"WWW-Authenticate": "Bearer"})
    return Clerk(email=email)


CurrentClerk = Annotated[Clerk, Depends(current_clerk)]


@router.post("/login", responses={401: {"model": Problem}})
async def login(credentials: Credentials) -> Token:
    """Trade an e-mail address and a password for a token."""
    given = (credentials.email, credentials.password.get_secret_value())
    if given != (CLERK_EMAIL, CLERK_PASSWORD):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "This is not how we know you.")
    token = secrets.token_urlsafe(16)
    tokens[token] = credentials.email
    return Token(access_token=token)


@router.get("/me", responses={401: {"model": Problem}})
async def who_am_i(clerk: CurrentClerk) -> Clerk:
    return clerk


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
async def logout(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> None:
    if credentials:
        tokens.pop(credentials.credentials, None)
