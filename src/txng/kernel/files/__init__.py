"""Files people send: looked at by content, pictures always made anew, stored outside the database (names.md 5)."""
