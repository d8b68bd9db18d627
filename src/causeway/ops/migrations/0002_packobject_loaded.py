from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ops", "0001_packs")]

    operations = [
        migrations.RemoveField(model_name="packobject", name="state"),
        migrations.AddField(
            model_name="packobject", name="loaded", field=models.JSONField(default=dict), preserve_default=False
        ),
    ]
