"""Registers, shifts and the typed cash movements in them."""
