"""Notes and coins in circulation, largest first, by currency (central banks' lists; rare pieces left out)."""

from __future__ import annotations

IN_CIRCULATION = {
    "AED": "1000 500 200 100 50 20 10 5 1 0.5 0.25",
    "AUD": "100 50 20 10 5 2 1 0.5 0.2 0.1 0.05",
    "BDT": "1000 500 200 100 50 20 10 5 2 1",
    "CAD": "100 50 20 10 5 2 1 0.25 0.1 0.05",
    "CHF": "200 100 50 20 10 5 2 1 0.5 0.2 0.1 0.05",
    "EUR": "200 100 50 20 10 5 2 1 0.5 0.2 0.1 0.05 0.02 0.01",
    "GBP": "50 20 10 5 2 1 0.5 0.2 0.1 0.05 0.02 0.01",
    "INR": "500 200 100 50 20 10 5 2 1",
    "JPY": "10000 5000 1000 500 100 50 10 5 1",
    "KES": "1000 500 200 100 50 20 10 5 1",
    "NGN": "1000 500 200 100 50 20 10 5",
    "PKR": "5000 1000 500 100 50 20 10 5 2 1",
    "SAR": "500 200 100 50 20 10 5 2 1 0.5 0.25 0.1",
    "USD": "100 50 20 10 5 1 0.25 0.1 0.05 0.01",
    "ZAR": "200 100 50 20 10 5 2 1 0.5 0.2 0.1",
}
ELSEWHERE = "1000 500 200 100 50 20 10 5 2 1"


def coins_and_notes(currency: str) -> list[str]:
    return IN_CIRCULATION.get(currency, ELSEWHERE).split()


def handy_notes(currency: str) -> list[str]:
    """Whole pieces, smallest first: what a customer rounds a sum up to."""
    return [piece for piece in reversed(coins_and_notes(currency)) if "." not in piece]
