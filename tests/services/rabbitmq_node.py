"""A RabbitMQ of a test's own, which it may stop and start again: on ports and in a folder nobody else uses."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.services.stripe_stand_in import free_port

# Debian's command in /usr/sbin starts the system's own node only, as the system's user; the script behind it does not.
PLACES = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server")
SECONDS_TO_START = 90


def command() -> str | None:
    """What starts a node, as any user; None where RabbitMQ is not installed."""
    return next((place for place in PLACES if os.access(place, os.X_OK)), shutil.which("rabbitmq-server"))


class Node:
    """Stopped when it is made. Its queues and messages outlive a stop, as those of any RabbitMQ do."""

    def __init__(self, folder: Path) -> None:
        self.port, self.names = free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        plugins = folder / "enabled_plugins"
        plugins.write_text("[].")
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "ERL_EPMD_PORT": str(
                self.names
            ),  # Erlang's name server: its own, too, so that none is left behind
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "pipit-test@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
            "RABBITMQ_CONFIG_FILE": str(folder / "none"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        }

    def start(self) -> None:
        """Returns when it takes connections."""
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [str(command())],
                env=self.environment,
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                said = (self.folder / "output").read_text(errors="replace")[-2000:]
                assert self.process.poll() is None and time.monotonic() < until, said
                time.sleep(0.2)

    def stop(self) -> None:
        """Returns when it is down: in good order, as a restart of the service does it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
            self.process = None

    def leave(self) -> None:
        """Stop it, with the name server it has started."""
        self.stop()
        subprocess.run(
            ["epmd", "-port", str(self.names), "-kill"], capture_output=True, check=False, timeout=10
        )
