"""From blind long answers to Evidence: what an essay says, where, and how its parts relate."""

from collections.abc import Sequence

import numpy as np

from earnest.records.evidence.coherence import Essay, EssaySentence, Paragraph, Passage, Relations
from earnest.records.response import BlindTextResponse
from earnest.signals.coherence.breaks import break_values
from earnest.signals.coherence.ends import asked_values, end_values
from earnest.signals.coherence.marks import Marks, marks_of
from earnest.signals.coherence.order import order_values
from earnest.signals.coherence.reading import ReadEssay, Stretch, read_essay
from earnest.signals.coherence.relations import (
    Background,
    Links,
    Matrix,
    Wording,
    background,
    links,
    pooled,
    sentence_vectors,
    unit,
    word_vector,
)
from earnest.text.content import content_words, singular
from earnest.text.embedding import StaticEmbedder

_DIGITS = 4
_BEGINNING = 0.4  # of the words: what a passage is tied to, once the essay is under way
_FEWEST_BLOCKS = 4  # with fewer blocks the order of the passages is looked at
_NEAR = 3  # passages before a passage that count as "just before"
_THESIS_WORDS = (6, 60)
_CONCLUSION_SHARE = 0.12


def essay_of(response: BlindTextResponse, embedder: StaticEmbedder, known: Background | None = None) -> Essay:
    """Read one answer. An answer without words gives an essay without sentences.

    `known` is what other writing about work has in common, `background()` if not given.
    """
    common = known or background()
    read = read_essay(response.document)
    if not read.sentences:
        return Essay(item=response.item, words=read.words, words_read=0)
    vectors = sentence_vectors(read.sentences, embedder, common.centre)
    wording = Wording(read.sentences, common)
    passages = links(vectors, wording, read.passages)
    relations = relations_of(read, (vectors, wording), passages, response.prompt)
    sentences = _sentences(read, vectors, _prompt_vector(response.prompt, embedder, common.centre))
    thesis = thesis_of(sentences)
    towards = unit(vectors[thesis][None])[0]
    return Essay(
        item=response.item,
        words=read.words,
        words_read=read.words_read,
        prompted="asked_opening" in relations.values,
        thesis=thesis,
        conclusion=_conclusion(read, sentences),
        sentences=sentences,
        paragraphs=_paragraphs(read, vectors, towards),
        passages=_passages(read, vectors, towards, passages),
        relations=relations,
    )


def relations_of(read: ReadEssay, said: tuple[Matrix, Wording], passages: Links, prompt: str) -> Relations:
    """Return all that the detectors weigh.

    `said` are the sentences by meaning and by stems, `passages` the links between the passages.
    """
    vectors, wording = said
    parts = read.units if len(read.units) >= _FEWEST_BLOCKS else read.passages
    units = links(vectors, wording, parts)
    drift, at = break_values(passages, vectors, read.sentences, read.passages)
    values = {
        **order_values(units, vectors, read.sentences, parts),
        **drift,
        **end_values(read.sentences, (read.units, read.passages), vectors, wording),
        **asked_values(read, frozenset(one.stem for one in content_words(prompt))),
    }
    rounded = {name: round(value, _DIGITS) for name, value in values.items()}
    return Relations(values=rounded, break_passage=at)


def thesis_of(sentences: Sequence[EssaySentence]) -> int:
    """Return the sentence that most looks like the thesis: central, a claim, near the prompt, early."""
    end = max(1, sentences[-1].word + sentences[-1].words)
    best, best_value = 0, -1.0
    for index, one in enumerate(sentences):
        fits = _THESIS_WORDS[0] <= one.words <= _THESIS_WORDS[1] and not one.heading
        early = max(0.0, 1.0 - 2.0 * one.word / end)
        value = one.central + 0.4 * one.claim + 0.4 * one.asked + 0.3 * early if fits else 0.0
        if value > best_value:
            best, best_value = index, value
    return best


def _prompt_vector(prompt: str, embedder: StaticEmbedder, centre: Matrix) -> Matrix:
    rows = [
        word_vector(singular(prompt[one.start : one.end].lower()), embedder, centre)
        for one in content_words(prompt)
    ]
    vector: Matrix = unit(sum(rows, np.zeros(embedder.dimensions))[None])[0]
    return vector


def _sentences(read: ReadEssay, vectors: Matrix, prompt: Matrix) -> tuple[EssaySentence, ...]:
    directions = unit(vectors)
    others = unit(vectors.sum(axis=0)[None] - vectors)
    central = np.clip((directions * others).sum(axis=1), 0.0, 1.0)
    asked = np.clip(directions @ prompt, 0.0, 1.0)
    marks: list[Marks] = [marks_of(one.text) for one in read.sentences]
    return tuple(
        EssaySentence(
            block=one.block,
            start=one.span.start,
            end=one.span.end,
            text=one.text,
            paragraph=one.paragraph,
            word=one.word,
            words=one.words,
            central=round(float(central[index]), _DIGITS),
            asked=round(float(asked[index]), _DIGITS),
            claim=marks[index].claim,
            backing=marks[index].backing,
            limiting=marks[index].limiting,
            concluding=marks[index].concluding,
            heading=one.heading,
        )
        for index, one in enumerate(read.sentences)
    )


def _conclusion(read: ReadEssay, sentences: Sequence[EssaySentence]) -> int:
    """Return the first sentence of the end: of the last block that is announced as such, else the last."""
    end = sentences[-1].word + sentences[-1].words
    late = [unit_ for unit_ in read.units if unit_.word >= end * (1 - 3 * _CONCLUSION_SHARE)]
    for unit_ in reversed(late):
        if any(one.concluding for one in sentences[unit_.first : unit_.last]):
            return unit_.first
    last = read.units[-1]
    if len(read.units) > 1:
        return last.first
    for index in range(len(sentences) - 1, 0, -1):
        if sentences[index].word <= end * (1 - _CONCLUSION_SHARE):
            return index
    return 0


def _paragraphs(read: ReadEssay, vectors: Matrix, thesis: Matrix) -> tuple[Paragraph, ...]:
    running = [one for one in read.units if not one.heading]
    rows = pooled(vectors, running)
    to_thesis, to_rest = _to(rows, thesis), _to_rest(vectors, running)
    return tuple(
        Paragraph(
            first=one.first,
            last=one.last,
            word=one.word,
            words=one.words,
            to_thesis=to_thesis[at],
            to_rest=to_rest[at],
        )
        for at, one in enumerate(running)
    )


def _passages(read: ReadEssay, vectors: Matrix, thesis: Matrix, matrix: Links) -> tuple[Passage, ...]:
    rows = pooled(vectors, read.passages)
    to_thesis, to_rest = _to(rows, thesis), _to_rest(vectors, read.passages)
    total = np.vstack([np.zeros((1, vectors.shape[1])), np.cumsum(vectors, axis=0)])
    limit = next((one.first for one in read.passages if one.word >= _BEGINNING * read.words_read), 1)
    found = []
    for at, one in enumerate(read.passages):
        near = float(matrix.meaning[at, max(0, at - _NEAR) : at].max()) if at else 0.0
        before = float(unit(total[min(one.first, limit)][None])[0] @ rows[at]) if at else 0.0
        found.append(
            Passage(
                first=one.first,
                last=one.last,
                paragraph=read.sentences[one.first].paragraph,
                word=one.word,
                words=one.words,
                to_thesis=to_thesis[at],
                to_last=_share(near),
                to_before=_share(before),
                to_rest=to_rest[at],
            )
        )
    return tuple(found)


def _to(rows: Matrix, vector: Matrix) -> list[float]:
    return [_share(float(value)) for value in rows @ vector]


def _to_rest(vectors: Matrix, stretches: Sequence[Stretch]) -> list[float]:
    total = vectors.sum(axis=0)
    own = np.array([vectors[one.first : one.last].sum(axis=0) for one in stretches])
    own = own.reshape(len(stretches), vectors.shape[1])
    return [_share(float(value)) for value in (unit(own) * unit(total - own)).sum(axis=1)]


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), _DIGITS)
