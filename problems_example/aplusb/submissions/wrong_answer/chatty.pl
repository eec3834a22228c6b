# Wrong answer: the sum is right, but there are words around it.
use strict;
use warnings;

my ($a1, $b1) = split ' ', <STDIN>;
print "The sum is ", $a1 + $b1, "\n";
