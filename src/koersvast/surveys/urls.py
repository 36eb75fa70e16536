from django.urls import path

from koersvast.surveys.views import resident

urlpatterns = [
    path("<str:gmcode>/v/", resident.with_code, name="with_code"),
    path("<str:gmcode>/v/klaar/", resident.answered, name="answered"),
    path("<str:gmcode>/v/<uuid:pk>/", resident.answer_survey, name="answer_survey"),
]
