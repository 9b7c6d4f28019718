"""The kinds of files that can be read, by the ends of their names."""

from __future__ import annotations

KINDS = (
    ".pdf",
    ".docx",
    ".html",
    ".htm",
    ".txt",
    ".eml",
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
)  # what a folder is searched for
