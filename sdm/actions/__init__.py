"""Every write there is: each atomic, each by somebody, each adding to the record in the same transaction."""
