"""EPCIS 2.0 over HTTP (standards.md 2): for programs with a connection key; no slash at the end, never a redirect."""
