"""The WSGI application, as each serving process loads it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polytill.project.settings")
application = get_wsgi_application()

from polytill.domain.storage import writer  # noqa: E402

# On SQLite all threads' writes go through one; on PostgreSQL this does nothing.
writer.start()
