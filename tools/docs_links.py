"""Every relative link of the Markdown pages leads to a file, and its anchor to a heading of that file."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
ELSEWHERE = re.compile(r"^([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def anchors(text: str) -> set[str]:
    """The anchors a forge gives to headings: lower case, no punctuation, dashes, repeats numbered."""
    found: dict[str, int] = {}
    names = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))
    for title in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)
        kept = "".join(c for c in unicodedata.normalize("NFC", plain).lower() if c.isalnum() or c in " -_")
        slug = kept.strip().replace(" ", "-")
        again = found.get(slug, 0)
        found[slug] = again + 1
        names.add(f"{slug}-{again}" if again else slug)
    return names


def broken(root: Path, pages: list[Path]) -> list[str]:
    complaints = []
    for page in pages:
        text = CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
        for target in LINK.findall(text):
            if ELSEWHERE.match(target):
                continue
            path, _, anchor = target.partition("#")
            aim = page if not path else (root / path[1:] if path.startswith("/") else page.parent / path)
            aim = Path(unquote(str(aim)))
            if not aim.exists():
                complaints.append(f"{page.relative_to(root)}: {target} leads nowhere")
            elif anchor and aim.suffix == ".md" and unquote(anchor) not in anchors(aim.read_text("utf-8")):
                complaints.append(f"{page.relative_to(root)}: {target} has no such heading")
    return complaints


def pages_of(root: Path) -> list[Path]:
    """Pages of the project, also those not committed yet; never those of installed packages."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=root, capture_output=True, text=True
    )
    return [root / line for line in listed.stdout.splitlines() if (root / line).exists()]


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1]
    wrong = broken(here, pages_of(here))
    print("\n".join(wrong))
    sys.exit(bool(wrong))
