"""Addresses below ``/<language>/facts/``."""

from django.urls import path, register_converter

from causeway.facts import views
from causeway.facts.figures import views as figures


class KeyConverter:
    """The key of a fact; what cannot be one is not looked up."""

    regex = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KeyConverter, "fact_key")

app_name = "facts"
urlpatterns = [
    path("", views.index, name="index"),
    path("facts.csv", views.all_csv, name="csv"),
    path("facts.json", views.all_json, name="json"),
    path("figures/", figures.index, name="figures"),
    path("figures/<fact_key:key>.svg", figures.figure_svg, name="figure_svg"),
    path("figures/<fact_key:key>.csv", figures.figure_csv, name="figure_csv"),
    path("figures/<fact_key:key>.json", figures.figure_json, name="figure_json"),
    path("figures/<fact_key:key>/", figures.figure, name="figure"),
    path("<fact_key:key>.csv", views.fact_csv, name="fact_csv"),
    path("<fact_key:key>.json", views.fact_json, name="fact_json"),
    path("<fact_key:key>/", views.fact, name="fact"),
]
