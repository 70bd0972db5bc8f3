"""Runs in the peer's environment: its own reader of documents, as its default rule calls it, on its own tables.

Prints events a second, one number a round.
"""

import datetime
import io
import os
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command

EVENT = (
    "<ObjectEvent><eventTime>{time}Z</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>"
    "<epcList><epc>urn:epc:id:sgtin:8938505.097001.{serial}</epc></epcList><action>ADD</action>"
    "<bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep><disposition>urn:epcglobal:cbv:disp:active</disposition>"
    "<readPoint><id>urn:epc:id:sgln:8938505.00001.0</id></readPoint>"
    "<bizLocation><id>urn:epc:id:sgln:8938505.00001.0</id></bizLocation></ObjectEvent>"
)
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" '
    'schemaVersion="1.2" creationDate="2026-06-01T00:00:00Z"><EPCISBody><EventList>{events}</EventList></EPCISBody>'
    "</epcis:EPCISDocument>"
)


def document(count: int, first: int) -> bytes:
    begin = datetime.datetime(2026, 6, 1)
    events = [
        EVENT.format(time=(begin + datetime.timedelta(seconds=n)).isoformat(), serial=n)
        for n in range(first, first + count)
    ]
    return DOCUMENT.format(events="".join(events)).encode()


def main(count: int, rounds: int) -> None:
    asked = {key.removeprefix("PEER_"): value for key, value in os.environ.items() if key.startswith("PEER_")}
    settings.configure(
        SECRET_KEY="nobody's",
        USE_TZ=False,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "quartet_capture", "quartet_epcis"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {**asked, "ENGINE": "django.db.backends.postgresql"}},
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from quartet_epcis.parsing.business_parser import BusinessEPCISParser

    for number in range(rounds):
        body = document(count, number * count)
        began = time.perf_counter()
        parser = BusinessEPCISParser(io.BytesIO(body))
        parser.parse()
        parser.clear_cache()
        print(count / (time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
