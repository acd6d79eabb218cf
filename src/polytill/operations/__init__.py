"""What a shop does: one file per business verb, one durable transaction each."""
