"""Measurements beside each other in one run: `python -m benchmarks`. They are not tests: machines differ."""
