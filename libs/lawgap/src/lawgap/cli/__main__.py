"""``python -m lawgap.cli`` is the command ``lawgap``."""

from __future__ import annotations

import sys

from lawgap.cli import main

sys.exit(main())
