"""What a program hands in to open a case."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from unpromote.api.shapes import Amount
from unpromote.domain.codec import decode
from unpromote.domain.delivery import Level, Route, Target
from unpromote.domain.errors import BadInput
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.promotion import Promotion
from unpromote.domain.vocabulary import Reason
from unpromote.services.booking import route_for
from unpromote.services.intake import Intake
from unpromote.services.policies import stop_route

Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
FileName = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^/\\\x00-\x1f\x7f.][^/\\\x00-\x1f\x7f]*$")]


class NewTarget(Schema):
    """One thing that has to stop."""

    kind: Line = Field(examples=["campaign"])
    advertiser_id: str = Field(pattern=r"^[0-9]{1,30}$", examples=["7200000000000000011"])
    external_id: str = Field(pattern=r"^[0-9]{1,30}$", examples=["1801230000000000101"])
    name: Line
    budget: Amount
    spent: Amount
    level: Level = Field(Level.CAMPAIGN, description="How deep below the account it stands")
    route: Route | None = Field(None, description="Without it: by the API where an account is connected, else by hand")


class NewContact(Schema):
    """Somebody who has to be told; a creator's contact has the creator's id."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")
    counterpart: Counterpart
    name: Line
    address: str = Field(pattern=r"^[^\s@<>,;]+@[^\s@<>,;]+$", max_length=254, examples=["support@platform.example"])
    language: str = Field("en", pattern=r"^[a-z]{2}$")


class NewEvidence(Schema):
    """A file that supports the reason; the whole request may have 2 MB, larger files are for the other doors."""

    name: FileName
    content: str = Field(description="The file's bytes in base64")


class NewCase(Schema):
    """What opens a case. `promotion` is in the vocabulary of quotes, amounts in the currency of the targets."""

    client: Line
    title: Line
    reason: Reason
    wording: str = Field(max_length=10_000)
    promotion: dict[str, Any]
    targets: list[NewTarget] = Field(min_length=1)
    contacts: list[NewContact]
    evidence: list[NewEvidence] = Field(default_factory=list)


@contextmanager
def unpacked(new: NewCase) -> Iterator[Intake]:
    """Give what was handed in with its evidence as files, for as long as they are needed.

    Raises:
        BadInput: the promotion does not fit its vocabulary, or a file is not base64.
    """
    currency = new.targets[0].budget.split()[1]
    decode(Promotion, new.promotion, currency=currency, place="promotion")
    with tempfile.TemporaryDirectory(prefix="unpromote-") as folder:
        yield Intake(
            client=new.client,
            title=new.title,
            reason=new.reason.value,
            wording=new.wording,
            promotion=new.promotion,
            targets=tuple(_target(target, number) for number, target in enumerate(new.targets)),
            contacts=tuple(Contact(**contact.model_dump()) for contact in new.contacts),
            evidence=[_file(Path(folder), file, number) for number, file in enumerate(new.evidence)],
        )


def _target(new: NewTarget, number: int) -> Target:
    known = {"route": (new.route or route_for(new.kind)).value, "final": stop_route(new.kind).final}
    stated = {**new.model_dump(mode="json"), "id": f"t{number + 1}", **known}
    return decode(Target, stated, place=f"targets[{number}]")


def _file(folder: Path, file: NewEvidence, number: int) -> Path:
    path = folder / str(number) / file.name
    path.parent.mkdir()
    try:
        path.write_bytes(base64.b64decode(file.content, validate=True))
    except ValueError:
        place = f"evidence[{number}].content"
        raise BadInput("the content is not base64", place=place, mend="encode the file's bytes in base64") from None
    return path
