from tests.resolver.conftest import clock, goods

__all__ = ["clock", "goods"]
