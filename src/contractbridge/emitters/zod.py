"""A schema in the words of Zod."""

from __future__ import annotations

from dataclasses import dataclass

from contractbridge.emitters.text import after


@dataclass(frozen=True, slots=True)
class Zod:
    """A schema twice: the expression that builds it, and the type of that expression."""

    code: str
    type: str

    def then(self, method: str, wrapper: str = "") -> Zod:
        """With a method called on it, which wraps its type unless `wrapper` is empty."""
        return Zod(f"{self.code}.{method}", f"z.{wrapper}<{self.type}>" if wrapper else self.type)

    def optional(self) -> Zod:
        """For a member that may be left out."""
        nullable = self.code.removesuffix(".nullable()")
        code = f"{self.code}.optional()" if nullable == self.code else f"{nullable}.nullish()"
        return Zod(code, f"z.ZodOptional<{self.type}>")


def custom(code: str, output: str, taken: str | None = None) -> Zod:
    """A schema of which nothing is known but the types that it gives and, where that is another, takes."""
    return Zod(code, f"{after('z.ZodType<', output)}{after(', ', taken or output)}>")
