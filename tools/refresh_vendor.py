"""Takes the vendored style sheets, scripts, icons and letters anew from their packages. For maintainers; needs npm.

Change a version or the list of icons in src/txng/ui/static/ui/vendor/manifest.toml, run this, look at the
pages, and commit what changed. Everybody else uses the files as they lie there.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "src" / "txng" / "ui" / "static"
MANIFEST = STATIC / "ui" / "vendor" / "manifest.toml"


def unpack(package: dict[str, str], scratch: Path) -> Path:
    spec = f"{package['name']}@{package['version']}"
    into = scratch / re.sub(r"\W", "_", spec)
    if not into.exists():
        into.mkdir()
        command = ["npm", "pack", "--silent", spec]
        run = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True)
        with tarfile.open(into / run.stdout.strip().splitlines()[-1]) as archive:
            archive.extractall(into, filter="data")
    return into


def layered(css: str) -> str:
    """The style sheet as we serve it: in its own layer, asking for nothing else."""
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css).strip()
    css = re.sub(r'^@charset "[^"]+";', "", css)
    css = re.sub(r'url\("data:[^"]*"\)', "none", css)
    left = re.findall(r"url\([^)]*\)|@import", css)
    if left:
        sys.exit(f"the style sheet asks for more: {left[:3]}")
    banner = re.match(r"/\*!.*?\*/", css, re.DOTALL)
    head = banner.group() if banner else ""
    return f'@charset "UTF-8";{head}@layer tabler{{{css.removeprefix(head).strip()}}}\n'


def alone(text: str) -> str:
    """A file that asks for none beside it: neither pictures nor the map back to its source."""
    text = re.sub(r"url\([^)]*\)", "none", text)
    return re.sub(r"//# sourceMappingURL=.*", "", text).strip() + "\n"


def module(text: str) -> str:
    """The reader of codes as a module. Its own way to the .wasm leads to another host: ours hands it the bytes."""
    text, found = re.subn(r"`https://[^`]*\$\{[^`]*`", "``", text)
    if found != 1 or "://" in text:
        sys.exit("the reader of codes names another host")
    return text.strip() + "\nexport const { BarcodeDetector, prepareZXingModule } = BarcodeDetectionAPI;\n"


def sprite(folder: Path, wanted: dict[str, str]) -> str:
    symbols = []
    for kind in ("outline", "filled"):
        for name in sorted(wanted[kind].split()):
            svg = (folder / kind / f"{name}.svg").read_text("utf-8")
            shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>", svg)
            shapes = [shape for shape in shapes if 'd="M0 0h24v24H0z"' not in shape]
            inner = "".join(re.sub(r"\s+", " ", shape).replace(" />", "/>") for shape in shapes)
            if kind == "filled":
                name, look = f"{name}-filled", ' fill="currentColor" stroke="none"'
            else:
                look = ""
            symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24"{look}>{inner}</symbol>')
    note = "<!-- Tabler Icons, MIT, (c) Pawel Kuna; see vendor/LICENCES.txt -->"
    return f'<svg xmlns="http://www.w3.org/2000/svg">{note}\n' + "\n".join(symbols) + "\n</svg>\n"


def put(file: str, key: str, content: bytes) -> None:
    """Write one hash, leaving the rest of the manifest as a person arranged it."""
    text = MANIFEST.read_text("utf-8")
    start = text.index(f'file = "{file}"')
    digest = hashlib.sha256(content).hexdigest()
    tail = re.sub(rf'^{key} = ".*"', f'{key} = "{digest}"', text[start:], count=1, flags=re.M)
    MANIFEST.write_text(text[:start] + tail, "utf-8")


def licence_of(package: dict[str, str], folder: Path, raw: bytes) -> str:
    file = folder / "package" / "LICENSE"
    if file.exists():
        return file.read_text("utf-8").strip()
    lines = re.findall(r"Copyright[^\n]*", raw.decode("utf-8"))[:2]
    return f"{package['licence']} licence, the text as below\n" + "\n".join(lines)


def main() -> None:
    manifest = tomllib.loads(MANIFEST.read_text("utf-8"))
    licences: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for package in manifest["package"]:
            folder = unpack(package, Path(scratch))
            source = folder / package["source"]
            raw = b"" if source.is_dir() else source.read_bytes()
            if source.is_dir():
                content = sprite(source, manifest["icons"]).encode()
            elif package["name"] == "leaflet":
                content = alone(raw.decode("utf-8")).encode()
                put(package["file"], "source_sha256", raw)
            elif package["name"] == "barcode-detector":
                content = module(raw.decode("utf-8")).encode()
                put(package["file"], "source_sha256", raw)
            elif source.suffix == ".css":
                content = layered(raw.decode("utf-8")).encode()
                put(package["file"], "source_sha256", raw)
            else:
                content = raw
            (STATIC / package["file"]).write_bytes(content)
            put(package["file"], "sha256", content)
            licences[package["name"]] = licence_of(package, folder, raw)
            print(f"{package['name']} {package['version']}: {package['file']}, {len(content):,} bytes")
    text = "\n\n\n".join(f"{name}\n\n{licence}" for name, licence in licences.items())
    (MANIFEST.parent / "LICENCES.txt").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
