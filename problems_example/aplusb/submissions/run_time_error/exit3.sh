# Run-time error: ends with exit code 3.
exit 3
