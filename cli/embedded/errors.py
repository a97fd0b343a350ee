"""What can go wrong with an embedded service; each text names the remedy."""

from __future__ import annotations

from shared.errors import Conflict, Unavailable


class EmbeddedServiceFailed(Unavailable):
    """An embedded service cannot run; the text says why and what to do."""

    code = "embedded_service_failed"


class ServiceBinaryMissing(EmbeddedServiceFailed):
    """Neither the wheel nor a server on PATH is there."""

    code = "service_binary_missing"


class ServiceInUse(Conflict):
    """Another living process holds the directory."""

    code = "service_in_use"


class ServicePortTaken(EmbeddedServiceFailed):
    """Another program listens on the port that the others already know this service by."""

    code = "service_port_taken"
