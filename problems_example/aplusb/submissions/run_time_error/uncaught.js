// Run-time error: an uncaught error.
throw new Error("no idea");
