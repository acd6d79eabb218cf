"""Backup and restore: one archive with the database, the media, the key and a manifest of checksums and row counts."""
