# claim: Perl runs while its syntax is looked at: it leaves files, links, pipes and a process for the run
# layer: fresh artefacts
# expect: contained
# without: fresh

use strict;
use warnings;
use POSIX ();

sub put {
    my ($path, $mode) = @_;
    open my $file, '>', $path or return;
    print {$file} "left\n";
    close $file;
    chmod $mode, $path;
}

# perl -c alone sets this.
BEGIN {
    if ($^C) {
        mkdir '/box/folder';
        symlink '@secret_file@', "/box/$_" for qw(link program folder/link);
        symlink '/', '/box/root';
        POSIX::mkfifo('/box/pipe', 0666);
        put('/box/tool', 06755);
        put('/tmp/left-by-compiler', 0644);
        if (!fork) {
            POSIX::setsid();
            POSIX::close($_) for 0 .. 2;
            $0 = 'left-by-compiler';
            sleep 60;
            exit;
        }
    }
}

for my $name (qw(link program root folder/link)) {
    print "ESCAPED: $name is still a link\n" if -l "/box/$name";
    print "ESCAPED: $name leads somewhere\n" if -e "/box/$name";
    open my $file, '<', "/box/$name" or next;
    print "$name: ", <$file>, "\n";
}
print "ESCAPED: a pipe is still there\n" if -p '/box/pipe';
print "ESCAPED: a file is still setuid\n" if -u '/box/tool' || -g '/box/tool';
print "ESCAPED: a file in /tmp is still there\n" if -e '/tmp/left-by-compiler';
for my $path (glob '/proc/[0-9]*/cmdline') {
    open my $file, '<', $path or next;
    my $line = <$file> // '';
    print "ESCAPED: a process of the compiler lives: $path\n" if $line =~ /^left-by-compiler/;
}
print "contained\n";
