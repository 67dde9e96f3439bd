"""Fetches the style sheets, fonts and scripts that are committed, from the packages named below.

Only needed when a version changes: edit `WANTED`, run `python -m tests.packaging.vendoring` (needs npm) and look
at the pages again. What is committed is checked without npm by test_vendored_files.py.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "assessor" / "static" / "vendor"


@dataclass(frozen=True)
class Wanted:
    """Files of one package, or one style sheet put together from several packages (`parts`)."""

    package: str
    version: str
    folder: Path
    files: dict[str, str]
    bundle: str | None = None
    parts: tuple[str, ...] = field(default=())


UTRECHT_PARTS = (
    "root document surface separator heading-1 heading-2 heading-3 heading-4 paragraph link skip-link "
    "breadcrumb-nav unordered-list ordered-list emphasis code blockquote button button-link action-group "
    "link-button alert data-badge table form-field form-label form-field-description form-field-error-message "
    "form-fieldset textbox textarea select radio-button checkbox"
)

_FONT_FILES = [
    f"noto-sans-{script}-{weight}.woff2"
    for script in ("latin", "latin-ext")
    for weight in ("400-normal", "600-normal", "700-normal", "400-italic")
]

WANTED = (
    Wanted(
        "@utrecht/component-library-css",
        "9.0.4",
        VENDOR / "utrecht@9.0.4",
        {"LICENSE.md": "LICENSE.md"},
        bundle="utrecht.css",
        parts=tuple(f"@utrecht/{name}-css" for name in UTRECHT_PARTS.split()),
    ),
    Wanted(
        "@nl-design-system-unstable/voorbeeld-design-tokens",
        "7.4.1",
        VENDOR / "voorbeeld@7.4.1",
        {"theme.css": "dist/theme.css", "LICENSE.md": "LICENSE.md"},
    ),
    Wanted(
        "@fontsource/noto-sans",
        "5.3.0",
        VENDOR / "noto-sans@5.3.0",
        {"LICENSE": "LICENSE"} | {name: f"files/{name}" for name in _FONT_FILES},
    ),
    Wanted(
        "axe-core",
        "4.14.1",
        ROOT / "tests" / "browser",
        {
            "axe.min.js": "axe.min.js",
            "axe.LICENSE": "LICENSE",
            "axe.LICENSE-3RD-PARTY.txt": "LICENSE-3RD-PARTY.txt",
        },
    ),
)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def part_heading(package: str, version: str) -> str:
    """The comment that opens one package's part of a bundle."""
    return f"/*! {package}@{version} dist/index.min.css */\n"


class Package:
    """An npm package as its registry serves it."""

    def __init__(self, name: str, version: str, into: Path) -> None:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}"],
            cwd=into,
            check=True,
            capture_output=True,
            text=True,
        )
        tarball = (into / packed.stdout.split()[-1]).read_bytes()
        self.name, self.version = name, version
        self.integrity = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
        with tarfile.open(into / packed.stdout.split()[-1]) as archive:
            self._members = {
                member.name.partition("/")[2]: extracted.read()
                for member in archive.getmembers()
                if (extracted := archive.extractfile(member)) is not None
            }

    def read(self, path: str) -> bytes:
        return self._members[path]


def _bundle(wanted: Wanted, library: Package, into: Path) -> tuple[bytes, list[dict[str, str]]]:
    versions: dict[str, str] = json.loads(library.read("package.json"))["dependencies"]
    style, record = b"", []
    for name in wanted.parts:
        part = Package(name, versions[name], into)
        content = part.read("dist/index.min.css").strip() + b"\n"
        style += part_heading(name, part.version).encode() + content
        record.append(
            {
                "package": name,
                "version": part.version,
                "integrity": part.integrity,
                "sha256": sha256(content),
            }
        )
    return style, record


def vendor(wanted: Wanted, into: Path) -> None:
    """Writes the wanted files of one package and `vendor.json` beside them."""
    package = Package(wanted.package, wanted.version, into)
    contents = {name: package.read(source) for name, source in wanted.files.items()}
    record: dict[str, Any] = {
        "package": wanted.package,
        "version": wanted.version,
        "integrity": package.integrity,
    }
    if wanted.bundle:
        contents[wanted.bundle], record["parts"] = _bundle(wanted, package, into)
        record["bundle"] = wanted.bundle
    record["files"] = {name: sha256(content) for name, content in sorted(contents.items())}
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (wanted.folder / name).write_bytes(content)
    (wanted.folder / "vendor.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for each in WANTED:
            vendor(each, Path(scratch))
