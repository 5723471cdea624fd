"""Documents of one kind, read once: saved, opened without reading one again, and brought up to date."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

import numpy as np
from pydantic import TypeAdapter

from earnest.errors import UnreadableFile
from earnest.matching.copied import Copies, copies_of, open_copies
from earnest.matching.corpus import Corpus, Document, open_corpus
from earnest.matching.gazetteer import CONTEXTS, TECHNOLOGIES
from earnest.matching.rarity import WORDS
from earnest.matching.settings import SETTINGS, PartWeights
from earnest.text.embedding import Embedder

_MADE_WITH = "made-with.txt"
_ITEMS = "documents.jsonl"


class Named(Protocol):
    """Anything with an id of its own."""

    @property
    def id(self) -> str:
        """The id."""
        ...


Item = TypeVar("Item", bound=Named)


class DocumentIndex(ABC, Generic[Item]):
    """Documents with their words, technologies and vectors. Never changed: `updated` returns another one."""

    kind: type[Item]
    items: dict[str, Item]
    embedder: Embedder | None
    corpus: Corpus
    copies: Copies

    def __init__(self, items: Sequence[Item], embedder: Embedder | None) -> None:
        """Read the documents; without an embedder the vector parts are 0 for all of them."""
        ordered = sorted(items, key=lambda one: one.id)
        corpus = Corpus.of([self.document(one) for one in ordered], embedder, self.weights())
        copies = copies_of([self.pieces(one) for one in ordered])
        self.items = {one.id: one for one in ordered}
        self.embedder, self.corpus, self.copies = embedder, corpus, copies

    @staticmethod
    @abstractmethod
    def document(item: Item) -> Document:
        """Return what of an item is compared."""

    @staticmethod
    @abstractmethod
    def pieces(item: Item) -> Sequence[str]:
        """Return the texts of an item in which copies are looked for."""

    @staticmethod
    @abstractmethod
    def weights() -> PartWeights:
        """Return the weights of this direction."""

    def updated(self, items: Sequence[Item]) -> Self:
        """Return an index of exactly these documents; those that did not change are not read again."""
        wanted = {one.id: one for one in items}
        keep = np.array([wanted.get(name) == self.items[name] for name in self.corpus.ids], dtype=np.bool_)
        new = type(self)([one for name, one in wanted.items() if self.items.get(name) != one], self.embedder)
        corpus, copies = self.corpus, self.copies
        if not keep.all():
            corpus, copies = corpus.kept(keep), copies.kept(keep)
        if new.items:
            copies = copies.joined(new.copies, len(corpus))
            corpus = corpus.added(new.corpus)
        return self._made({name: wanted[name] for name in corpus.ids}, self.embedder, corpus, copies)

    @classmethod
    def _made(cls, items: dict[str, Item], embedder: Embedder | None, corpus: Corpus, copies: Copies) -> Self:
        made = cls.__new__(cls)
        made.items, made.embedder, made.corpus, made.copies = items, embedder, corpus, copies
        return made

    def save(self, folder: Path) -> None:
        """Write the index into a folder; `open` opens it without reading a document again."""
        folder.mkdir(parents=True, exist_ok=True)
        self.corpus.save(folder)
        self.copies.save(folder)
        one = TypeAdapter(self.kind)
        with (folder / _ITEMS).open("wb") as file:
            file.writelines(one.dump_json(item) + b"\n" for item in self.items.values())
        (folder / _MADE_WITH).write_text(self._made_with(self.embedder), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None) -> Self:
        """Open what `save` wrote.

        Raises `UnreadableFile` for a folder that holds no index, one of the other direction, or one made with
        another embedder or other data.
        """
        corpus = open_corpus(folder)
        if (folder / _MADE_WITH).read_text(encoding="utf-8") != cls._made_with(embedder):
            raise UnreadableFile(
                f"{folder}: the index was made by another version, with another --embedder, or for the"
                " other direction; give an empty folder to make one anew"
            )
        one = TypeAdapter(cls.kind)
        with (folder / _ITEMS).open("rb") as lines:
            items = {item.id: item for item in map(one.validate_json, lines)}
        return cls._made(items, embedder, corpus, open_copies(folder))

    @classmethod
    def _made_with(cls, embedder: Embedder | None) -> str:
        """Return what a saved index depends on besides its documents: the data files and the embedder."""
        files = (SETTINGS, WORDS, TECHNOLOGIES, CONTEXTS)
        digest = sha256(b"".join(sha256(path.read_bytes()).digest() for path in files)).hexdigest()
        return f"{cls.__name__} {digest} {'' if embedder is None else embedder.name}\n"
