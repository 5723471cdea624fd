"""The answer that is one text: which file of a tree holds it."""

from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import Args


class AnswerArgs(Args):
    """`path` is the file that holds the answer; the only file that differs unless given."""

    path: str = ""


def answer_of(case: Case, args: Args) -> tuple[str, str]:
    """Return the path and the text of the answer; raise `CannotDecide` where it is not one UTF-8 text."""
    files = case.tree.as_dict()
    wanted = args.path if isinstance(args, AnswerArgs) else ""
    path = wanted or (case.changes.present[0] if len(case.changes.present) == 1 else "")
    if not path:
        raise CannotDecide(
            f"{len(case.changes.present)} files differ, and nothing says which one is the answer"
        )
    if path not in files:
        raise CannotDecide(f"there is no {path}")
    try:
        return path, files[path].content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotDecide(f"{path} is no UTF-8 text") from None
