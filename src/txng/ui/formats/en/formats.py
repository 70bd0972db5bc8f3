from txng.ui.formats.vi.formats import *  # noqa: F403
