"""Whether a problem package keeps its own promises: its submissions, its data, its limits."""
