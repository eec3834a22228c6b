# expect: exit 7
raise SystemExit(7)
