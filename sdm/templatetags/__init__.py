"""Small tags that templates draw with."""
