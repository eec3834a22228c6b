# claim: while it is compiled Perl leaves files of holes, larger together than may be taken over
# layer: artefacts
# expect: CE
# cause: compiler
# unproved: the judge would fill its own disk

BEGIN {
    for my $number (1 .. 100) {
        open my $file, '>', "/box/hole-$number" or next;
        truncate $file, 60 << 20;
    }
}

print "contained\n";
