"""pyxform, the reference implementation of XLSForm, judges every form that comes in and goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from koersvast.surveys.xlsform.sheets import NotAnXlsForm

ENGLISH = 400  # characters of what pyxform says


def judge(sheets: Mapping[str, Sequence[Mapping[str, str]]], heads: Mapping[str, Sequence[str]]) -> None:
    """Raises NotAnXlsForm with what pyxform has against it. ``heads``: of each sheet, also where no row has them.

    It gets texts only and no file, writes none, and its outside validators (java, node) stay off.
    """
    from pyxform.builder import create_survey_element_from_dict  # slow to open, and seldom needed
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    given: dict[str, list[dict[str, str]]] = {}
    for name, sheet in sheets.items():
        if sheet:
            given[name] = [dict(row) for row in sheet]
            given[f"{name}_header"] = [dict.fromkeys(heads[name], "")]
    try:
        form = workbook_to_json(workbook_dict=get_xlsform(given), form_name="data", warnings=[])
        # xml() and not to_xml(), which is what convert() calls: that leaves the form on the disk for a moment
        create_survey_element_from_dict(form).xml()
    except PyXFormError as fault:
        said = _("Volgens pyxform klopt dit formulier niet: %(fault)s")
        raise NotAnXlsForm(said % {"fault": " ".join(str(fault).split())[:ENGLISH]}) from fault
    except (Exception, RecursionError) as fault:  # whatever a strange form does to it
        raise NotAnXlsForm(
            _("Dit formulier kan niet worden nagekeken. Sla het opnieuw op als XLSForm.")
        ) from fault
