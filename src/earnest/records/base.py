"""What all records share: frozen, strict about unknown fields, and one canonical JSON form."""

import hashlib
import json
from typing import Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen, typed noun. Its JSON schema (`model_json_schema`) is its file format."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    def canonical_bytes(self) -> bytes:
        """Serialise to the one canonical form: UTF-8 JSON, keys sorted, no spaces, no NaN.

        Equal records give equal bytes on every machine; hashes are taken over these bytes.
        """
        data = self.model_dump(mode="json")
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8", errors="surrogatepass")

    @classmethod
    def from_canonical(cls, data: bytes) -> Self:
        """Read a record back from `canonical_bytes`; nothing of the object it was made from comes along."""
        return cls.model_validate(json.loads(data.decode("utf-8", errors="surrogatepass")))

    def sha256(self) -> str:
        """Return the hexadecimal SHA-256 of `canonical_bytes`."""
        return hashlib.sha256(self.canonical_bytes()).hexdigest()

    def but(self, **changes: object) -> Self:
        """Return a validated copy with `changes` applied."""
        return type(self).model_validate({**dict(self), **changes})
