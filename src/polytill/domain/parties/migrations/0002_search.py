from django.db import migrations

from polytill.domain.parties.search import CONTACT, SEARCHED
from polytill.domain.storage.trigrams import index


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [migrations.RunPython(*index(CONTACT, SEARCHED))]
