"""``python -m darkfigure.cli`` is the command ``darkfigure``."""

from __future__ import annotations

import sys

from darkfigure.cli import main

sys.exit(main())
