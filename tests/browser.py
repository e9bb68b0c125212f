"""Pages as Debian's chromium shows them: for the tests marked `browser`."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory


def shown(page: Path) -> str:
    """The document of a page once its scripts have run, as HTML."""
    chromium = shutil.which("chromium")
    assert chromium, "tests marked `browser` need Debian's package chromium"
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    with TemporaryDirectory() as profile:
        command += [f"--user-data-dir={profile}", page.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return done.stdout.decode()


def title_of(page: Path) -> str:
    """The title that the page has then; a probe writes there what it saw."""
    found = re.search(r"<title>(.*?)</title>", shown(page), re.DOTALL)
    assert found
    return unescape(found[1])
