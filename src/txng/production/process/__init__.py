"""Quy trình: the platform's samples, who may use which, and what a plan asks for on a day."""
