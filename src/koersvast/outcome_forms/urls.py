from django.urls import path

from koersvast.activities.urls import ONE
from koersvast.cycles.urls import CYCLE
from koersvast.outcome_forms.views import four_questions, overview, requests, typing

ALL = f"{CYCLE}outcome/vragen/"
REQUEST = f"{ALL}<uuid:pk>/"

urlpatterns = [
    path("<str:gmcode>/vier-vragen/", four_questions.four_questions, name="four_questions"),
    path(ALL, overview.outcome_requests, name="outcome_requests"),
    path(f"{ALL}iedereen/", overview.ask_everybody, name="ask_everybody"),
    path(f"{ALL}herinner/", overview.remind_partners, name="remind_partners"),
    path(f"{ALL}papier/", overview.paper_forms, name="paper_forms"),
    path(f"{ALL}typen/", overview.type_forms, name="type_forms"),
    path(REQUEST, requests.outcome_request, name="outcome_request"),
    path(f"{REQUEST}wijzig/", requests.edit_outcome_request, name="edit_outcome_request"),
    path(f"{REQUEST}code/", requests.new_outcome_code, name="new_outcome_code"),
    path(f"{REQUEST}weg/", requests.withdraw_outcome_request, name="withdraw_outcome_request"),
    path(f"{REQUEST}overnemen/", requests.take_over_outcome, name="take_over_outcome"),
    path(f"{REQUEST}terug/", requests.send_back_outcome, name="send_back_outcome"),
    path(f"{REQUEST}papier/", overview.paper_form, name="paper_form"),
    path(f"{REQUEST}typen/", typing.type_form, name="type_form"),
    path(f"{ONE}outcome/vragen/", requests.ask_outcome, name="ask_outcome"),
]
