"""Advance balances, reward points and gift cards: ledgers of entries with a level beside them."""
