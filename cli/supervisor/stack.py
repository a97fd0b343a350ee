"""The whole product on one machine, as `up` and `demo` run it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

from cli.supervisor.bring_up import BringUp
from cli.supervisor.errors import StackFault
from cli.supervisor.local_key import EnsureKey, ensure_local_key
from cli.supervisor.options import Addresses, StackOptions
from cli.supervisor.patience import Patience
from cli.supervisor.screen import Screen, wants_colour
from shared.errors import SalesAgentError

TEND_EVERY_SECONDS = 0.05
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stack:
    """Every process of the product; what dies is started again until `stop`.

    All are started by one thread that lives as long as they do, since the kernel ends them with the thread that started
    them: a supervisor killed with -9 leaves nothing behind on Linux.
    """

    def __init__(
        self, options: StackOptions, echo: Callable[[str], None], *, ensure_key: EnsureKey = ensure_local_key
    ) -> None:
        colour = wants_colour() if options.colour is None else options.colour
        self._screen = Screen(echo, colour=colour, quiet=options.quiet)
        self._bring_up = BringUp(options, self._screen, ensure_key=ensure_key)
        self._patience = Patience()
        self._addresses: Addresses | None = None
        self._fault: SalesAgentError | None = None
        self._settled = threading.Event()
        self._ended = threading.Event()
        self._stop_asked = threading.Event()
        self._thread = threading.Thread(target=self._live, name="stack", daemon=True)
        self._handlers: dict[int, Any] = {}

    def start(self) -> Addresses:
        """Start everything and return once it answers.

        Raises SalesAgentError with the remedy, KeyboardInterrupt at Ctrl-C or TERM; both after all is stopped.
        """
        self._take_signals()
        self._screen.start()
        self._thread.start()
        try:
            self._settled.wait()
        except KeyboardInterrupt:
            self.stop()
            raise
        if self._addresses is None:
            self.stop()
            raise self._fault or StackFault("The supervisor itself failed; its traceback stands above.")
        return self._addresses

    def wait(self) -> None:
        """Return at Ctrl-C or TERM; raises SalesAgentError if the stack cannot go on."""
        try:
            self._ended.wait()
        except KeyboardInterrupt:
            return
        if not self._stop_asked.is_set():
            raise self._fault or StackFault("The supervisor itself failed; its traceback stands above.")

    def stop(self) -> None:
        """Stop everything, in order, and return when every process is gone; a Ctrl-C meanwhile hurries."""
        for number in self._handlers:
            signal.signal(number, self._hurry)
        self._stop_asked.set()
        if self._thread.is_alive():
            self._ended.wait()
        self._screen.stop()
        self._give_signals_back()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _live(self) -> None:
        try:
            self._addresses = self._bring_up.run(stop_asked=self._stop_asked)
            self._settled.set()
            while not self._stop_asked.wait(TEND_EVERY_SECONDS):
                self._bring_up.crew.tend()
        except SalesAgentError as error:
            self._fault = error
        finally:
            self._bring_up.undo(self._patience)
            self._settled.set()
            self._ended.set()

    def _take_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            # who runs us under nohup wants us to survive the terminal
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                self._handlers[number] = signal.signal(number, self._interrupt)

    def _give_signals_back(self) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def _hurry(self, number: int, frame: FrameType | None) -> None:
        self._patience.hurry()
