"""One Screening, three readers: candidate, reviewer, machine."""
