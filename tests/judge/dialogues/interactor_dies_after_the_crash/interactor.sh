read y
kill -SEGV $$
