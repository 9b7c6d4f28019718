"""Files that people hand in by a form, on disk for as long as they are needed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from unpromote.domain.errors import BadInput

_LONGEST_NAME = 50  # letters; the end is kept, because it says what the file is


@contextmanager
def uploaded(request: HttpRequest, place: str, mend: str) -> Iterator[Path]:
    """Give the path of the file in the form's field `file`.

    Raises:
        BadInput: none was chosen; says where and how to mend it.
    """
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BadInput("no file was chosen", place=place, mend=mend)
    with tempfile.TemporaryDirectory(prefix="unpromote-") as folder:
        path = Path(folder) / (file.name or place)[-_LONGEST_NAME:]
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        yield path


def uploaded_if_any(request: HttpRequest, place: str) -> AbstractContextManager[Path | None]:
    """Give the path of the file in the form's field `file`, None where none was chosen."""
    return uploaded(request, place, "choose a file") if "file" in request.FILES else nullcontext()
