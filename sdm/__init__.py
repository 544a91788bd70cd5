"""Shared decisions in hospitals: from a patient leaflet to a decision that both sides understand."""
