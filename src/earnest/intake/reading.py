"""A submission -> an application: each part is read on its own, and what is absent stays absent."""

from collections.abc import Iterable

from pydantic import JsonValue, ValidationError

from earnest.errors import InputError, UnreadableFile
from earnest.intake.answers import read_edges, read_interview, read_pairs, read_writing
from earnest.intake.names import shown
from earnest.intake.parsing import parse
from earnest.intake.profile import read_document
from earnest.intake.samples import read_samples
from earnest.records.application import Application, Problem, Submission, SubmittedFile
from earnest.records.base import Record
from earnest.records.document import Document, DocumentKind
from earnest.records.flag import UnseenText
from earnest.records.tree import FileMode

_PROFILE_NAMES = ("profile", "resume", "cv")


class _Settings(Record):
    """What `application.toml` may say."""

    name: str = ""
    specialty: str = ""
    pack: str = ""
    listing: str = ""
    variant: str = ""


class _Given(Record):
    """What the parser of TOML answers."""

    value: dict[str, JsonValue]


def read(submission: Submission) -> Application:
    """Return the parsed fields of a submission.

    A part that cannot be used becomes a `Problem` and the other parts go on. Raises `UnreadableFile` or
    `TooLarge` where nothing at all could be read.
    """
    problems: list[Problem] = []
    unseen: list[UnseenText] = []
    files = _usable(submission, problems)
    settings = _settings(files, problems)
    try:
        profile = _profile(submission, files, problems, unseen)
    except InputError as error:
        if len(submission.files) == 1:
            raise
        profile = None
        problems.append(Problem(part="profile", file=_profile_files(files)[0].path, message=str(error)))
    application = Application(
        name=settings.name or submission.name,
        profile=profile,
        samples=read_samples(submission.files, problems),
        preferences=read_pairs(files, problems),
        interview=read_interview(files, problems, unseen),
        writing=read_writing(files, problems, unseen),
        specialty=read_edges(files, problems),
        specialty_name=settings.specialty,
    )
    return _not_empty(application.but(problems=tuple(problems), unseen=tuple(unseen)))


def _not_empty(application: Application) -> Application:
    parts = ("profile", "samples", "preferences", "interview", "writing", "specialty")
    if any(getattr(application, part) for part in parts):
        return application
    if application.problems:
        raise UnreadableFile(application.problems[0].message)
    raise UnreadableFile(
        f"{shown(application.name)}: holds nothing to screen; add profile.*, samples/, preferences.jsonl,"
        " interview.*, writing/ or specialty.jsonl"
    )


def _usable(submission: Submission, problems: list[Problem]) -> dict[str, SubmittedFile]:
    """Return the files outside `samples/` by path; a link there is a problem, as it is never followed."""
    usable: dict[str, SubmittedFile] = {}
    for file in submission.files:
        part = file.path.partition("/")[0].partition(".")[0]
        if part == "samples":
            continue
        if file.mode is FileMode.SYMLINK:
            message = (
                f"{shown(file.path)}: a symbolic link is not followed; put a copy of the file in its place"
            )
            problems.append(Problem(part=part, file=file.path, message=message))
        else:
            usable[file.path] = file
    return usable


def _settings(files: dict[str, SubmittedFile], problems: list[Problem]) -> _Settings:
    file = files.get("application.toml")
    if file is None:
        return _Settings()
    try:
        given = _Given.model_validate(parse("toml", file.content, file.path)).value
        unknown = sorted(set(given) - set(_Settings.model_fields))
        if unknown:
            known = ", ".join(_Settings.model_fields)
            message = f"{file.path}: unknown key {', '.join(unknown)}; known keys are {known}"
            problems.append(Problem(part="application", file=file.path, message=message))
        return _Settings.model_validate({key: given[key] for key in given if key not in unknown})
    except ValidationError as error:
        first = error.errors()[0]
        message = f"{file.path}: {first['loc'][0]}: {first['msg']}"
    except InputError as error:
        message = str(error)
    problems.append(Problem(part="application", file=file.path, message=message))
    return _Settings()


def variant_of(submission: Submission) -> str:
    """Return which variant of the items an `application.toml` says it answers; "" where it says nothing."""
    return _settings(_usable(submission, []), []).variant


def _profile_files(files: dict[str, SubmittedFile]) -> list[SubmittedFile]:
    top = [file for path, file in sorted(files.items()) if "/" not in path]
    for name in _PROFILE_NAMES:
        found = [file for file in top if file.path.partition(".")[0].lower() == name]
        if found:
            return found
    return []


def _profile(
    submission: Submission,
    files: dict[str, SubmittedFile],
    problems: list[Problem],
    unseen: list[UnseenText],
) -> Document | None:
    only = list(files.values()) if len(submission.files) == 1 else []
    single = [file for file in only if "/" not in file.path and not _is_other_part(file.path)]
    found = single or _profile_files(files)
    if len(found) > 1:
        names = _listed(shown(file.path) for file in found)
        message = f"{shown(found[0].path)}: there is more than one profile ({names}); keep one of them"
        problems.append(Problem(part="profile", file=found[0].path, message=message))
        return None
    if not found:
        return None
    read_text = read_document(found[0])
    unseen += read_text.unseen
    if read_text.note:
        problems.append(Problem(part="profile", file=found[0].path, message=read_text.note))
    return Document(id="profile", kind=DocumentKind.PROFILE, text=read_text.text, file=found[0].path)


def _is_other_part(path: str) -> bool:
    return path in {
        "application.toml",
        "preferences.jsonl",
        "specialty.jsonl",
        "interview.md",
        "interview.jsonl",
    }


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
