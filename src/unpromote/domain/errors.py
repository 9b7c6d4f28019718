"""Who is to blame when something cannot be done: the asker, the input, or the other side.

Three kinds only, and each has one exit code at the command line. Whatever is none of them is a bug and travels up.

    NotAllowed          the asker asked for something the rules refuse      exit 1
      BadInput          what the asker handed over cannot be used           exit 2
    OutsideFailed       an outer system failed or said no                   exit 3
"""

from __future__ import annotations

from datetime import timedelta


class NotAllowed(Exception):  # noqa: N818 - the name says what is wrong, as the glossary wants it
    """The rules refuse what was asked; nothing was changed."""


class BadInput(NotAllowed):
    """Input that cannot be used: says what is wrong, where it stands and how to mend it."""

    def __init__(self, problem: str, *, place: str = "", mend: str = "") -> None:
        self.problem, self.place, self.mend = problem, place, mend
        super().__init__(problem, place, mend)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        how = f" ({self.mend})" if self.mend else ""
        return f"{where}{self.problem}{how}"

    def within(self, place: str) -> BadInput:
        """Return the same refusal with the place put in front, for example the file that was read."""
        joined = f"{place}: {self.place}" if self.place else place
        return BadInput(self.problem, place=joined, mend=self.mend)


class OutsideFailed(Exception):  # noqa: N818
    """An outer system failed. `permanent` says that trying again cannot help, `wait` when it named how long to wait."""

    def __init__(
        self, problem: str, *, permanent: bool = False, reference: str = "", wait: timedelta | None = None
    ) -> None:
        self.problem, self.permanent, self.reference, self.wait = problem, permanent, reference, wait
        super().__init__(problem, permanent, reference)

    def __str__(self) -> str:
        return f"{self.problem} [{self.reference}]" if self.reference else self.problem
