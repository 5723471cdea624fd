"""Reuse: passages that two candidates share, or a candidate and a pack, side by side for a person.

A flag says that two passages are alike and shows both. It never changes a score, it does not say who wrote
first, and nothing here says anything of machine authorship (`docs/reuse.md` tells why).
"""

from earnest.integrity.reuse.finding import find_reuse
from earnest.integrity.reuse.records import Passage, Reuse, ReuseReport
from earnest.integrity.reuse.works import Work, code_of_pack, works_of

__all__ = ["Passage", "Reuse", "ReuseReport", "Work", "code_of_pack", "find_reuse", "works_of"]
