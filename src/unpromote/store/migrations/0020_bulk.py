"""Large fields of a case in rows of their own, and what lets a reader fetch only what changed since it last looked."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

APART = (
    *("promotion", "contacts", "readings", "quote", "requote", "books"),
    *("deals", "links", "proposals", "creator_files", "duties"),
)


def set_apart(apps: Any, _schema: Any) -> None:
    cases, fields = apps.get_model("store", "CaseRow"), apps.get_model("store", "FieldRow")
    for case in cases.objects.iterator(chunk_size=50):
        found = {name: case.data.pop(name) for name in APART if name in case.data}
        fields.objects.bulk_create(
            fields(case_id=case.id, name=name, version=case.version, data=data) for name, data in found.items()
        )
        case.save(update_fields=["data"])


def put_together(apps: Any, _schema: Any) -> None:
    for field in apps.get_model("store", "FieldRow").objects.select_related("case").iterator(chunk_size=50):
        field.case.data[field.name] = field.data
        field.case.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("store", "0019_imports")]

    operations = [
        migrations.CreateModel(
            name="FieldRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("data", models.JSONField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fields", to="store.caserow"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("case", "name"), name="one_field_a_name")]},
        ),
        migrations.AddField("caserow", "born", models.CharField(default="", max_length=32)),
        migrations.AddField("caserow", "trimmed", models.PositiveIntegerField(default=0)),
        *(
            migrations.AddField(part, "version", models.PositiveIntegerField(default=0))
            for part in ("targetrow", "conversationrow", "settlementrow")
        ),
        *(
            migrations.AddIndex(part, models.Index(fields=["case", "version"], name=f"{part}_since"))
            for part in ("targetrow", "conversationrow", "settlementrow")
        ),
        migrations.RemoveIndex("commandrow", "what_is_due"),
        migrations.AddIndex("commandrow", models.Index(fields=["status", "due_at", "key"], name="what_is_due")),
        migrations.AddIndex("commandrow", models.Index(fields=["status", "leased_until"], name="whose_lease_is_over")),
        migrations.AddIndex("commandrow", models.Index(fields=["case", "status", "due_at"], name="what_a_case_awaits")),
        migrations.RunPython(set_apart, put_together),
    ]
