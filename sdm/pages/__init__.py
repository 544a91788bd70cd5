"""What people see: a room for each of them."""
