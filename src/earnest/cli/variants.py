"""Which variant of its items an application answers: what it says itself, or what the command says."""

from functools import lru_cache

from earnest.bank import Pack, find_pack
from earnest.errors import BadRecord
from earnest.intake.names import shown


def settled_variant(asked: str, said: str) -> str:
    """Return the seed of the variant, "" for the items as the pack has them.

    `asked` is the command's, `said` what `application.toml` names. Raises `BadRecord` where they differ.
    """
    if asked and said not in {"", asked}:
        raise BadRecord(
            f"application.toml names variant {shown(said)}, the command another one; one of them is wrong"
        )
    return asked or said


@lru_cache(maxsize=8)
def varied_pack(name: str, seed: str) -> Pack:
    """Return the pack with its items in a variant; read once for each."""
    return find_pack(name, seed)
