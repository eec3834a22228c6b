# claim: while it is compiled Perl connects to the host, writes to its files, and kills
# layer: network files pids
# expect: contained
# without: network

use strict;
use warnings;
use Socket;

BEGIN {
    for my $port (qw(@tcp_port@ @udp_port@)) {
        for my $kind (SOCK_STREAM, SOCK_DGRAM) {
            socket(my $one, AF_INET, $kind, 0) or next;
            connect($one, pack_sockaddr_in($port, INADDR_LOOPBACK)) and send($one, 'x', 0);
        }
    }
    for my $name ('@socket_path@', "\0@abstract_socket@") {
        socket(my $one, AF_UNIX, SOCK_STREAM, 0) or next;
        connect($one, pack_sockaddr_un($name)) and print STDERR "ESCAPED: connected to a socket\n";
    }
    my @paths = ('@open_file@', '@open_folder@/mine', '@shm_file@', '@cache_file@', '/usr/mine', '/etc/mine');
    for my $path (@paths) {
        # What is called so in here may be a file of its own: the host looks at its files.
        open my $file, '>', $path or next;
        print {$file} "mine\n";
        close $file;
        next if $path !~ m{^/(usr|etc)/};
        unlink $path;
        print STDERR "ESCAPED: can write to $path\n";
    }
    print STDERR "ESCAPED: reached a process of the host\n" if kill 0, @pid@;
}

print "contained\n";
