"""What was taken over from others is exactly what its packages hold."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assessor.places import static_folder
from tests.packaging.vendoring import WANTED, Wanted, part_heading, sha256

each_package = pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.package)


def record(wanted: Wanted) -> dict[str, Any]:
    recorded: dict[str, Any] = json.loads((wanted.folder / "vendor.json").read_text(encoding="utf-8"))
    return recorded


@each_package
def test_every_vendored_file_has_the_hash_that_was_written_down(wanted: Wanted) -> None:
    for name, expected in record(wanted)["files"].items():
        assert sha256((wanted.folder / name).read_bytes()) == expected, name


@each_package
def test_the_record_names_package_version_and_the_integrity_of_its_registry(wanted: Wanted) -> None:
    recorded = record(wanted)
    assert (recorded["package"], recorded["version"]) == (wanted.package, wanted.version)
    for part in [recorded, *recorded.get("parts", [])]:
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", part["integrity"])


@each_package
def test_every_vendored_package_comes_with_its_licence(wanted: Wanted) -> None:
    licences = [name for name in record(wanted)["files"] if "LICENSE" in name]
    assert licences
    assert all((wanted.folder / name).stat().st_size > 1000 for name in licences)


def test_a_bundle_is_its_parts_in_order_and_nothing_else() -> None:
    for wanted in (each for each in WANTED if each.bundle):
        recorded = record(wanted)
        rest = (wanted.folder / recorded["bundle"]).read_text(encoding="utf-8")
        assert [part["package"] for part in recorded["parts"]] == list(wanted.parts)
        for part, following in zip(recorded["parts"], [*recorded["parts"][1:], None], strict=True):
            heading = part_heading(part["package"], part["version"])
            assert rest.startswith(heading)
            rest = rest.removeprefix(heading)
            end = (
                rest.index(part_heading(following["package"], following["version"]))
                if following
                else len(rest)
            )
            assert sha256(rest[:end].encode()) == part["sha256"], part["package"]
            rest = rest[end:]
        assert rest == ""


def test_nothing_lies_in_the_vendor_folder_that_no_record_names() -> None:
    vendor = static_folder() / "vendor"
    named = {each.folder / name for each in WANTED for name in [*record(each)["files"], "vendor.json"]}
    assert {path for path in vendor.rglob("*") if path.is_file()} <= named


def style_sheets() -> list[Path]:
    return sorted(static_folder().glob("*.css"))


def test_style_sheets_of_our_own_load_nothing_from_elsewhere_and_name_only_files_that_exist() -> None:
    assert style_sheets()
    for sheet in style_sheets():
        css = sheet.read_text(encoding="utf-8")
        assert "@import" not in css
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", css):
            assert not address.startswith(("http:", "https:", "//", "data:")), f"{sheet.name}: {address}"
            assert (sheet.parent / address).is_file(), f"{sheet.name}: {address}"
