"""Files are found in the source tree and in an installation."""

from pathlib import Path

import pytest

from assessor import places


def test_in_the_source_tree_templates_and_questionnaires_lie_beside_the_package() -> None:
    root = Path(places.__file__).resolve().parents[1]
    assert places.templates_folder() == root / "templates"
    assert places.questionnaires_folder() == root / "questionnaires"
    assert places.templates_folder().is_dir()
    assert places.questionnaires_folder().is_dir()


def test_in_an_installation_they_lie_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("templates", "questionnaires"):
        (tmp_path / "assessor" / name).mkdir(parents=True)
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "assessor")
    assert places.templates_folder() == tmp_path / "assessor" / "templates"
    assert places.questionnaires_folder() == tmp_path / "assessor" / "questionnaires"


def test_data_lie_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESSOR_INSTANCE", str(tmp_path / "data"))
    assert places.instance_folder() == tmp_path / "data"


@pytest.mark.parametrize("value", [None, ""])
def test_without_it_data_lie_in_the_current_folder(
    value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ASSESSOR_INSTANCE", raising=False)
    if value is not None:
        monkeypatch.setenv("ASSESSOR_INSTANCE", value)
    assert places.instance_folder() == tmp_path / "instance"
