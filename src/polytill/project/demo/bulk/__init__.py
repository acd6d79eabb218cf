"""The larger demo shops: rows by the million, with every level, number and chain as the counter keeps them."""
