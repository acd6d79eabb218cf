"""Users, roles, permissions, credentials; how a credential becomes an Actor."""
