"""The portal's settings with what tests need otherwise. The only star import: a copy of the list would go stale."""

import os
from pathlib import Path

# What is set for running the portal must not leak into its tests, and they get a server of their own, so that no
# test can reach the archive that `make run` keeps.
KEPT = ("TIPPORTAL_VAR", "TIPPORTAL_PG_BIN")
for name in [name for name in os.environ if name.startswith("TIPPORTAL_") and name not in KEPT]:
    del os.environ[name]
os.environ.setdefault("TIPPORTAL_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from tipportal.settings import *

# The real hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files straight from their folders; a test of the hashed names collects them itself.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
