# Accepted: a hash in Perl.
use strict;
use warnings;

my ($total, %count) = (0);
while (<STDIN>) {
    for my $word (split) {
        $total++;
        $count{$word}++;
    }
}
print "$total\n";
print "$count{$_} $_\n" for sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
