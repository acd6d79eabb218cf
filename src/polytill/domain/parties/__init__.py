"""Customers, suppliers and leads, their groups, addresses, pay terms and credit limits."""
