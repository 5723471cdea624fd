"""What one worker does with one application of a batch."""

import json
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from earnest import __version__
from earnest.bank import find_pack
from earnest.certificate import Plan
from earnest.cli.paths import read_listings
from earnest.cli.variants import settled_variant, varied_pack
from earnest.decide import load_policy
from earnest.errors import InputError
from earnest.intake import read_submission, variant_of
from earnest.records.application import Submission
from earnest.records.policy import Policy
from earnest.report.files import report_files, write_reports
from earnest.screening import screen, submission_sha256
from earnest.signals import Context, all_signals


@dataclass(frozen=True)
class ScreenWork:
    """Screens one application by path; small enough to be sent to a worker with every record."""

    policy: str
    pack: str
    listings: tuple[Path, ...]
    out: Path | None
    formats: tuple[str, ...]
    swaps: int = 16
    seed: int = 0
    variant: str = ""

    def __call__(self, name: str, path: str, earlier: str) -> str:
        """Return the line of this application; one that cannot be read gives a line with the error."""
        context, policy, setting = _setting(self)
        try:
            submission = read_submission(Path(path))
            context = _varied(context, self, variant_of(submission))
        except InputError as error:
            return _error_line(name, "", str(error))
        key = sha256(f"{setting} {submission_sha256(submission)} {name}".encode()).hexdigest()
        if self._holds(name, key, earlier):
            return earlier
        return self._screen(submission.but(name=name), key, context, policy)

    def _screen(self, submission: Submission, key: str, context: Context, policy: Policy) -> str:
        try:
            screening = screen(submission, context, policy, Plan(self.swaps, self.seed))
            if self.out is not None:
                write_reports(screening, policy, self.out / submission.name, self.formats)
        except InputError as error:
            return _error_line(submission.name, key, str(error))
        except Exception as error:  # noqa: BLE001 - a defect of ours on one application must not stop the others
            message = f"{submission.name}: internal error ({type(error).__name__}: {error}); please report it"
            return _error_line(submission.name, "", " ".join(message.split()))
        head = json.dumps({"name": submission.name, "key": key}, ensure_ascii=False)[:-1]
        return f'{head}, "screening": {screening.model_dump_json()}}}'

    def _holds(self, name: str, key: str, earlier: str) -> bool:
        if not earlier or json.loads(earlier).get("key") != key:
            return False
        folder = (self.out or Path()) / name
        return self.out is None or all((folder / file).is_file() for file in report_files(self.formats))


def _varied(context: Context, work: ScreenWork, said: str) -> Context:
    """Return the context with the items in the variant that was given out to this application."""
    seed = settled_variant(work.variant, said)
    return replace(context, pack=varied_pack(work.pack, seed)) if seed else context


def _error_line(name: str, key: str, error: str) -> str:
    return json.dumps({"name": name, "key": key, "error": error}, ensure_ascii=False)


@cache
def _setting(work: ScreenWork) -> tuple[Context, Policy, str]:
    """Load what all applications of a batch share, once a process, with a hash over all of it."""
    policy = load_policy(work.policy)
    context = Context(pack=find_pack(work.pack), listings=read_listings(work.listings))
    setting = f"{work.swaps}/{work.seed}/{work.variant}"
    parts = [__version__, policy.sha256(), context.pack.sha256, *work.formats, setting]
    parts += [listing.sha256() for listing in context.listings]
    parts += [f"{signal.rubric_sha256} {signal.scorer_sha256}" for signal in all_signals()]
    return context, policy, sha256("\n".join(parts).encode()).hexdigest()
