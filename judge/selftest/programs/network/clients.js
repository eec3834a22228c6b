// claim: it connects, sends, serves, looks up and fetches with all that node brings along
// layer: network syscalls
// expect: contained
// limits: memory=512M
// without: network syscalls

const dgram = require("node:dgram");
const dns = require("node:dns");
const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const os = require("node:os");

const lines = fs.readFileSync(0, "utf8").matchAll(/^(\w+)=(.*)$/gm);
const bait = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));

function attempt(what, start) {
    return new Promise((end) => {
        const stop = setTimeout(end, 250);
        const through = (more = "") => {
            console.log(`ESCAPED: ${what} ${more}`);
            end();
        };
        const refused = () => {
            clearTimeout(stop);
            end();
        };
        try {
            start(through, refused);
        } catch {
            refused();
        }
    });
}

const port = Number(bait.tcp_port);
const tries = [
    ...["127.0.0.1", "::1", "localhost"].map((host) =>
        attempt(`connected to ${host}`, (ok, no) => net.connect({ host, port }, ok).on("error", no))),
    ...[`\0${bait.abstract_socket}`, bait.socket_path].map((path) =>
        attempt(`connected to ${path}`, (ok, no) => net.connect({ path }, ok).on("error", no))),
    ...["udp4", "udp6"].map((type) =>
        attempt(`sent by ${type}`, (ok, no) => {
            const one = dgram.createSocket(type).on("error", no);
            const host = type === "udp4" ? "127.0.0.1" : "::1";
            one.send("x", Number(bait.udp_port), host, (error) => (error ? no() : ok()));
        })),
    attempt("serves", (ok, no) => net.createServer().on("error", no).listen(0, "0.0.0.0", ok)),
    attempt("got", (ok, no) => http.get({ host: "127.0.0.1", port }, ok).on("error", no)),
    attempt("fetched", (ok, no) => fetch(`http://127.0.0.1:${port}/`).then(ok, no)),
    attempt("asked", (ok, no) => dns.resolve4("a.invalid", (error) => (error?.code === "ENOTFOUND" ? ok() : no()))),
    attempt("knows", (ok, no) => dns.lookup("example.com", (error, address) => (error ? no() : ok(address)))),
    attempt("sees the interfaces", (ok, no) => {
        const names = Object.keys(os.networkInterfaces()).filter((name) => name !== "lo");
        names.length ? ok(names.join(" ")) : no();
    }),
];
Promise.all(tries).then(() => {
    console.log("contained");
    process.exit(0);
});
