"""txng: the platform on which a Vietnamese province runs product traceability."""

__version__ = "0.1.0"
