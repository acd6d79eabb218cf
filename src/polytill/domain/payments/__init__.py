"""Payments and refunds, payment methods, money accounts."""
