"""Delivers the outbox and does what is due."""
