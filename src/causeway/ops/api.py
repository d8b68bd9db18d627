"""What other rooms may ask of the running of the house."""

from causeway.ops.freshness import one_swap, swap_after_commit

__all__ = ["one_swap", "swap_after_commit"]
