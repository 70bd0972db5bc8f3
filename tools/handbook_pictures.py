"""Take the pictures of the handbook: run the story with TXNG_SHOTS=FOLDER, then `python tools/handbook_pictures.py FOLDER`.

Each picture is cut to a phone's first screens, reduced to 128 colours, and named by its step alone, so that a new run
replaces the old pictures.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image

TARGET = Path(__file__).resolve().parents[1] / "docs" / "anh"
TALLEST = 1600


def main(folder: Path) -> int:
    TARGET.mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted(folder.rglob("*.png")):
        name = re.sub(r"^\d+-", "", path.stem)
        with Image.open(path) as picture:
            cut = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, TALLEST)))
            cut.quantize(128).save(TARGET / f"{name}-{picture.width}.png", optimize=True)
        count += 1
    print(f"{count} pictures in docs/anh")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
