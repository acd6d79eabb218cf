"""Settings for tests: a throw-away data folder, a quick password hash; the engine is DATABASE_URL's, else SQLite."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="polytill-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["POLYTILL_DATA"] = _folder
os.environ["POLYTILL_SECRET_KEY"] = "a key for tests alone"

from polytill.project.settings import *  # noqa: E402, F403
from polytill.project.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, for tills in threads race on it as they do in a shop; but nothing here outlives a power cut.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous = OFF"
else:
    # Several runs may share a development cluster.
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{os.getpid()}"}
