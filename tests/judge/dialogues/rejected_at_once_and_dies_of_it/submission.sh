# WA
read x || kill -SEGV $$
