"""Inventories: what of a client's could have to be stopped, as it was read."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0020_bulk")]

    operations = [
        migrations.CreateModel(
            name="InventoryRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("data", models.JSONField()),
                ("items", models.JSONField(default=list)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inventories", to="store.client"
                    ),
                ),
            ],
        ),
    ]
