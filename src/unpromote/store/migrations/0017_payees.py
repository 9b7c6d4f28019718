from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from unpromote.store.sealing import SEALED, sealed_json, unsealed_json

ROWS = ("PayeeRow", "PayerRow", "RunRow")


def seal_accounts(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    for name in ROWS:
        for row in apps.get_model("store", name).objects.iterator(chunk_size=500):
            if SEALED not in row.data:
                row.data = sealed_json(row.data)
                row.save(update_fields=["data"])


def unseal_accounts(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    for name in ROWS:
        for row in apps.get_model("store", name).objects.iterator(chunk_size=500):
            if SEALED in row.data:
                row.data = unsealed_json(row.data)
                row.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0015_notices'),
    ]

    operations = [
        migrations.RunPython(seal_accounts, unseal_accounts),
    ]
