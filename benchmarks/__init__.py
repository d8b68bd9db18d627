"""Each figure this project publishes, measured anew by ``make bench``, beside its peer in the same run."""
