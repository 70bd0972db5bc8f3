from txng.kernel.codes import Counter
from txng.kernel.files.models import StoredFile, UsedRoom
from txng.kernel.jobs import Job

__all__ = ["Counter", "Job", "StoredFile", "UsedRoom"]
