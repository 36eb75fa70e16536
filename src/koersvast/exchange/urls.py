from django.urls import path

from koersvast.exchange import views

urlpatterns = [
    path("<str:gmcode>/plan/invoeren/", views.bring_in, name="import_plan"),
    path("<str:gmcode>/plan/invoeren/<uuid:upload_id>/", views.preview, name="preview_plan"),
    path("<str:gmcode>/plan/invoeren/<uuid:upload_id>/weg/", views.drop, name="drop_plan"),
    path("<str:gmcode>/ronde/<int:number>/plan/uitvoeren/", views.take_out, name="export_plan"),
]
