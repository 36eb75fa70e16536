from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.surveys.views import (
    answers_from_elsewhere,
    inviting,
    library,
    microdata,
    preview,
    questionnaires,
    questions,
    resident,
    results,
    surveys,
    xlsforms,
)

ALL = f"{CYCLE}peilingen/"
ONE = f"{ALL}<uuid:collection>/"

urlpatterns = [
    path("<str:gmcode>/v/", resident.with_code, name="with_code"),
    path("<str:gmcode>/v/klaar/", resident.answered, name="answered"),
    path("<str:gmcode>/v/<uuid:pk>/", resident.answer_survey, name="answer_survey"),
    path(ALL, surveys.surveys, name="surveys"),
    path(f"{ALL}nieuw/", surveys.plan_survey, name="plan_survey"),
    path(ONE, surveys.survey, name="survey"),
    path(f"{ONE}wijzig/", surveys.edit_survey, name="edit_survey"),
    path(f"{ONE}op-tijd/", surveys.plan_to_know, name="plan_to_know"),
    path(f"{ONE}brieven/", surveys.make_letters, name="make_letters"),
    path(f"{ONE}open/", surveys.open_survey, name="open_survey"),
    path(f"{ONE}sluit/", surveys.close_survey, name="close_survey"),
    path(f"{ONE}genodigden/", inviting.invitees, name="invitees"),
    path(f"{ONE}genodigden/mail/", inviting.mail_invitees, name="mail_invitees"),
    path(f"{ONE}genodigden/<uuid:pk>/", inviting.invitee, name="invitee"),
    path(f"{ONE}genodigden/<uuid:pk>/weg/", inviting.forget_invitee, name="forget_invitee"),
    path(f"{ONE}uitkomsten/", results.results, name="results"),
    path(f"{ONE}uitkomsten/alles/", results.every_figure, name="every_figure"),
    path(f"{ONE}uitkomsten/tel/", results.count_survey, name="count_survey"),
    path(f"{ONE}uitkomsten/blik/", results.look, name="look_at_survey"),
    path(f"{ONE}coderen/", results.bring_to_coding, name="bring_to_coding"),
    path(f"{ONE}inwoners/<str:question>/", results.set_margins, name="set_margins"),
    path(f"{ONE}verslag/", surveys.say_reported, name="say_reported"),
    path(f"{ONE}uitkomsten/ophalen/", microdata.export_answers, name="export_answers"),
]

LISTS = f"{CYCLE}vragenlijsten/"
LIST = f"{LISTS}<uuid:pk>/"

urlpatterns += [
    path(f"{LISTS}nieuw/", questionnaires.new_questionnaire, name="new_questionnaire"),
    path(f"{LISTS}bibliotheek/", library.library, name="library"),
    path(f"{LISTS}inlezen/", xlsforms.bring_xlsform, name="bring_xlsform"),
    path(f"{LISTS}inlezen/<uuid:staged>/", xlsforms.check_xlsform, name="check_xlsform"),
    path(f"{LISTS}inlezen/<uuid:staged>/weg/", xlsforms.drop_xlsform, name="drop_xlsform"),
    path(LIST, questionnaires.questionnaire, name="questionnaire"),
    path(f"{LIST}wijzig/", questionnaires.edit_questionnaire, name="edit_questionnaire"),
    path(f"{LIST}schik/", questionnaires.arrange_questionnaire, name="arrange_questionnaire"),
    path(f"{LIST}terug/", questionnaires.undo_removal, name="undo_removal"),
    path(f"{LIST}versie/", questionnaires.new_edition, name="new_edition"),
    path(f"{LIST}voorbeeld/", preview.preview_questionnaire, name="preview_questionnaire"),
    path(f"{LIST}bibliotheek/", library.add_from_library, name="add_from_library"),
    path(f"{LIST}xlsform/", xlsforms.export_xlsform, name="export_xlsform"),
    path(f"{LIST}vraag/", questions.add_question, name="add_survey_question"),
    path(f"{LIST}vraag/<str:key>/", questions.edit_question, name="edit_survey_question"),
    path(f"{LIST}groep/", questions.add_group, name="add_question_group"),
    path(f"{LIST}matrix/", questions.add_matrix, name="add_matrix"),
    path(f"{LIST}groep/<str:key>/", questions.edit_group, name="edit_question_group"),
]

FROM_ELSEWHERE = f"{ALL}inlezen/"

urlpatterns += [
    path(FROM_ELSEWHERE, answers_from_elsewhere.bring_answered_survey, name="bring_answered_survey"),
    path(
        f"{FROM_ELSEWHERE}<uuid:staged>/weg/",
        answers_from_elsewhere.drop_answered_survey,
        name="drop_answered_survey",
    ),
    path(
        f"{FROM_ELSEWHERE}<uuid:staged>/<uuid:edition>/",
        answers_from_elsewhere.check_answered_survey,
        name="check_answered_survey",
    ),
]
