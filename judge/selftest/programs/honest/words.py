# claim: Python's text in many scripts, decimal numbers, locales, time zones
# expect: AC
# prints: naïve Ελλάδα 日本語 🙂 3.3333333333333333333333333333333333333333333333333 UTF-8 STRASSE 9:00:00

import decimal
import locale
import os
import sys
import unicodedata
from datetime import datetime, timedelta, timezone

decimal.getcontext().prec = 50
locale.setlocale(locale.LC_ALL, "")
assert unicodedata.normalize("NFC", "nai\u0308ve") == "naïve"
assert "日本語".encode("euc-jp").decode("euc-jp") == "日本語"
offset = timedelta(hours=9)
if os.path.exists("/usr/share/zoneinfo/Asia/Tokyo"):
    from zoneinfo import ZoneInfo

    offset = datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")).utcoffset()
assert datetime.now(timezone.utc).year > 2000
print("naïve Ελλάδα 日本語 🙂", end=" ")
print(decimal.Decimal(10) / 3, sys.stdout.encoding.upper(), "straße".upper(), offset)
