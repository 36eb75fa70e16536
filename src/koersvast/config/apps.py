from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "koersvast.config"
    label = "config"
