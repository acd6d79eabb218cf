"""Polytill: one shop, many tongues."""

__version__ = "0.1.0"
