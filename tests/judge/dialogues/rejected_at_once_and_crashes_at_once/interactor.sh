exit 43
