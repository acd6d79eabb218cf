"""What operations share: named steps. Operations do not call operations."""
