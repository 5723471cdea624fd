"""One line of the log."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """What a line says. Absent fields are None."""

    time: datetime
    address: str
    method: str
    path: str
    status: int
    size: int
    fields: dict[str, str | None]


class BadLine(ValueError):
    """A line out of the format; `column` counts from 1."""

    def __init__(self, column: int) -> None:
        super().__init__(f"column {column}")
        self.column = column


class _Reader:
    """Goes over a line once; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def word(self) -> str:
        """Return what stands up to the next space or the end; it may not be empty."""
        end = self.text.find(" ", self.at)
        end = len(self.text) if end < 0 else end
        if end == self.at:
            raise BadLine(self.at + 1)
        word, self.at = self.text[self.at : end], end
        return word

    def value(self) -> tuple[str, bool]:
        """Return a word or a quoted text, and whether it was quoted."""
        if not self.text.startswith('"', self.at):
            return self.word(), False
        opened, self.at = self.at, self.at + 1
        parts: list[str] = []
        while self.at < len(self.text):
            one = self.text[self.at]
            if one == '"':
                self.at += 1
                if self.at < len(self.text) and self.text[self.at] != " ":
                    raise BadLine(self.at + 1)
                return "".join(parts), True
            if one == "\\":
                following = self.text[self.at + 1 : self.at + 2]
                if following and following not in '"\\':
                    raise BadLine(self.at + 1)
                parts.append(following)
                self.at += 2
            else:
                parts.append(one)
                self.at += 1
        raise BadLine(opened + 1)

    def space(self) -> None:
        """Go over one space."""
        if not self.text.startswith(" ", self.at):
            raise BadLine(self.at + 1)
        self.at += 1


def @@fn@@(line: str, *, strict: bool = True) -> Entry:
    """Read one line; raise `BadLine` where it is out of the format."""
    reader = _Reader(line.removesuffix("\n").removesuffix("\r"))
    time = _time(reader.word())
    reader.space()
    address = reader.word()
    reader.space()
    method = _checked(reader, reader.word(), lambda text: text.isascii() and text.isalpha() and text.isupper())
    reader.space()
    path, _quoted = reader.value()
    reader.space()
    status = _checked(reader, reader.word(), lambda text: len(text) == 3 and _digits(text))
    reader.space()
    size = _checked(reader, reader.word(), lambda text: text == "-" or _digits(text))
    fields: dict[str, str | None] = {}
    while reader.at < len(reader.text):
        reader.space()
        _field(reader, fields)
    return Entry(time, address, method, path, int(status), 0 if size == "-" else int(size), fields)


def _checked(reader: _Reader, text: str, fits: "object") -> str:
    if not fits(text):  # type: ignore[operator]
        raise BadLine(reader.at - len(text) + 1)
    return text


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _time(text: str) -> datetime:
    if not text.endswith("Z") or "T" not in text:
        raise BadLine(1)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadLine(1) from error


def _field(reader: _Reader, fields: dict[str, str | None]) -> None:
    begun = reader.at
    equals = reader.text.find("=", begun)
    space = reader.text.find(" ", begun)
    name = reader.text[begun:equals] if equals >= 0 and not 0 <= space < equals else ""
    if not name or not name.isascii() or not name.replace("_", "a").isalnum() or name in fields:
        raise BadLine(begun + 1)
    reader.at = equals + 1
    if reader.text[reader.at : reader.at + 1] in {"", " "}:
        raise BadLine(begun + 1)
    value, quoted = reader.value()
    fields[name] = None if value == "-" and not quoted else value
