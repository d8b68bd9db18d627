"""The arithmetic: many small log-linear fits at once, in NumPy alone or compiled by Numba where that is installed."""
