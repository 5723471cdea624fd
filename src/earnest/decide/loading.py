"""Policies from TOML: the presets that ship, or a file of the operator's own."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from earnest.errors import PolicyError, UnknownName
from earnest.records.policy import Policy
from earnest.records.result import SignalId

PRESETS = Path(__file__).with_name("presets")


def preset_names() -> list[str]:
    """Return the names of the shipped presets, sorted."""
    return sorted(path.stem for path in PRESETS.glob("*.toml"))


def load_policy(name_or_path: str) -> Policy:
    """Return a preset by name or a policy by path.

    Raises `UnknownName` when nothing is there and `PolicyError` when the file says what a policy cannot say.
    """
    path = Path(name_or_path)
    if name_or_path in preset_names():
        path = PRESETS / f"{name_or_path}.toml"
    elif not path.is_file():
        known = ", ".join(preset_names())
        raise UnknownName(f"no policy {name_or_path!r}: give a TOML file or one of {known}")
    return parse_policy(path.read_text(encoding="utf-8"), path.name)


def parse_policy(text: str, name: str) -> Policy:
    """Parse the text of a policy; every error names the key that is wrong."""
    try:
        policy = Policy.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{name} is not TOML: {error}") from error
    except ValidationError as error:
        raise PolicyError(f"{name}: {_first_problem(error)}") from error
    _check_once_a_signal(policy, name)
    _check_tiers_rise(policy, name)
    return policy


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{where!r} is no word of the policy language; see docs/policies.md for those that are"
    return f"{where}: {first['msg']}"


def _check_once_a_signal(policy: Policy, name: str) -> None:
    seen: set[SignalId] = set()
    for cut in policy.cuts:
        if cut.signal in seen:
            raise PolicyError(f"{name}: two cuts for {cut.signal.value}; keep one")
        seen.add(cut.signal)


def _check_tiers_rise(policy: Policy, name: str) -> None:
    for lower, higher in zip(policy.tiers, policy.tiers[1:], strict=False):
        for signal, least in lower.minimum.items():
            if higher.minimum.get(signal, least) < least:
                raise PolicyError(
                    f"{name}: tier {higher.name!r} asks less of {signal.value} than {lower.name!r}; "
                    "list tiers from lowest to highest"
                )
