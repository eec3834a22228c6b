# claim: Perl forks children that answer through pipes, and sorts by a program
# expect: AC
# limits: cpu_time=20
# prints: 1 4 9 16 25 | a b c | alarm

use strict;
use warnings;

my @answers;
for my $number (1 .. 5) {
    pipe(my $reader, my $writer) or die;
    my $child = fork() // die;
    if (!$child) {
        print {$writer} $number**2;
        close $writer;
        exit 0;
    }
    close $writer;
    push @answers, scalar <$reader>;
    waitpid($child, 0) == $child && $? == 0 or die;
}
open(my $sorted, '-|', 'printf "c\nb\na\n" | sort') or die;
chomp(my @lines = <$sorted>);
close $sorted or die;
my $word = eval {
    local $SIG{ALRM} = sub { die "alarm\n" };
    alarm 1;
    select(undef, undef, undef, 20);
    'late';
} // $@;
chomp $word;
print "@answers | @lines | $word\n";
