"""An installation that cannot start says why in a line, and leaves no trace of the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assessor.config import read_settings
from assessor.parts import CannotStart, open_parts
from assessor.places import questionnaires_folder


def run(instance: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"ASSESSOR_INSTANCE": str(instance)} | more
    command = [sys.executable, "-m", "assessor", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env)


ADD = ("people", "add", "bea@voorbeeld.example", "--role", "administrator")


def test_the_first_administrator_gets_a_link_once(tmp_path: Path) -> None:
    found = run(tmp_path / "inst", *ADD)
    assert found.returncode == 0, found.stderr
    assert "/invitation/" in found.stdout
    assert run(tmp_path / "inst", "verify").returncode == 0


@pytest.mark.parametrize("command", [("serve",), ("demo", "--no-serve"), ADD])
def test_a_broken_questionnaire_stops_the_start_with_every_fault(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    shelf = tmp_path / "questionnaires" / "x" / "1"
    shelf.mkdir(parents=True)
    for file in (questionnaires_folder() / "recruitment-ai" / "1").glob("*.yaml"):
        (shelf / file.name).write_text(file.read_text().replace("severity: 4", "severity: 9", 2))
    found = run(tmp_path / "inst", *command, ASSESSOR_QUESTIONNAIRES=str(tmp_path / "questionnaires"))
    assert found.returncode == 1
    assert len([line for line in found.stderr.splitlines() if "less than or equal to 4" in line]) >= 4
    assert "Traceback" not in found.stderr


def test_a_lost_key_is_said_in_one_sentence(tmp_path: Path) -> None:
    assert run(tmp_path / "inst", *ADD).returncode == 0
    (tmp_path / "inst" / "master.key").unlink()
    found = run(tmp_path / "inst", *ADD)
    assert found.returncode == 1
    assert "cannot start" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ASSESSOR_SMTP_TLS": "misschien"}, "ASSESSOR_SMTP_TLS"),
        ({"ASSESSOR_SMTP_PORT": "vijf"}, "ASSESSOR_SMTP_PORT"),
        ({"ASSESSOR_MAIL_FROM": ""}, "ASSESSOR_MAIL_FROM"),
        ({"ASSESSOR_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "ASSESSOR_MAIL_FROM"),
        ({"ASSESSOR_SMTP_USER": "jo"}, "belong together"),
        ({"ASSESSOR_SMTP_USER": "jo", "ASSESSOR_SMTP_PASSWORD_FILE": "/nergens"}, "is not there"),
        (
            {"ASSESSOR_SMTP_USER": "jo", "ASSESSOR_SMTP_PASSWORD_FILE": "/", "ASSESSOR_SMTP_TLS": "none"},
            "in the clear",
        ),
    ],
)
def test_settings_of_mail_that_cannot_be_right_are_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    whole = {"ASSESSOR_SMTP_HOST": "mail.w.example", "ASSESSOR_MAIL_FROM": "assessor@w.example"}
    for name, value in (whole | settings).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CannotStart, match=said):
        open_parts(read_settings(tmp_path))


def test_usual_ports_belong_to_how_mail_is_secured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().mail is None
    monkeypatch.setenv("ASSESSOR_SMTP_HOST", "mail.w.example")
    for tls, port in (("starttls", 587), ("tls", 465), ("none", 25)):
        monkeypatch.setenv("ASSESSOR_SMTP_TLS", tls)
        found = read_settings().mail
        assert found is not None
        assert found.port == port


def test_demonstration_accounts_are_served_on_this_machine_only(tmp_path: Path) -> None:
    found = run(tmp_path / "inst", "demo", "--no-serve", ASSESSOR_HOST="0.0.0.0")
    assert found.returncode == 1
    assert "this machine only" in found.stderr
