from txng.kernel.codes import Counter
from txng.kernel.files.models import StoredFile

__all__ = ["Counter", "StoredFile"]
