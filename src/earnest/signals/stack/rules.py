"""The rules of stack: which tools are backed by a claim, which are only listed, and where one is missing."""

from collections.abc import Iterator

from earnest.records.evidence.stack import StackSentence
from earnest.records.finding import Effect, Finding, Place
from earnest.signals.signal import Rule, rule
from earnest.signals.stack.scoring import Reading, StackRubric, Standing, stack_score


def _quoted(sentence: StackSentence, message: str, *, why: str, change: str, weight: float) -> Finding:
    """Make a finding that quotes a sentence; its rule and effect are filled in by `score`."""
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=sentence.text,
        place=Place(block=sentence.block, start=sentence.start, end=sentence.end),
        why=why,
        change=change,
        weight=weight,
    )


def _named(standing: Standing, message: str, *, why: str, change: str, weight: float) -> Finding:
    """Make a finding that quotes the first mention of a technology."""
    sentence, mention = standing.first_sentence, standing.first
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=sentence.text[mention.start - sentence.start : mention.end - sentence.start],
        place=Place(block=sentence.block, start=mention.start, end=mention.end),
        why=why,
        change=change,
        weight=weight,
    )


@rule("tool-described", Effect.STRENGTH)
def tool_described(reading: Reading, _rubric: StackRubric) -> Iterator[Finding]:
    """A named tool stands in a sentence that says what was done with it.

    What it finds: a technology inside a claim that tells a deed or holds a number, with words of its own.

    Why it matters: listings are matched by named tools, and a reviewer believes the ones that come with work.

    Example: Rewrote the ingestion service in Go and cut memory from 900 MB to 210 MB.

    Instead: Go, Rust, Kafka, Terraform
    """
    best = sorted(reading.described, key=lambda one: (-one.credit, one.name))
    shown: set[tuple[str, int]] = set()
    shares = {one.name for one in reading.evidence.demonstrated}
    for standing in best:
        place = (standing.best.block, standing.best.start)
        if place in shown or (standing.name in shares and not standing.best.deed):
            continue
        shown.add(place)
        here = [one.name for one in best if (one.best.block, one.best.start) == place]
        weight = round(
            min(1.0, sum(one.credit for one in best if one.name in here) / len(reading.standings)), 4
        )
        yield _quoted(
            standing.best,
            f"{', '.join(here)}: named where you say what you did with it",
            why="A tool inside a claim finds listings and can be asked about.",
            change="",
            weight=weight,
        )


@rule("tool-demonstrated", Effect.STRENGTH)
def tool_demonstrated(reading: Reading, _rubric: StackRubric) -> Iterator[Finding]:
    """A technology is used in a file of a submitted sample.

    What it finds: the language of a file that the candidate added or changed, and the packages it imports.

    Why it matters: used in a sample is the strongest state a technology can have: anybody can run it.

    Example: {"profile": "Wrote a parser.", "sample": {"main.rs": "use serde::Serialize;"}}

    Instead: Wrote a parser in Rust for 3 teams.
    """
    for one in reading.evidence.demonstrated:
        yield Finding(
            rule="",
            effect=Effect.NOTE,
            message=f"{one.name}: used in your sample {one.item}",
            quote=one.quote,
            place=Place(item=one.item, file=one.file, line=one.line, end_line=one.line),
            why="Used in a sample counts for more than any sentence about it.",
        )


@rule("named-nowhere-described", Effect.WEAKNESS)
def named_nowhere_described(reading: Reading, rubric: StackRubric) -> Iterator[Finding]:
    """Technologies are listed, and no sentence says what was done with them.

    What it finds: names that stand in bare lists only, with their count and the list: five or more, or all
    there are.

    Why it matters: a bare name costs nothing to write, so it counts for nothing; a long list of them makes
    the whole list less credible, and the share of names that are backed falls.

    Example: Skills: Go, Rust, Kafka, Terraform, Docker, Kubernetes, Airflow, Spark

    Instead: Skills: Go, Terraform. Rewrote the ingestion service in Go. Moved 14 services to Terraform.
    """
    nothing_else = not reading.described and not reading.evidence.demonstrated
    few = len(reading.bare) < rubric.rules.bare_reported
    if not reading.bare or (few and (not nothing_else or _only_languages(reading, rubric))):
        return
    earned = [one.credit for one in reading.described]
    lost = stack_score(earned, 0, rubric) - stack_score(earned, len(reading.bare), rubric)
    listed = ", ".join(one.name for one in reading.bare)
    count = f"{len(reading.bare)} of {len(reading.standings)}"
    yield _named(
        min(reading.bare, key=lambda one: (one.first_sentence.block, one.first.start)),
        f"{count} technologies named and nowhere described: {listed}",
        why="A name in a list says that you know the word. Listings ask what you did with it.",
        change="Which did you use last, to do what? Say it in a sentence each, and drop the others.",
        weight=0.0 - round(lost, 4),
    )


@rule("stack-unnamed", Effect.WEAKNESS)
def stack_unnamed(reading: Reading, rubric: StackRubric) -> Iterator[Finding]:
    """A claim describes engineering work and names no tool.

    What it finds: a sentence with a deed and nouns of engineering or annotation work, without any technology,
    and without a word that looks like one: "moved the backups to Qazl" names its tool, whether or not a table
    lists it.

    Why it matters: profiles are matched to listings by what they name. The same work with its tools named is
    found; without them it looks like everybody's.

    Example: Built background workers that process two million queue messages a day.

    Instead: Built Celery workers on RabbitMQ that process two million messages a day.
    """
    for sentence in reading.evidence.sentences:
        long_enough = sentence.words >= rubric.rules.unnamed_words
        tools = [one for one in sentence.technologies if one.category not in rubric.score.topics]
        named = tools or sentence.unlisted
        if sentence.deed and sentence.engineering and long_enough and not named:
            yield _quoted(
                sentence,
                "describes engineering work and names no tool",
                why="A listing that asks for the tool you used cannot find this sentence.",
                change="Which language, library or tool was it? Put its name into this sentence.",
                weight=0.0,
            )


def _only_languages(reading: Reading, rubric: StackRubric) -> bool:
    languages = all(one.category == "language" for one in reading.standings)
    return languages and len(reading.standings) <= rubric.rules.generic_names


@rule("generic-only", Effect.WEAKNESS)
def generic_only(reading: Reading, rubric: StackRubric) -> Iterator[Finding]:
    """One or two languages are all that is named.

    What it finds: a profile whose only technologies are programming languages, at most two of them.

    Why it matters: thousands of profiles say "Python developer". What stands beside the language (libraries,
    databases, evaluation tools) is what tells a listing apart.

    Example: Python developer with a passion for clean code and good teamwork.

    Instead: Python developer: FastAPI services on PostgreSQL, evaluation harnesses with Inspect AI.
    """
    standings = reading.standings
    if standings and _only_languages(reading, rubric):
        yield _named(
            min(standings, key=lambda one: (one.first_sentence.block, one.first.start)),
            "no technology is named besides " + " and ".join(one.name for one in standings),
            why="The right listing cannot be told from all the others that name the language.",
            change="Which libraries, databases and tools did you use with it, and for what?",
            weight=0.0,
        )


RULES: tuple[Rule, ...] = (
    tool_described,
    tool_demonstrated,
    named_nowhere_described,
    stack_unnamed,
    generic_only,
)
