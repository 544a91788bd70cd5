"""Signing in, and the first page."""
