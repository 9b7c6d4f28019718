"""The cases as this process last saw them, so that the next look reads only what changed since.

Only what is committed is kept. Frozen values may be shared by threads; another process's changes are noticed by the
row's version.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from django.db import transaction

from unpromote.domain.aggregate import Case
from unpromote.store.models import CaseRow

_MOST = 16  # cases; a desk works on few at a time, and a large one may take 200 MB

_lock = threading.Lock()
_seen: OrderedDict[str, tuple[str, Case]] = OrderedDict()


def of(row: CaseRow) -> Case | None:
    """Return the case as it was last seen, where the row can be read on from there."""
    with _lock:
        born, case = _seen.get(row.id, ("", None))
    if case is None or born != row.born or not row.trimmed <= case.version <= row.version:
        return None
    return case


def keep(born: str, case: Case) -> None:
    """Keep the case once the present transaction is committed."""
    transaction.on_commit(lambda: _keep(born, case))


def _keep(born: str, case: Case) -> None:
    with _lock:
        _seen[case.id] = (born, case)
        _seen.move_to_end(case.id)
        while len(_seen) > _MOST:
            _seen.popitem(last=False)
