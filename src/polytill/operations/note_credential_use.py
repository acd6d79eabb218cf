from __future__ import annotations

from datetime import datetime

from polytill.domain.identity.selectors import Credential
from polytill.domain.identity.services import note_use
from polytill.domain.storage.durable import durable


def note_credential_use(*, credential: Credential, now: datetime) -> None:
    durable(lambda: note_use(credential=credential, now=now))
