"""Clients' own texts for letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0012_tray")]

    operations = [
        migrations.CreateModel(
            name="TemplateRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("language", models.CharField(max_length=12)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="templates", to="store.client"
                    ),
                ),
            ],
            options={"ordering": ["version"]},
        ),
        migrations.AddConstraint(
            model_name="templaterow",
            constraint=models.UniqueConstraint(
                fields=("client", "name", "language", "version"), name="one_template_a_version"
            ),
        ),
    ]
