"""Says something else than a number."""

print("is it 500?", flush=True)
