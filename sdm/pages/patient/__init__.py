"""The patient's pages: from the link to the answers sent, and the summary afterwards."""
