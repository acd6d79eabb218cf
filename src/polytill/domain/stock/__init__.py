"""The stock ledger: moves, the level beside them, cost layers, lots; adjustments and transfers."""
