"""Run by ``test_kill`` as a process of its own, to be killed: sends what is due until nothing is.

Its argument is by how many minutes its clock is ahead.
"""

from __future__ import annotations

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django has to be set up first

from causeway.supporters import api  # noqa: E402

ahead = timedelta(minutes=float(sys.argv[1]))
while api.send_due(limit=20, now=timezone.now() + ahead):
    pass
