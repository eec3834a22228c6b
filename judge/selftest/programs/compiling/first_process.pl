# claim: while it is compiled Perl looks into the first process
# layer: init
# expect: contained
# without: init

use strict;
use warnings;

BEGIN {
    for my $name (qw(environ maps mem fd/0 fd/3 fd/4 fd/5 fd/6 fd/7)) {
        open my $file, '<', "/proc/1/$name" or next;
        print STDERR "ESCAPED: /proc/1/$name can be opened\n";
    }
    for my $name (qw(cwd root exe)) {
        my $target = readlink "/proc/1/$name" // next;
        print STDERR "ESCAPED: /proc/1/$name is $target\n";
    }
}

print "contained\n";
