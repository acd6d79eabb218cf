"""Polytill against hand-written SQL. `python -m bench --help`; what is measured and how stands in README.md."""
