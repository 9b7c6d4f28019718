"""The tables. A case's own small machines are rows of their own; what is only ever read whole is JSON beside it.

Every `state` column holds a written state of the domain. Event rows are append-only; the command table is the truth
about work.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Client(models.Model):
    """A brand or a client of an agency: whose data it is. Nobody sees another client's."""

    id = models.CharField(primary_key=True, max_length=60)
    name = models.CharField(max_length=200)
    second_person_above = models.CharField(max_length=40, blank=True)  # an amount such as "5000.00 EUR"


class Membership(models.Model):
    """What a person may do for a client."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="memberships")
    may_approve = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "client"], name="one_membership_a_client")]


class CaseRow(models.Model):
    """One case. `version` counts its events and guards every save.

    `born` tells this row from one of the same id in another database; `trimmed` is the version at which parts last
    went away, so whoever knows an older one has to read everything anew.
    """

    id = models.CharField(primary_key=True, max_length=60)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, db_index=True)
    version = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    data = models.JSONField()
    born = models.CharField(max_length=32, default="")
    trimmed = models.PositiveIntegerField(default=0)


class FieldRow(models.Model):
    """A field of a case that can be large, apart from the row that every event writes; `version` last changed it."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="fields")
    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    data = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_field_a_name")]


class PartRow(models.Model):
    """One small machine inside a case, in the order in which they were given; `version` of the case last changed it."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="%(class)ss")
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=20, db_index=True)
    data = models.JSONField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_%(class)s_a_name")]
        indexes = [models.Index(fields=["case", "version"], name="%(class)s_since")]


class TargetRow(PartRow):
    """One promotion that has to stop."""


class ConversationRow(PartRow):
    """What was said with one counterpart."""


class SettlementRow(PartRow):
    """What one creator is owed."""


class HandleRow(models.Model):
    """What a reply may name, so that it finds its conversation: a Message-ID, or the conversation's token."""

    handle = models.CharField(primary_key=True, max_length=255)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="handles")
    conversation = models.CharField(max_length=120)


class ClueRow(models.Model):
    """What a case is known by, so that stray mail can be guessed at: an address, a domain, an id that it stops."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="clues")
    sign = models.CharField(max_length=20)
    value = models.CharField(max_length=255, db_index=True)
    conversation = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sign", "value", "conversation"], name="one_clue_a_case")
        ]


class TrayRow(models.Model):
    """Mail that fits no case, and what a person decided about it. `data` is the message as it was read."""

    message_id = models.CharField(max_length=255)
    received_at = models.DateTimeField()
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, default="waiting", db_index=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    case = models.ForeignKey(CaseRow, null=True, on_delete=models.PROTECT, related_name="strays")
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256"], condition=~models.Q(sha256=""), name="one_stray_a_content")
        ]


class EventRow(models.Model):
    """One thing that happened, chained by hash to the one before. Append-only."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.CharField(max_length=40)  # as it was hashed: RFC 3339 in UTC, never re-rendered by a database
    by = models.CharField(max_length=150)
    kind = models.CharField(max_length=40)
    data = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="one_event_a_number")]


class CommandRow(models.Model):
    """One thing to do: ordered once, done at least once, settled once."""

    key = models.CharField(primary_key=True, max_length=255)
    case = models.ForeignKey(CaseRow, null=True, on_delete=models.PROTECT, related_name="commands")
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    payload_version = models.PositiveSmallIntegerField(default=1)
    partition = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, default="ready")
    owner = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "due_at", "key"], name="what_is_due"),
            models.Index(fields=["status", "leased_until"], name="whose_lease_is_over"),
            models.Index(fields=["case", "status", "due_at"], name="what_a_case_awaits"),
        ]


class BucketRow(models.Model):
    """When the next call of a partition may go (generic cell rate algorithm), as an instant."""

    partition = models.CharField(primary_key=True, max_length=120)
    next_at = models.DateTimeField()


class DeadlineRow(models.Model):
    """A deadline as it was last noted: `sequence` is the case's version at which it last moved."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="deadlines")
    name = models.CharField(max_length=255)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    moot_at = models.DateTimeField(null=True)
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_deadline_a_name")]


class WatchRow(models.Model):
    """How far a case has been looked through for deadlines that moved and alarms to tell of."""

    case = models.OneToOneField(CaseRow, primary_key=True, on_delete=models.PROTECT, related_name="watched")
    version = models.PositiveIntegerField()
    alarms = models.JSONField()


class FeedRow(models.Model):
    """A calendar that somebody subscribed to: of all their cases, or of one. Its address is signed, not kept."""

    id = models.CharField(primary_key=True, max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    case = models.ForeignKey(CaseRow, null=True, on_delete=models.CASCADE, related_name="feeds")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class PersonNoticesRow(models.Model):
    """How a person wants to be told."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="notices"
    )
    data = models.JSONField()


class ClientNoticesRow(models.Model):
    """How a client's channels are told; their addresses are secrets and sealed."""

    client = models.OneToOneField(Client, primary_key=True, on_delete=models.CASCADE, related_name="notices")
    data = models.JSONField()


class NoticeRow(models.Model):
    """One notice to one person or channel: ordered once, sent at most once."""

    key = models.CharField(primary_key=True, max_length=120)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    recipient = models.CharField(max_length=150, db_index=True)  # a person's name, or a client's id
    case = models.ForeignKey(CaseRow, null=True, on_delete=models.PROTECT, related_name="notices")
    words = models.TextField(blank=True)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, default="waiting")
    changed_at = models.DateTimeField()
    problem = models.TextField(blank=True)


class PauseRow(models.Model):
    """A partition that an operator has paused."""

    partition = models.CharField(primary_key=True, max_length=120)


class PayeeRow(models.Model):
    """Where a party of a case is paid. The account stands here, sealed, and in payment files alone."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="payees")
    party = models.CharField(max_length=140)
    method = models.CharField(max_length=20, db_index=True)
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="one_payee_a_party")]


class PayerRow(models.Model):
    """The account from which a client pays, sealed."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="payer")
    data = models.JSONField()


class RunRow(models.Model):
    """A payment run of a client, whole and sealed: its file is made from this row alone."""

    id = models.CharField(primary_key=True, max_length=40)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=20, db_index=True)
    prepared_at = models.DateTimeField()
    data = models.JSONField()


class RunPaymentRow(models.Model):
    """A payment that is in a run. Its key is the payout's, so that none is ever in two runs."""

    key = models.CharField(primary_key=True, max_length=255)
    end_to_end = models.CharField(max_length=35, unique=True)
    run = models.ForeignKey(RunRow, on_delete=models.CASCADE, related_name="payments")


class StatementRow(models.Model):
    """A bank statement that was handed in; the same file once a client."""

    id = models.CharField(primary_key=True, max_length=80)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=500)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)
    state = models.CharField(max_length=20)
    problem = models.CharField(max_length=500, blank=True)


class BankLineRow(models.Model):
    """A line of a client's bank account, once however often it is imported; without a case it waits for a person."""

    id = models.CharField(primary_key=True, max_length=80)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="bank_lines")
    statement = models.ForeignKey(StatementRow, on_delete=models.PROTECT, related_name="lines")
    data = models.JSONField()
    case = models.ForeignKey(CaseRow, null=True, on_delete=models.PROTECT, related_name="bank_lines")
    party = models.CharField(max_length=140, blank=True)
    set_aside = models.CharField(max_length=300, blank=True)  # why it concerns no case


class TemplateRow(models.Model):
    """One version of a client's own text for a letter. Append-only; an empty text means the shipped one again."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="templates")
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["client", "name", "language", "version"], name="one_template_a_version")
        ]


class ListedRow(models.Model):
    """A promotion as a client's files listed it last. `before` is what was known before the import `seen_in`."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="listed")
    campaign_id = models.CharField(max_length=40)
    advertiser_id = models.CharField(max_length=40, db_index=True)
    data = models.JSONField()
    before = models.JSONField(null=True)
    seen_in = models.CharField(max_length=40)
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "campaign_id"], name="one_listed_a_campaign")]


class ImportRow(models.Model):
    """A file of promotions that was handed in: how it is read, what was asked and answered, what came of its rows."""

    id = models.CharField(primary_key=True, max_length=40)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="imports")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    turn = models.PositiveIntegerField()
    data = models.JSONField()


class ImportAnswersRow(models.Model):
    """What a client's people answered about files with these headers; the next such file needs no question."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="import_answers")
    signature = models.CharField(max_length=64)
    answers = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "signature"], name="one_answer_a_header")]


class InventoryRow(models.Model):
    """What of a client's could have to be stopped, as it was read: a document, its many items apart."""

    id = models.CharField(primary_key=True, max_length=40)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="inventories")
    asked_at = models.DateTimeField()
    data = models.JSONField()
    items = models.JSONField(default=list)
