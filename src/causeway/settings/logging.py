"""How the site logs: see ``causeway.ops.logs`` for what a line may hold."""

from causeway.ops.logs import CONFIG as LOGGING

__all__ = ["LOGGING"]
