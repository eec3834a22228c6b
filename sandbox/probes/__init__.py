"""What this host can and can't do for the sandbox, why not, and what mends it.

Each module looks at one side of the host. The looking and the judging are kept apart:
pure functions over a value of facts name the cause, since the words of bubblewrap, of
the kernel or of systemd differ from version to version.
"""
