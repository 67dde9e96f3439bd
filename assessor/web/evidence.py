"""A vendor's own files, given back as files and never as pages."""

from __future__ import annotations

import io

from flask import Response, send_file

from assessor.domain.permissions import Action
from assessor.services.evidence import Download, read_file
from assessor.web.access import actor, house, needs
from assessor.web.headers import FILE_POLICY
from assessor.web.response_parts import pages


@pages.route("/responses/<response_id>/files/<file_id>")
@needs(Action.READ_OWN_RESPONSE)
def file(response_id: str, file_id: str) -> Response:
    return as_attachment(read_file(house(), actor(), response_id, file_id))


def as_attachment(download: Download) -> Response:
    """To be kept, not opened here: whatever is in it cannot run on this site."""
    answer = send_file(
        io.BytesIO(download.content),
        mimetype=download.content_type,
        as_attachment=True,
        download_name=download.name,
    )
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer
