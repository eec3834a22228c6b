# RTE
echo 5
kill -SEGV $$
