"""Expenses and their categories."""
