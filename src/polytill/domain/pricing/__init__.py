"""Price groups, discounts and the calculator, the only place that rounds a sale."""
