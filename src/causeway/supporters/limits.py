"""How many sign-ups one network may send in an hour. Counted in memory, forgotten with the process.

A network is the first 24 bits of an IPv4 address or the first 48 of an IPv6 one. Even that is not kept:
the counter's name is a hash with a salt that is drawn anew each hour and never leaves this process.
Each web process counts for itself, so the limit in effect lies between one and ``WORKERS`` times the
setting; what protects an address from being written to again and again is ``outbox``, not this.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

HOUR = 3600
MOST_NETWORKS = 50_000


def network_of(request: HttpRequest) -> str:
    """The network a request comes from, or an empty text when that cannot be told.

    ``TRUSTED_PROXIES`` says how many proxies of ours are in front. Each appends the address it saw to
    ``X-Forwarded-For``, so the entry that many places from the right was written by ours; what stands
    left of it came from outside and may be made up.
    """
    hops = settings.TRUSTED_PROXIES
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if hops and forwarded:
        seen = [part.strip() for part in forwarded.split(",")]
        address = seen[-hops] if len(seen) >= hops else ""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if forwarded and not hops and found.is_private:
        # A proxy nobody told us of: all readers would count as one network, and honest ones be refused.
        return ""
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


class Limiter:
    """Counts by network within an hour that begins with the first sign-up.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until = 0.0
        self._salt = b""
        self._counts: dict[bytes, int] = {}

    def wait(self, network: str, most: int) -> int:
        """Count one sign-up of a network.

        Args:
            network: from :func:`network_of`; an unknown network is not limited.
            most: how many are allowed in the hour; 0 is no limit.

        Returns:
            0 when it is allowed, else the seconds until the network may try again.
        """
        if not most or not network:
            return 0
        with self._lock:
            now = self._clock()
            if now >= self._until:
                self._until, self._salt = now + HOUR, secrets.token_bytes(16)
                self._counts.clear()
            name = hashlib.blake2b(network.encode("ascii"), key=self._salt, digest_size=8).digest()
            count = self._counts.get(name, 0)
            if count >= most:
                return max(1, round(self._until - now))
            # A flood from very many networks must not eat the memory; what follows then goes uncounted.
            if count or len(self._counts) < MOST_NETWORKS:
                self._counts[name] = count + 1
            return 0


signups = Limiter()
