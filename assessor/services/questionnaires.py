"""The questionnaires of this installation: folders in, values out, read once."""

from __future__ import annotations

from pathlib import Path

from assessor.domain.questionnaire.loading import FRAME, load
from assessor.domain.questionnaire.model import Questionnaire
from assessor.domain.yaml_text import Fault


class Broken(Exception):
    """Questionnaire files with faults; the program does not start with them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(f) for f in faults))
        self.faults = faults


def folders_in(folder: Path) -> list[Path]:
    """The questionnaire folders at or below `folder`: those that hold a frame file."""
    return sorted(p.parent for p in folder.rglob(FRAME))


def read_folder(folder: Path) -> tuple[Questionnaire | None, list[Fault]]:
    """One questionnaire from its folder, or its faults."""
    files = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            files[path.name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return None, [Fault(str(path), 1, "", "the file is not UTF-8 text")]
        except OSError as error:
            return None, [Fault(str(path), 1, "", f"the file cannot be read: {error.strerror}")]
    return load(files, f"{folder}/")


class Shelf:
    """All questionnaires below one folder, by id and version."""

    def __init__(self, folder: Path) -> None:
        found: dict[tuple[str, int], Questionnaire] = {}
        faults: list[Fault] = []
        for each in folders_in(folder):
            questionnaire, own = read_folder(each)
            faults += own
            if questionnaire is not None:
                found[questionnaire.id, questionnaire.version] = questionnaire
        if faults:
            raise Broken(faults)
        self._found = found

    def get(self, id: str, version: int) -> Questionnaire:
        """KeyError where there is no such version."""
        return self._found[id, version]

    def all(self) -> tuple[Questionnaire, ...]:
        return tuple(self._found.values())
