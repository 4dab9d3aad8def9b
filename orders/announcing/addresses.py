"""Which addresses of the internet the shop posts to when somebody else names the host.

Whoever may add a webhook must not reach, by way of the shop, what only the shop's own machines can: a database's
port, a cloud's metadata service, a router. The lists are those of IANA's special-purpose addresses and written out,
since what `ipaddress` calls global differs between versions of Python.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

# The shop's own machine and its own network: only where the settings say so.
OWN_IPV4 = [ip_network(net) for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
OWN_IPV6 = [ip_network(net) for net in ("::1/128", "fc00::/7")]
# This network, carriers' own, link-local, protocols, documentation, benchmarks, relays, multicast, reserved.
NOT_PUBLIC_IPV4 = [
    ip_network(net)
    for net in (
        "0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
# All of the public IPv6 internet is in here ...
PUBLIC_IPV6 = ip_network("2000::/3")
# ... but for protocols, tunnels that end at an IPv4 address of anybody's choice, and documentation.
NOT_PUBLIC_IPV6 = [ip_network(net) for net in ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20")]
TRANSLATED_IPV4 = ip_network("64:ff9b::/96")


def may_be_posted_to(address: str) -> bool:
    """Whether a connection to this address, as a resolver gives it, is allowed."""
    ip = _meant(ip_address(address))
    if isinstance(ip, IPv4Address):
        is_own = any(ip in net for net in OWN_IPV4)
        is_public = not is_own and not any(ip in net for net in NOT_PUBLIC_IPV4)
    else:
        is_public = ip in PUBLIC_IPV6 and not any(ip in net for net in NOT_PUBLIC_IPV6)
        is_own = any(ip in net for net in OWN_IPV6)
    return is_public or (is_own and settings.WEBHOOKS_ALLOW_PRIVATE)


def _meant(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address where an IPv6 one only wraps it."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in TRANSLATED_IPV4 else ip
