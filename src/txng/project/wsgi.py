"""The site under any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.project.settings")
application = get_wsgi_application()

from txng.project import doors  # noqa: E402 (needs the apps)

doors.require_all()
