"""Facts recorded with the write, delivered after it; the audit trail; the fiscal hash chain; idempotency keys."""
