# Run-time error: dies (exit code 255).
die "no idea\n";
