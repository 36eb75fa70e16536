"""Own icons on a 24 grid, drawn with a 2 px line in the colour of the text. Always shown with words."""

from __future__ import annotations

from typing import Final

PATHS: Final[dict[str, str]] = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "language": '<path d="M3 5h10M8 3v2c0 5-2.5 8-5 9M5 9c1 2.5 4 4.5 7 5M12 21l4.5-10L21 21M13.5 18h6"/>',
    "public": '<path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z"/>'
    '<circle cx="12" cy="12" r="3"/>',
    "internal": '<rect x="5" y="11" width="14" height="10" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "partners": '<circle cx="8.5" cy="9" r="3.5"/><circle cx="16.5" cy="10" r="2.8"/>'
    '<path d="M2 20c0-4 3-6 6.5-6s6.5 2 6.5 6M17 14.5c3 0 5 1.8 5 5"/>',
    "reached": '<path class="kv-vul" d="M12 1.5l10.5 10.5L12 22.5 1.5 12z"/>'
    '<path d="M7.5 12.3l3.1 3.1L16.5 9.5" stroke="#fff" stroke-width="2.5"/>',
    "on-course": '<circle cx="12" cy="12" r="10"/><path class="kv-vul" d="M12 4l5 13-5-3.2L7 17z"/>',
    "off-course": '<circle cx="12" cy="12" r="10"/><path class="kv-vul" d="M20 12L7 17l3.2-5L7 7z"/>',
    "not-yet": '<path class="kv-vul" d="M5 2h14v3.5L13.5 12 19 18.5V22H5v-3.5L10.5 12 5 5.5z"/>',
    "unknowable": '<circle cx="12" cy="12" r="9.5" stroke-dasharray="3 3"/>'
    '<path d="M9 9.5a3 3 0 1 1 4 2.8c-.7.3-1 .8-1 1.5v.4"/><circle class="kv-vul" cx="12" cy="17.3" r="1.4"/>',
    "done": '<circle class="kv-vul" cx="12" cy="12" r="10"/>'
    '<path d="M7 12.5l3.4 3.4L17 9" stroke="#fff" stroke-width="2.6"/>',
    "busy": '<circle cx="12" cy="12" r="9"/><path class="kv-vul" d="M3 12a9 9 0 0 0 18 0z"/>',
    "empty": '<circle cx="12" cy="12" r="9" stroke-dasharray="3.4 3.4"/>',
    "too-small": '<path d="M4 19L19 4M6 4v16h14"/>',
    "self-selected": '<path d="M7 11V6.5a1.5 1.5 0 0 1 3 0V10V4.5a1.5 1.5 0 0 1 3 0V10V6a1.5 1.5 0 0 1 3 0v7'
    'c0 5-2 8-6 8-3 0-4.5-1.5-6-5l-1.5-3c-.5-1.5 1-2.5 2-1.5L7 13"/>',
    "national": '<path d="M12 3l8 9-8 9-8-9z"/>',
    "break": '<path d="M3 12h5l2-5 3 10 2-5h6"/>',
    "example": '<path d="M5 3h14v18l-7-4-7 4z"/>',
    "municipality": '<path d="M3 21h18M5 21V10M10 21V10M14 21V10M19 21V10M3 10h18L12 3z"/>',
    "residents": '<circle cx="12" cy="7.5" r="4"/><path d="M4 21c0-5 3.5-8 8-8s8 3 8 8"/>',
    "provider": '<path d="M3 11l9-8 9 8M6 9v12h12V9M10 21v-6h4v6"/>',
    "attention": '<path d="M12 3L22 20H2z"/><path d="M12 9.5v5"/><circle class="kv-vul" cx="12" cy="17.2" r="1.2"/>',
    "arrow": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "back": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "chart": '<path d="M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6"/>',
    "speech": '<path d="M4 5h16v11H11l-5 4v-4H4z"/>',
    "label": '<path d="M4 7h10l6 5-6 5H4z"/>',
    "goal": '<circle cx="12" cy="12" r="9.5"/><circle cx="12" cy="12" r="5.5"/>'
    '<circle class="kv-vul" cx="12" cy="12" r="1.8"/>',
    "check": '<path d="M5 13l4 4L19 7"/>',
    "money": '<circle cx="12" cy="12" r="9.5"/><path d="M15.5 8a4.5 4.5 0 1 0 0 8M6.5 11h6M6.5 13.5h6"/>',
    "idea": '<path d="M12 3a6 6 0 0 0-3.5 11c.7.6 1 1.5 1 2.5h5c0-1 .3-1.9 1-2.5A6 6 0 0 0 12 3zM9.5 20h5"/>',
    "decision": '<path d="M6 21h12M12 3v13M5 7l7-3 7 3M5 7l-3 7h6zM19 7l-3 7h6z"/>',
    "main": '<circle class="kv-vul" cx="12" cy="12" r="8"/>',
    "contributes": '<circle cx="12" cy="12" r="7"/><path class="kv-vul" d="M12 5a7 7 0 0 0 0 14z"/>',
    "leave": '<path d="M10 4H4v16h6M9 12h12M17 8l4 4-4 4"/>',
    "help": '<circle cx="12" cy="12" r="9.5"/><path d="M9 9.5a3 3 0 1 1 4 2.8c-.7.3-1 .8-1 1.5v.4"/>'
    '<circle class="kv-vul" cx="12" cy="17.3" r="1.4"/>',
    "document": '<path d="M6 2h8l5 5v15H6zM14 2v6h5M9 13h7M9 17h7"/>',
    "undo": '<path d="M9 6L4 11l5 5M4 11h10a6 6 0 0 1 0 12h-2"/>',
    "person": '<circle cx="12" cy="7.5" r="4"/><path d="M4 21c0-5 3.5-8 8-8s8 3 8 8"/>',
}


def svg(name: str) -> str:
    """The icon as SVG text. Raises KeyError for a name that is not drawn."""
    return (
        f'<svg class="kv-icoon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{PATHS[name]}</svg>'
    )
