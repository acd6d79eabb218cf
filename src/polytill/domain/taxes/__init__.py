"""Tax rates, and groups of them whose parts stand on the invoice as line items."""
