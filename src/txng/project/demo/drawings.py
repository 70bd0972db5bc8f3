"""The pictures of the demo's goods. Drawing them is a good part of a first start and needs no database: `up` has it
done while the cluster is made."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings

from txng.project.demo.reading import DemoProvince
from txng.ui.illustrations import draw


def drawn(data: DemoProvince, *, on_one_core: bool = False) -> dict[str, bytes]:
    """Kind of goods: its JPEG, drawn now where it is not yet."""
    kinds = sorted({product.picture for row in data.establishments for product in row.products})
    folder = Path(settings.STATE_FOLDER) / "drawings"
    missing = [kind for kind in kinds if not (folder / f"{kind}.jpg").exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if missing and on_one_core:
        _keep(folder, missing, map(draw, missing))
    elif missing:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            _keep(folder, missing, pool.map(draw, missing, chunksize=4))
    return {kind: (folder / f"{kind}.jpg").read_bytes() for kind in kinds}


def _keep(folder: Path, kinds: list[str], pictures: Iterable[bytes]) -> None:
    for kind, picture in zip(kinds, pictures, strict=True):
        whole = folder / f"{kind}.{os.getpid()}"  # another province may be drawing it for the same folder
        whole.write_bytes(picture)
        whole.rename(folder / f"{kind}.jpg")
