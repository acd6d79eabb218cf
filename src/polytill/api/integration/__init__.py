"""The Integration API, version 1."""
