"""Questionnaires as XLSForm (.xlsx), the form that KoboToolbox, ODK and Survey123 share. Pure: bytes in, bytes out."""

from koersvast.surveys.xlsform.reading import Reading, read
from koersvast.surveys.xlsform.sheets import Left, NotAnXlsForm
from koersvast.surveys.xlsform.writing import write

__all__ = ["Left", "NotAnXlsForm", "Reading", "read", "write"]
