"""The detectors: each looks at one sentence for one thing, by who did what, when, and whether it is denied.

They do not know of each other; how they are combined, and what it means when they disagree, stands in
`scoring`.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from earnest.records.evidence.accountability import Mark, MarkKind
from earnest.signals.accountability.acting import main_groups, only_thought, reads_as_past
from earnest.signals.accountability.lexicon import word_list
from earnest.signals.accountability.parsed import Parsed, specific_words, subjects_of
from earnest.text.clauses import OWN, Agent, Tense, VerbGroup
from earnest.text.inflect import Form
from earnest.text.lexicon import Hit
from earnest.text.quantities import Kind
from earnest.text.segment import Span
from earnest.text.tokens import Tag
from earnest.text.wordlist import words_of

_REALISED = frozenset({"realize", "realise", "recognize that", "understand that"})
_DONE_TO_ME = frozenset({"show me", "make me", "made me", "teach me", "taught me"})
_BACK_THEN = frozenset({Tense.PAST, Tense.PERFECT})
_HOW_MUCH = frozenset({"every", "each", "always", "still", "all my", "all project", "zero", "following"})
_TURNS = frozenset({"stop", "start", "begin", "change", "switch"})
_NOW = frozenset(
    {"now", "since", "since then", "each", "every", "today", "no longer", "by default", "these days"}
)
_OPENING = 0.4  # how far a change is trusted in the sentence that opens an answer
_TOLD = 3  # words of its own that a sentence about a thing needs
_Marks = Iterator[Mark]


def marks_of(sentence: Parsed, *, after_failure: bool) -> tuple[Mark, ...]:
    """Return what the detectors see in a sentence.

    `after_failure` says that something went wrong earlier in the answer: only then can a step taken be a
    change.
    """
    found = {mark.model_dump_json(): mark for detect in _DETECTORS for mark in detect(sentence)}
    for after in (_costs, _changes):
        found |= {mark.model_dump_json(): mark for mark in after(sentence, after_failure=after_failure)}
    ranked = sorted(found.values(), key=lambda mark: (mark.start, mark.end, mark.kind.value, mark.strength))
    return tuple(ranked)


def _mark(kind: MarkKind, span: Span, strength: float = 1.0) -> Mark:
    return Mark(kind=kind, start=span.start, end=span.end, strength=strength)


def _went_wrong(sentence: Parsed) -> _Marks:
    """Find what went wrong: a verb of harm, a noun or phrase of trouble, a delivery that did not happen."""
    if sentence.hits("denial_phrases"):
        return
    for group in sentence.groups:
        past = group.tense in _BACK_THEN or group.tense is Tense.LOOSE
        if group.kind == "harm" and not group.negated and past and not group.modal:
            yield _mark(MarkKind.FAILURE, group.span, 0.5 if _describes(sentence, group) else 0.9)
        elif group.negated and group.tense in _BACK_THEN and group.kind in {"deed", "outcome", "plain"}:
            yield _mark(MarkKind.FAILURE, group.span, 0.6)
    yield from _trouble_named(sentence)


def _trouble_named(sentence: Parsed) -> _Marks:
    named = [
        (place, token.span)
        for place, token in enumerate(sentence.tokens)
        if token.lower in word_list("trouble_nouns") and token.tag in {Tag.NOUN, Tag.NAME}
    ]
    named += [(hit.first, hit.span) for hit in sentence.hits("trouble_phrases")]
    for place, span in named:
        if not _denied(sentence, place):
            yield _mark(MarkKind.FAILURE, span, 0.7)


def _describes(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether an -ing form describes the noun after it: "a breaking change"."""
    if group.form is not Form.ING or group.first < group.head or group.last >= len(sentence.tokens):
        return False
    before = sentence.before(group, 1)
    led = not before or before[0].tag in {Tag.VERB, Tag.ADJECTIVE, Tag.DETERMINER, Tag.PREPOSITION}
    return led and sentence.tokens[group.last].tag is Tag.NOUN


def _denied(sentence: Parsed, place: int) -> bool:
    near = sentence.tokens[max(0, place - 3) : place]
    return any(
        token.tag is Tag.NEGATION or token.lower in {"no", "zero", "without", "avoid", "prevent"}
        for token in near
    )


def _costs(sentence: Parsed, *, after_failure: bool) -> _Marks:
    """Somebody or something paid: a harm to somebody, a loss, or a burden, in consequence of the failure."""
    failures = [mark for mark in _went_wrong(sentence) if mark.strength >= 0.6]
    if not failures and not after_failure:
        return
    thought = only_thought(sentence)
    for group in sentence.groups:
        strength = _cost_strength(sentence, group, troubled=bool(failures))
        if strength:
            yield _mark(MarkKind.COST, group.span, strength * (0.5 if thought else 1.0))
    past = any(group.tense in _BACK_THEN for group in main_groups(sentence))
    named = bool(failures) and (sentence.hits("trouble_phrases") or sentence.has_word("trouble_nouns"))
    money = any(one.kind is Kind.MONEY for one in sentence.quantities)
    if past and ((named and sentence.measured) or (money and after_failure)):
        yield _mark(MarkKind.COST, sentence.place, 0.4 if thought else 0.8)


def _cost_strength(sentence: Parsed, group: VerbGroup, *, troubled: bool) -> float:
    """Weigh one verb: what was lost or paid, what somebody could not do or had to do, what was harmed."""
    now = group.tense is Tense.PRESENT and not reads_as_past(sentence, group)
    if now or _reports_to_a_chief(sentence, group):
        return 0.0
    suffers = group.agent not in OWN
    if group.modal in {"could", "couldn't"} or (group.modal and group.negated):
        return 0.9 if suffers and group.negated and group.agent is not Agent.THING else 0.0
    if group.tense not in _BACK_THEN and not _is_burden(sentence, group):
        return 0.0
    if _is_burden(sentence, group):
        return 0.9 if suffers else 0.4
    if group.lemma in word_list("cost_verbs") and not group.negated:
        return 0.9 if suffers or group.lemma in {"lose", "pay", "cost", "refund"} else 0.0
    lapse = group.lemma in word_list("lapses")
    harmed = group.kind == "harm" and group.lemma != "fail" and not lapse and not group.negated and suffers
    people = any(token.lower in words_of("people") for token in sentence.tail(group))
    return (0.8 if sentence.measured or people else 0.0) if harmed and troubled else 0.0


def _reports_to_a_chief(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether a complaint went to somebody's chief: how a quarrel went on, not what it cost."""
    tail = [token.lower for token in sentence.tail(group)[:_TO_WHOM]]
    return group.lemma == "complain" and "to" in tail and bool(set(tail) & _CHIEFS)


_TO_WHOM = 5  # tokens after "complain" in which the one who heard it stands
_CHIEFS = frozenset(
    {"lead", "manager", "boss", "supervisor", "director", "head", "chief", "hr", "management"}
)


def _is_burden(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether it is what somebody "had to" do."""
    before = [token.lower for token in sentence.tokens[max(0, group.first - 2) : group.first]]
    return before == ["had", "to"] and group.lemma not in word_list("no_burden")


def _own_cause(sentence: Parsed) -> _Marks:
    """Find the writer as a cause: a lapse, an omission, a thing done badly, or a plain admission."""
    denies = bool(sentence.hits("denial_phrases")) or bool(sentence.hits("blame_phrases"))
    for group in sentence.groups:
        strength = 0.0 if denies else _own_strength(sentence, group)
        if strength:
            yield _mark(MarkKind.OWN_CAUSE, group.span, strength)
    for hit in sentence.hits("own_phrases"):
        first = hit.phrase.split()[0]
        mine = first in {
            "my",
            "own",
            "on",
            "i",
            "blame",
            "let",
            "sunk",
            "caused",
            "take",
            "accept",
            "accountable",
        }
        led_by_i = any(group.agent in OWN and group.first <= hit.first + 1 for group in sentence.groups)
        if not denies and not _denied(sentence, hit.first) and (led_by_i or mine):
            yield _mark(
                MarkKind.OWN_CAUSE, hit.span, _phrase_strength(sentence, hit.phrase, led_by_i=led_by_i)
            )


def _phrase_strength(sentence: Parsed, phrase: str, *, led_by_i: bool) -> float:
    """Weigh an admission: "my change" is one only beside trouble, "my fault" always is."""
    plain = {
        "my fault",
        "my mistake",
        "on me",
        "on my part",
        "my error",
        "my failure",
        "my oversight",
        "my bad",
        "blame myself",
    }
    if phrase in plain:
        return 0.9
    if phrase in {"should have", "could have"}:
        return 0.9 if led_by_i else 0.0
    if phrase.startswith(("take", "accept", "own", "accountable")):
        return 0.6
    troubled = any(mark.strength >= 0.6 for mark in _went_wrong(sentence))
    return 0.8 if troubled or "cause" in {token.lower for token in sentence.tokens} else 0.3


def _own_strength(sentence: Parsed, group: VerbGroup) -> float:
    if group.agent not in OWN or group.tense not in _BACK_THEN or group.modal:
        return 0.0
    if group.negated:
        suffered = group.passive or not group.lemma  # "I was not told" is nothing that one left undone
        idle = suffered or group.lemma in word_list("not_a_lapse") or group.kind == "harm"
        return 0.0 if idle else 0.85
    if group.lemma in word_list("lapses"):
        return 1.0
    if group.kind == "harm":
        return 0.25 if _excused(sentence) else 0.75
    return _badly_done(sentence, group)


def _excused(sentence: Parsed) -> bool:
    """Say whether the sentence gives a reason outside: "I missed it because the requirements changed"."""
    causes = sentence.hits("cause_cues")
    return any(
        group.first >= hit.last and group.agent not in OWN
        for hit in causes
        for group in sentence.groups
        if group.tense in _BACK_THEN
    ) or any(hit.phrase in {"because of", "due to", "owing to", "thanks to"} for hit in causes)


def _badly_done(sentence: Parsed, group: VerbGroup) -> float:
    """Weigh a deed that its sentence calls bad: by its manner, a contrast, or what it turned into."""
    tail = sentence.tail(group)
    near = {token.lower for token in (*tail, *sentence.before(group, 2))}
    if near & word_list("bad_manner"):
        return 0.8
    words = [token.lower for token in tail]
    contrast = "instead" in words or ("rather" in words and "than" in words) or "without" in words
    if contrast and group.lemma not in {"be", "have"}:
        return 0.7
    if group.lemma in {"be", "become", "create", "cause", "introduce", "make"}:
        bad = any(token.lower in word_list("trouble_nouns") for token in tail)
        return 0.7 if bad else 0.0
    too = [place for place, word in enumerate(words) if word == "too"]
    return (
        0.6
        if too
        and group.lemma
        in {"spend", "wait", "take", "push", "trust", "rely", "move", "go", "promise", "commit"}
        else 0.0
    )


def _lesson(sentence: Parsed) -> _Marks:
    """Find a lesson, and say whether it belongs to this story or would fit any."""
    hits = [hit for hit in sentence.hits("lesson_cues") if _tells_lesson(sentence, hit.phrase, hit.first)]
    if not hits:
        return
    complement = sentence.tokens[hits[0].last :] or sentence.tokens[: hits[0].first]
    held = specific_words(complement)
    tied = held & sentence.earlier
    platitudes = len(sentence.hits("platitude_phrases"))
    specific = len(held) + len(tied) + bool(sentence.measured) - 2 * platitudes
    span = Span(hits[0].span.start, sentence.place.end)
    if all(hit.phrase in _REALISED for hit in hits):
        yield from [_mark(MarkKind.LESSON_SPECIFIC, span, 0.5)] if specific >= 3 else []
    elif specific >= 4:
        yield _mark(MarkKind.LESSON_SPECIFIC, span, min(1.0, 0.6 + 0.1 * (specific - 4)))
    elif specific >= 2 and not platitudes:
        yield _mark(MarkKind.LESSON_SPECIFIC, span, 0.5 if tied else 0.35)
    else:
        yield _mark(MarkKind.LESSON_GENERIC, span, 0.8)
        if subjects_of(complement) & sentence.told:
            yield _mark(MarkKind.LESSON_TIED, span, 0.8)


def _tells_lesson(sentence: Parsed, phrase: str, place: int) -> bool:
    """Say whether a cue tells what was learned; "I realized it would be late" tells the story instead."""
    if _denied(sentence, place) and phrase != "should have":
        return False
    group = next((one for one in sentence.groups if one.first <= place < one.last), None)
    if phrase in _REALISED:
        opened = any(token.tag is Tag.SUBORDINATOR for token in sentence.tokens[max(0, place - 3) : place])
        return group is not None and group.agent is Agent.I and not sentence.begins and not opened
    if phrase == "learn":
        return group is not None and group.agent in {Agent.I, Agent.WE, Agent.IMPLIED}
    somebody = group is not None and group.agent is Agent.OTHER  # "he showed me the machine"
    return not (somebody and phrase in _DONE_TO_ME)


def _changes(sentence: Parsed, *, after_failure: bool) -> _Marks:
    """Find a change in how the writer works: a habit told in the present, or a step taken afterwards."""
    opening = _OPENING if sentence.begins else 1.0  # "I work here since spring, first in ..., now in ..."
    for group in sentence.groups:
        strength, kind = _change_strength(sentence, group, after_failure=after_failure)
        strength = round(strength * opening, 3)
        if strength:
            yield _mark(kind, Span(group.span.start, sentence.place.end), strength)
            held = _holds(sentence, group)
            if kind is MarkKind.CHANGE and held:
                yield _mark(MarkKind.HELD, held[0].span, 0.8)


def _holds(sentence: Parsed, group: VerbGroup) -> list[Hit]:
    """Return the cues that a change held; "every" beside a past says how much, not how long."""
    past = group.tense is Tense.PAST
    return [hit for hit in sentence.hits("held_cues") if not (past and hit.phrase in _HOW_MUCH)]


def _change_strength(sentence: Parsed, group: VerbGroup, *, after_failure: bool) -> tuple[float, MarkKind]:
    if not _may_change(group):
        works = after_failure and _works_now(sentence, group)
        return (0.6 if works else 0.0), MarkKind.CHANGE
    content = specific_words(sentence.tokens[group.last :])
    practice = any(token.lower in word_list("practice_nouns") for token in sentence.tail(group))
    if _is_habit(sentence, group) and group.tense in {Tense.PRESENT, Tense.PERFECT}:
        vague = bool(sentence.hits("platitude_phrases")) or len(content) + practice < 2
        return (0.4 if vague else 1.0 if group.tense is Tense.PRESENT or practice else 0.8), MarkKind.CHANGE
    if group.modal in {"will", "'ll", "would"} and _next_time(sentence):
        return 0.5, MarkKind.PROMISE
    step = group.lemma in word_list("practice_verbs") and (practice or group.lemma in _TURNS)
    if step and after_failure and group.tense is Tense.PAST:
        lasting = practice and bool(_holds(sentence, group))  # "added a checklist on subsequent projects"
        return (0.8 if lasting else 0.7 if practice and len(content) >= 2 else 0.5), MarkKind.CHANGE
    return 0.0, MarkKind.CHANGE


def _works_now(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether a thing is said to work in a new way: "each migration now runs on a copy"."""
    thing = group.agent in {Agent.THING, Agent.PASSIVE} and group.tense is Tense.PRESENT
    acts = group.kind in {"deed", "outcome", "plain"} and group.lemma not in {"be", "have", "show", "mean"}
    cues = any(hit.phrase in _NOW for hit in _habits(sentence))
    return thing and acts and cues and len(sentence.own) >= _TOLD


def _may_change(group: VerbGroup) -> bool:
    own = group.agent in OWN or group.agent is Agent.WE
    denied = group.negated and group.tense is not Tense.PRESENT
    suffered = group.passive and group.agent is not Agent.WE
    return own and not denied and not suffered and group.kind != "harm"


def _is_habit(sentence: Parsed, group: VerbGroup) -> bool:
    """Say whether a cue of habit stands near the verb: "now", "every", "since then"."""
    if reads_as_past(sentence, group):
        return False
    if group.lemma in {"think", "believe", "know", "feel", "hope", "guess"}:
        return False
    cues = _habits(sentence)
    if group.tense is Tense.PERFECT:
        return _next_time(sentence) or any(
            hit.phrase.startswith(("since", "ever since", "from", "after")) for hit in cues
        )
    return bool(cues) and (
        group.kind not in {"mind", ""}
        or any(hit.phrase in {"now", "always", "never", "every"} for hit in cues)
    )


def _habits(sentence: Parsed) -> list[Hit]:
    """Return the cues of habit, without "since five years" (how long) and "each other" (whom)."""
    following = [(hit, sentence.tokens[hit.last : hit.last + 1]) for hit in sentence.hits("habit_cues")]
    counted = {one.first for one in sentence.quantities}
    return [
        hit
        for hit, after in following
        if not (hit.phrase == "since" and hit.last in counted)
        and not (hit.phrase == "each" and after and after[0].lower.startswith("other"))
    ]


def _next_time(sentence: Parsed) -> bool:
    words = {token.lower for token in sentence.tokens}
    return bool(words & {"next", "future", "forward", "again", "subsequent", "later"})


def _disguise(sentence: Parsed) -> _Marks:
    """Find a strength that poses as a failure: "too" or a fault noun beside a virtue."""
    words = [token.lower for token in sentence.tokens]
    virtue = {place for place, word in enumerate(words) if word in word_list("virtues")}
    virtue |= {place for hit in sentence.hits("virtue_phrases") for place in range(hit.first, hit.last)}
    if not virtue:
        return
    own = any(group.agent in OWN for group in sentence.groups)
    excess = any(word == "too" and {place + 1, place + 2} & virtue for place, word in enumerate(words))
    named = bool(set(words) & word_list("fault_nouns")) and "my" in words
    perfect = [place for place in virtue if words[place].startswith(("perfection", "workaholic"))]
    if perfect and (own or named):
        yield _mark(MarkKind.DISGUISE, sentence.tokens[perfect[0]].span, 1.0)
    elif named and (excess or _predicates(sentence, virtue)):
        yield _mark(MarkKind.DISGUISE, sentence.place, 1.0)
    elif own and excess and _about_self(sentence):
        yield _mark(MarkKind.DISGUISE, sentence.place, 0.8)


def _praise(sentence: Parsed) -> _Marks:
    """Find what praise of oneself leans on. It is no fault by itself, but without it nobody is praised."""
    listed = any(sentence.hits(name) for name in ("virtue_phrases", "payoff_phrases"))
    listed = listed or any(sentence.has_word(name) for name in ("virtues", "fault_nouns"))
    lowers = {token.lower for token in sentence.tokens}
    of_me = bool(lowers & {"me", "i", "my"})
    judged = of_me and any(
        group.agent is Agent.OTHER and (group.lemma in word_list("saying_verbs") or group.kind == "mind")
        for group in sentence.groups
    )
    above = any(
        token.lower == "than" and after.lower in words_of("people") | _OTHERS
        for token, after in pairwise(sentence.tokens)
    )
    if listed or judged or above or lowers & _IN_EXCESS:
        yield _mark(MarkKind.PRAISE, sentence.place, 0.5)


_IN_EXCESS = frozenset({"too", "perfect", "perfectly"})
_OTHERS = frozenset({"most", "anybody", "anyone", "everybody", "everyone", "other", "all", "me"})


def _predicates(sentence: Parsed, virtue: set[int]) -> bool:
    """Say whether the virtue is what the fault is said to be: "my weakness is that I work hard"."""
    return any(
        group.lemma == "be"
        and group.agent in {Agent.MINE, Agent.THING}
        and any(place > group.head for place in virtue)
        for group in sentence.groups
    )


def _about_self(sentence: Parsed) -> bool:
    """Say whether a sentence tells what somebody is or tends to do, not one thing that happened."""
    return any(
        (group.lemma in {"be", "care", "work", "try", "give", "take", "tend", "push", "set"})
        and group.agent in OWN
        and not group.passive
        for group in sentence.groups
    )


def _denial(sentence: Parsed) -> _Marks:
    for hit in sentence.hits("denial_phrases"):
        own = any(group.agent in {Agent.I, Agent.IMPLIED, Agent.THING} for group in sentence.groups)
        if own or not sentence.groups:
            yield _mark(MarkKind.DENIAL, hit.span, 0.9)
    for group in sentence.groups:
        never = any(
            token.lower in {"never", "rarely"}
            for token in sentence.tokens[max(0, group.first - 2) : group.last]
        )
        general = group.tense in {Tense.PERFECT, Tense.PRESENT}
        if group.agent is Agent.I and never and general and group.lemma in {"fail", "miss", "lose"}:
            yield _mark(MarkKind.DENIAL, group.span, 1.0)


def _blame(sentence: Parsed) -> _Marks:
    """Somebody else did it: another agent with a verb of harm, or an outside thing named as the reason."""
    for hit in sentence.hits("blame_phrases"):
        yield _mark(MarkKind.BLAME, hit.span, 0.9)
    owns = any(mark.strength >= 0.7 for mark in _own_cause(sentence))
    for group in sentence.groups:
        strength = _blame_strength(sentence, group)
        if strength:
            yield _mark(
                MarkKind.BLAME,
                Span(_subject_start(sentence, group), group.span.end),
                strength * (0.5 if owns else 1.0),
            )
    for place, token in enumerate(sentence.tokens):
        outside = token.lower in word_list("outside_things") and token.tag in {Tag.NOUN, Tag.NAME}
        if outside and _follows_cause(sentence, place) and _moves(sentence, place):
            yield _mark(MarkKind.BLAME, token.span, 0.4 if owns else 0.7)


def _subject_start(sentence: Parsed, group: VerbGroup) -> int:
    return (
        sentence.tokens[group.subject].start
        if group.subject is not None and group.subject < group.first
        else group.span.start
    )


def _blame_strength(sentence: Parsed, group: VerbGroup) -> float:
    if group.agent is not Agent.OTHER or group.lemma in word_list("victim_verbs"):
        return 0.0
    if group.modal:
        refused = group.negated and group.modal.removesuffix("n't") in {"would", "could", "can"}
        return 0.7 if refused else 0.0  # "the club would not pay"
    if group.negated:
        return (
            0.8 if group.tense in _BACK_THEN and group.kind in {"deed", "outcome", "plain", "mind"} else 0.0
        )
    if group.kind == "harm" and group.tense is not Tense.LOOSE:
        return 0.9
    objects = {token.lower for token in sentence.tail(group)}
    if group.lemma in word_list("blame_verbs") and objects & word_list("blame_objects"):
        return 0.8
    keeps = group.lemma == "keep" and any(token.form is Form.ING for token in sentence.tail(group)[:2])
    return 0.8 if keeps else 0.0


def _follows_cause(sentence: Parsed, place: int) -> bool:
    return any(hit.last <= place <= hit.last + 4 for hit in sentence.hits("cause_cues"))


def _moves(sentence: Parsed, place: int) -> bool:
    """Say whether an outside thing is said to have changed or failed: "the market moved"."""
    near = sentence.tokens[max(0, place - 2) : place + 5]
    verbs = word_list("outside_verbs")
    return any(
        token.lemma in verbs
        or token.lower.removesuffix("s") in verbs
        or token.kind == "harm"
        or token.lower in word_list("blame_objects") - words_of("generic_nouns")
        for token in near
        if token.lower not in word_list("outside_things")
    )


_DETECTORS: tuple[Callable[[Parsed], _Marks], ...] = (
    _went_wrong,
    _own_cause,
    _lesson,
    _disguise,
    _praise,
    _denial,
    _blame,
)
