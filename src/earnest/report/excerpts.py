"""The lines of a candidate's code that findings point to."""

from earnest.records.application import Application
from earnest.records.result import Assessment
from earnest.records.screening import CodeExcerpt

_AROUND = 2
_LONGEST_LINE = 200


def excerpts(application: Application, assessment: Assessment) -> tuple[CodeExcerpt, ...]:
    """Return a few lines around every place in code that a finding names, each place once."""
    sources = {
        (response.item, file.path): file.content
        for response in application.samples
        for file in response.tree.files
    }
    places = sorted(
        {
            (finding.place.item, finding.place.file, finding.place.line)
            for result in assessment.results
            for finding in result.findings
            if finding.place.file and finding.place.line
        }
    )
    return tuple(
        _excerpt(item, file, line, sources[item, file])
        for item, file, line in places
        if (item, file) in sources
    )


def _excerpt(item: str, file: str, line: int, content: bytes) -> CodeExcerpt:
    """Cut at the line ends that compilers know (bytes.splitlines), so that numbers agree with theirs."""
    lines = content.splitlines()
    first = max(1, line - _AROUND)
    shown = (text.decode("utf-8", errors="replace") for text in lines[first - 1 : line + _AROUND])
    return CodeExcerpt(
        item=item, file=file, first_line=first, lines=tuple(text[:_LONGEST_LINE] for text in shown)
    )
