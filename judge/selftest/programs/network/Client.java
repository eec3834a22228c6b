// claim: it connects, sends and serves with Java's sockets, channels and clients
// layer: network syscalls
// expect: contained
// limits: memory=512M
// without: network syscalls

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

public class Client {
    static void attempt(String what, Callable<?> call) {
        try {
            System.out.println("ESCAPED: " + what + ": " + call.call());
        } catch (Throwable refused) {
            // That is as it should be.
        }
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> bait = new String(System.in.readAllBytes()).lines()
            .map(line -> line.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        int port = Integer.parseInt(bait.get("tcp_port"));
        var place = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);

        attempt("connected", () -> {
            Socket socket = new Socket();
            socket.connect(place, 300);
            return socket;
        });
        attempt("connected by a channel", () -> SocketChannel.open(place));
        attempt("connected later", () -> {
            AsynchronousSocketChannel.open().connect(place).get(300, TimeUnit.MILLISECONDS);
            return place;
        });
        attempt("sent a datagram", () -> {
            byte[] data = {1};
            int to = Integer.parseInt(bait.get("udp_port"));
            new DatagramSocket().send(new DatagramPacket(data, 1, place.getAddress(), to));
            return place;
        });
        attempt("serves", () -> new ServerSocket(0));
        attempt("connected to a file", () -> SocketChannel.open(UnixDomainSocketAddress.of(bait.get("socket_path"))));
        attempt("fetched", () -> {
            var connection = URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
            connection.setConnectTimeout(300);
            connection.setReadTimeout(300);
            return connection.getInputStream().read();
        });
        attempt("sees interfaces", () -> NetworkInterface.networkInterfaces().map(NetworkInterface::getName)
            .filter(name -> !name.equals("lo")).findAny().orElseThrow());
        System.out.println("contained");
    }
}
