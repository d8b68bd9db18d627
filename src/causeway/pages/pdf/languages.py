"""The languages a PDF can be made in.

Latin faces come with the PDF library, Chinese ones with a package of their own;
the other scripts of the site have no font among what is installed, so no file
with missing letters is made.
"""

LANGUAGES_ON_PAPER = frozenset({"en", "zh-hant", "zh-hans", "id", "tl", "vi"})
