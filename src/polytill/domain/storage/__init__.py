"""How the domain keeps things: exact amounts in integers, prebuilt set-based SQL, transactions that retry."""
