"""Leaflet files: reading them into drafts, checking content, and the leaflets that ship."""
