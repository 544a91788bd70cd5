"""What patients are sent: a form on paper, and e-mails; this room only reads."""
