# claim: while its syntax is looked at Perl puts a link to a file of the host in the place of its source, and files beside it
# layer: files artefacts
# expect: contained
# unproved: the folder is shown read-only and belongs to the judge: two things would have to be lacking

use strict;
use warnings;

# perl -c alone sets this.
BEGIN {
    if ($^C) {
        for my $source (glob '/box/*.pl') {
            symlink '@secret_file@', $source if unlink $source;
        }
        open my $file, '>', '/box/beside' or 1;
    }
}

print "ESCAPED: $_ is a link\n" for grep { -l } glob '/box/*';
print "ESCAPED: a file has come to lie beside it\n" if -e '/box/beside';
print "contained\n";
