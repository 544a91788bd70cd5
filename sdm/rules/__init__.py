"""Plain rules without Django: what must happen before consent, how a conversation moves, what a record is."""
