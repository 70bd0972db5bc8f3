"""Boundaries of plots: reading what people type and upload, judging it, measuring it, drawing it. Knows no table."""
