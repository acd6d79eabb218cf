"""The demo businesses: made by the shop's own operations in a clock that ends now, so that they look current."""
