"""A publication as a PDF, made from the same blocks as its page."""
