"""Sales, orders and returns with their lines, states and shipping."""
