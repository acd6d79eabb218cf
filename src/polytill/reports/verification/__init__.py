"""The checks behind `polytill verify`; each reads set by set and stops at nothing."""
