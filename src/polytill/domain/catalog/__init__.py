"""Products, variations, units, barcodes, brands, categories, modifiers, combos, bundles, media."""
