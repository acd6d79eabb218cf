from django.db import migrations

from polytill.domain.sales.selectors.search import NUMBERS, SALE
from polytill.domain.storage.trigrams import index


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_tally")]

    operations = [migrations.RunPython(*index(SALE, NUMBERS))]
