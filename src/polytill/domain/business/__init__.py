"""The tenant: business, locations, settings, modules, subscription and quotas, document numbers."""
