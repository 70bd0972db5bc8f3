"""Nhật ký: what the diary's pages and the phone read, and the paper book."""
