"""Documents as files: one renderer per format, all of the same Document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from koersvast.reports.document import Document
from koersvast.reports.rendering import docx, html, odt, pdf


@dataclass(frozen=True)
class Format:
    """How a document leaves the house: ``key`` is the ending of the file name as well."""

    key: str
    label: str
    media_type: str
    render: Callable[[Document], bytes]


FORMATS: dict[str, Format] = {
    form.key: form
    for form in (
        Format("pdf", "PDF", "application/pdf", pdf.render),
        Format(
            "docx",
            "Word (DOCX)",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx.render,
        ),
        Format("odt", "LibreOffice (ODT)", "application/vnd.oasis.opendocument.text", odt.render),
        Format("html", "HTML", "text/html; charset=utf-8", html.render),
    )
}
