"""A publication as a PDF, made from the same blocks as its page."""

from .response import LANGUAGES_ON_PAPER, pdf_response

__all__ = ["LANGUAGES_ON_PAPER", "pdf_response"]
