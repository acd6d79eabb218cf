from polytill.project.settings import *  # noqa: F403

ROOT_URLCONF = "bench.checkout.stand_in"
