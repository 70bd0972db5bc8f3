"""`./txng bench`: how near the system comes to what PostgreSQL itself can do, both measured side by side in one run."""
