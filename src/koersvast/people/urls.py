from django.urls import path

from koersvast.people import views

urlpatterns = [
    path("uitnodiging/", views.accept_invitation, name="accept_invitation"),
    path("<str:gmcode>/mensen/", views.people, name="people"),
    path("<str:gmcode>/mensen/<int:pk>/", views.member, name="member"),
    path("<str:gmcode>/mensen/<int:pk>/weg/", views.end_membership, name="end_membership"),
    path(
        "<str:gmcode>/uitnodiging/<uuid:pk>/intrekken/", views.withdraw_invitation, name="withdraw_invitation"
    ),
]
