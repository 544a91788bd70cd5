"""One summary of a conversation, built once and rendered as page, PDF or data; this room only reads."""
