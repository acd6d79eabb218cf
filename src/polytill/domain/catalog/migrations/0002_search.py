from django.db import migrations

from polytill.domain.catalog import search_index


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(search_index.build, search_index.drop)]
