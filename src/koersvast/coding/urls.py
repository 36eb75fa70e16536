from django.urls import path

from koersvast.coding.views import codes, compare, exchange, marking, page
from koersvast.texts.urls import COLLECTION

TEXT = f"{COLLECTION}coderen/<uuid:pk>/"
CODE = f"{COLLECTION}codeboek/<uuid:pk>/"

urlpatterns = [
    path(f"{COLLECTION}coderen/", page.coding, name="coding"),
    path(f"{COLLECTION}zoeken/", page.search_texts, name="search_texts"),
    path(f"{COLLECTION}verschillen/", compare.differences, name="differences"),
    path(TEXT, page.code_text, name="code_text"),
    path(f"{TEXT}geef/", marking.apply_code, name="apply_code"),
    path(f"{TEXT}weg/<uuid:coding_id>/", marking.remove_coding, name="remove_coding"),
    path(f"{TEXT}grens/<uuid:coding_id>/", marking.move_coding, name="move_coding"),
    path(f"{TEXT}notitie/", marking.write_memo, name="write_memo"),
    path(f"{TEXT}klaar/", marking.say_ready, name="say_ready"),
    path(f"{COLLECTION}codeboek/", codes.codebook, name="codebook"),
    path(f"{COLLECTION}codeboek/delen/", exchange.exchange_codes, name="exchange_codes"),
    path(f"{COLLECTION}codeboek/bestand/", exchange.codebook_file, name="codebook_file"),
    path(f"{COLLECTION}codeboek/project/", exchange.project_file, name="project_file"),
    path(f"{COLLECTION}codeboek/nakijken/<uuid:staged>/", exchange.check_codebook, name="check_codebook"),
    path(f"{COLLECTION}codeboek/<str:kind>/<uuid:staged>/vergeet/", exchange.drop_staged, name="drop_staged"),
    path(f"{COLLECTION}codeboek/blind/", codes.set_blind, name="set_blind"),
    path(f"{COLLECTION}codeboek/nieuw/", codes.add_code, name="add_code"),
    path(f"{COLLECTION}codeboek/los/<uuid:pk>/", codes.undo_merge, name="undo_merge"),
    path(CODE, codes.edit_code, name="edit_code"),
    path(f"{CODE}samen/", codes.merge_codes, name="merge_codes"),
    path(f"{CODE}weg/", codes.remove_code, name="remove_code"),
    path(f"{CODE}fragmenten/", codes.fragments, name="fragments"),
]
