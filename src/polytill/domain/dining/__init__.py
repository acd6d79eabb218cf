"""Types of service, floors and tables."""
