"""Make docs/images/report.png from an example: python docs/screenshot.py.

It needs Chromium and requirements/browser.txt. The picture ends after the first constraint. Fonts are those
of the machine; Inter and Caladea look best.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
EXAMPLE = "careless-with-a-constraint"
END = "document.querySelector('#adherence .constraints > li').getBoundingClientRect().bottom + scrollY"
WIDTH, SCALE, COLOURS = 1080, 1.5, 160


def main() -> None:
    """Screen the example, take the picture, and write it with few colours."""
    with tempfile.TemporaryDirectory() as folder:
        applications, listings = ROOT / "examples/applications", ROOT / "examples/listings"
        command = [sys.executable, "-m", "earnest", "screen", applications / EXAMPLE, "--listing", listings]
        subprocess.run([*command, "--out", folder], check=True)  # noqa: S603 - our own command
        picture = Image.open(io.BytesIO(photograph(Path(folder) / EXAMPLE / "candidate.html")))
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(ROOT / "docs/images/report.png", optimize=True)


def photograph(page_file: Path) -> bytes:
    """Return a PNG of the head of a report."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, device_scale_factor=SCALE)
        page.goto(page_file.as_uri())
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": page.evaluate(END) + 12}
        return page.screenshot(full_page=True, clip=clip)


if __name__ == "__main__":
    main()
