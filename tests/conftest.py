"""Debian's Chromium, where it is installed, for tests that look at a report as a reader does."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="requirements/browser.txt is not installed"
    )
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()
