"""The content team's pages: leaflets come in, are completed, previewed and published."""
