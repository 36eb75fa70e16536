"""Surveys that were asked elsewhere, with the weights they came with."""

from django.db import migrations, models

from koersvast.surveys.unordered import without_row_numbers


def unordered(_apps, schema_editor):
    without_row_numbers(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="response",
            name="weight",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="survey",
            name="brought_from",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="Wie de vragen stelde en waarmee, zoals: GGD Gezondheidsmonitor 2024.",
                max_length=200,
                verbose_name="waar komt deze peiling vandaan",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(unordered, migrations.RunPython.noop),
    ]
