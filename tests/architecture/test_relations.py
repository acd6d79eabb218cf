"""A ForeignKey("app.Model") is an import too."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings

from tests.architecture.source import capability_levels

# Django's own tables and the doors' stand above every capability, and none refers to them.
OUTSIDE = {"sessions", "contenttypes", "auth", "web", "worker"}


def test_every_capability_has_a_place_in_the_contract() -> None:
    assert set(settings.CAPABILITIES) == set(capability_levels())


def test_relations_point_down_the_layers_only() -> None:
    levels = capability_levels()
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        source = model._meta.app_label
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model) or source in OUTSIDE:
                continue
            target = field.related_model._meta.app_label
            if target != source and (target in OUTSIDE or levels[target] <= levels[source]):
                wrong.append(f"{source}.{model.__name__}.{field.name} refers to {target}")
    assert wrong == []


def test_models_override_no_save_and_no_delete() -> None:
    wrong = [
        f"{model.__name__}.{name}"
        for model in apps.get_models()
        if model.__module__.startswith("polytill.")
        for name in ("save", "delete")
        if name in vars(model)
    ]
    assert wrong == []
