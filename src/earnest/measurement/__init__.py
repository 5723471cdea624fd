"""One formula a file, each with its source."""
