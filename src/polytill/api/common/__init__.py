"""The bench that all dialects share: credentials, parsing, validation, exact JSON, CSV, exactly-once answers."""
