"""The queue behind the jobs, and its consumer. Loaded with the first job, as the start need not wait for it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any, cast

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from assessor.config import Settings

LONGEST_WAIT = 0.5
"""Seconds between two looks into an empty queue."""


def queue(settings: Settings) -> Huey:
    """The queue that the settings name: in the database when that is PostgreSQL, else a file beside it."""
    same: dict[str, Any] = {"results": False, "serializer": _Plain()}
    if settings.database.startswith("postgresql"):
        made = PostgresHuey("assessor", dsn=settings.database.replace("+psycopg", "", 1), **same)
    else:
        settings.queue.parent.mkdir(parents=True, exist_ok=True)
        made = SqliteHuey("assessor", filename=str(settings.queue), **same)
    made.storage.close()
    return made


class _Plain(Serializer):  # type: ignore[misc]
    """Messages as plain JSON: whoever can write into the queue must not be able to run anything by it."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


def every_minute() -> Callable[[datetime.datetime], bool]:
    """When a job is done that the clock asks for."""
    return cast("Callable[[datetime.datetime], bool]", crontab())


class Beside(Consumer):  # type: ignore[misc]
    """A consumer that leaves the signals to the server it runs beside."""

    def __init__(self, queue: Huey, *, periodic: bool = False) -> None:
        super().__init__(queue, workers=1, periodic=periodic, max_delay=LONGEST_WAIT)
        queue.on_shutdown("close")(queue.storage.close)

    def _set_signal_handlers(self) -> None:
        return
