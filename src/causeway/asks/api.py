"""What the other rooms of the house may use of the asks. Nothing else of this app is theirs."""

from __future__ import annotations

from causeway.asks.checks import check_asks, check_calendar, check_events
from causeway.asks.events import Clock, clocks, status_of, statuses
from causeway.asks.faults import AsksError, Fault
from causeway.asks.packing import (
    Loaded,
    dump_asks,
    dump_calendar,
    dump_events,
    load_asks,
    load_calendar,
    load_events,
)
from causeway.asks.status import Status

__all__ = [
    "AsksError",
    "Clock",
    "Fault",
    "Loaded",
    "Status",
    "check_asks",
    "check_calendar",
    "check_events",
    "clocks",
    "dump_asks",
    "dump_calendar",
    "dump_events",
    "load_asks",
    "load_calendar",
    "load_events",
    "status_of",
    "statuses",
]
