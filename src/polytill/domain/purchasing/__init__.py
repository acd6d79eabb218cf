"""Purchases and their lines, which bring stock in at a cost."""
