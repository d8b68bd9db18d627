"""Addresses below ``/<language>/law/``. The page at ``law/`` itself is one of the tree."""

from django.urls import path, register_converter

from causeway.law import views_bills, views_compare, views_matrix, views_pages, views_provisions


class CodeConverter:
    """The code of a bill, a provision or a standard; what cannot be one is not looked up."""

    regex = r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "law_code")

app_name = "law"
urlpatterns = [
    path("matrix/", views_matrix.page, name="matrix"),
    path("matrix.csv", views_matrix.as_csv, name="matrix_csv"),
    path("matrix.json", views_matrix.as_json, name="matrix_json"),
    path("matrix.svg", views_matrix.as_svg, name="matrix_svg"),
    path("compare/", views_compare.page, name="compare"),
    path("bills/", views_bills.index, name="bills"),
    path("bills/<law_code:code>.csv", views_bills.as_csv, name="bill_csv"),
    path("bills/<law_code:code>.json", views_bills.as_json, name="bill_json"),
    path("bills/<law_code:code>.svg", views_bills.as_svg, name="bill_svg"),
    path("bills/<law_code:code>/", views_bills.bill, name="bill"),
    path("bills/<law_code:code>/print/", views_bills.on_paper, name="bill_print"),
    path("provisions/", views_provisions.index, name="provisions"),
    path("provisions/<law_code:code>/", views_provisions.provision, name="provision"),
    path("standards/<law_code:code>/", views_pages.standard, name="standard"),
    path("courts/", views_pages.courts, name="courts"),
    path("treaties/", views_pages.treaties, name="treaties"),
]
