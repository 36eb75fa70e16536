"""Every row belongs to a municipality, and a query outside a municipality's scope fails."""

from __future__ import annotations

import pytest
from django.apps import apps
from django_scopes import ScopeError

from koersvast.tenants.models import Owned

SHARED_TABLES = {
    "tenants.Municipality": "the scope itself",
    "people.User": "an account may work in several municipalities; memberships say where",
    "people.Membership": "asked before a scope is open: it decides whether one may open",
}
OWN_MODELS = [model for model in apps.get_models() if model.__module__.startswith("koersvast.")]


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_table_belongs_to_a_municipality(model):
    assert issubclass(model, Owned) or model._meta.label in SHARED_TABLES


@pytest.mark.parametrize(
    "model", [model for model in OWN_MODELS if issubclass(model, Owned)], ids=lambda model: model._meta.label
)
def test_a_query_outside_a_scope_fails(model):
    with pytest.raises(ScopeError):
        model.objects.all().count()


def test_links_point_downwards():
    """A foreign key may only point to the same feature or to one lower in the house."""
    import tomllib
    from pathlib import Path

    contracts = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    height = {
        feature.strip(): len(layers) - index
        for index, layer in enumerate(layers)
        for feature in layer.split("|")
    }
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in OWN_MODELS
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model._meta.app_label in height
        and model._meta.app_label in height
        and height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]
    assert not wrong
