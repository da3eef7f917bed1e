from uuid import uuid4

from django.db import migrations, models


def name_each(apps, schema_editor):
    links = apps.get_model("forum", "StaffInvite").objects
    for link in links.all():
        links.filter(pk=link.pk).update(ref=uuid4())


class Migration(migrations.Migration):
    dependencies = [("forum", "0014_founding")]

    operations = [
        migrations.AddField("staffinvite", "ref", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            "staffinvite", "ref", models.UUIDField(default=uuid4, unique=True, editable=False)
        ),
    ]
