"""Many applications: local workers, resumable."""
