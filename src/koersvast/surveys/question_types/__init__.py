"""Every kind of question, on one visible list. Stored keys are written by hand: a new name never touches data."""

from koersvast.surveys.question_types.choosing import Multiple, Scale, Single
from koersvast.surveys.question_types.kind import QuestionType, Refused
from koersvast.surveys.question_types.writing import Date, Note, Number, Open

__all__ = ["QUESTION_TYPES", "QuestionType", "Refused"]

QUESTION_TYPES: dict[str, QuestionType] = {
    kind.key: kind for kind in (Scale(), Single(), Multiple(), Number(), Date(), Open(), Note())
}
