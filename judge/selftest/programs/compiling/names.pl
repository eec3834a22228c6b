# claim: while it is compiled Perl leaves files with names and depths that confuse who takes them over
# layer: artefacts
# expect: contained
# unproved: what is taken over is taken over by the judge, whatever is switched off

use strict;
use warnings;

sub leave {
    open my $file, '>', $_[0] or return;
    close $file;
}

BEGIN {
    if (mkdir '/box/names') {
        my @names = ("\n", "\e]0;x\a", "\xff\xfe", '-rf', 'a' x 255, '..x', "\xe2\x80\xae", '$(id)', '..\\..');
        leave("/box/names/$_") for @names;
        my $folder = '/box/deep';
        for (1 .. 200) {
            mkdir $folder;
            leave("$folder/file");
            $folder .= '/deep';
        }
        mkdir '/box/closed';
        leave('/box/closed/file');
        chmod 0, '/box/closed', '/box/names/-rf';
    }
}

my $depth = 0;
my $folder = '/box/deep';
while (-d $folder) {
    $depth++;
    $folder .= '/deep';
}
print "ESCAPED: folders are still $depth deep\n" if $depth >= 200;
print "contained\n";
