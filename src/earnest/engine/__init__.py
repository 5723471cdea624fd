"""Many records: local workers, resumable."""

from earnest.engine.batch import Batch, Work

__all__ = ["Batch", "Work"]
