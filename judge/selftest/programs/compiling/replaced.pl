# claim: while it is compiled Perl puts a link to a file of the host in the place of its source
# layer: artefacts files
# expect: RTE CE
# unproved: the host side would have to follow links, which no way of building does

use strict;
use warnings;

# While it runs, the folder is read-only.
BEGIN {
    for my $source (glob '/box/*.pl') {
        symlink '@secret_file@', $source if unlink $source;
    }
}

print "ESCAPED: its source was not replaced\n";
