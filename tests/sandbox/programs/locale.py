# expect: exit 0
# env: LANG=C.UTF-8
# prints: žluťoučký kůň
import locale
import time

locale.setlocale(locale.LC_ALL, "")
time.localtime()
print("žluťoučký kůň")
