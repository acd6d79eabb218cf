"""Plain words every room uses. No Django, no I/O."""
