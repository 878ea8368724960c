/**
 * The files of a fresh world: what Debian 12's iproute2 ships in /etc/iproute2 (numbers and names are its facts, the text is
 * ours), a hosts file, and the empty directories of a Linux. /run/netns is missing until the first name is made.
 */
import { type Directory, emptyDirectory, type Files, withNode, withTexts } from "./file.ts";

/** `number name` rows of one file. */
function table(about: string, rows: readonly string[]): string {
	return `#\n# ${about}\n#\n${rows.map((row) => `${row.replace(" ", "\t")}\n`).join("")}`;
}

const dscp = ["0x28 AF11", "0x30 AF12", "0x38 AF13", "0x48 AF21", "0x50 AF22", "0x58 AF23", "0x68 AF31", "0x70 AF32"];
const dscpMore = ["0x78 AF33", "0x88 AF41", "0x90 AF42", "0x98 AF43", "0x20 CS1", "0x40 CS2", "0x60 CS3", "0x80 CS4"];

const daemons = ["8 gated", "9 ra", "10 mrt", "11 zebra", "12 bird", "13 dnrouted", "14 xorp", "15 ntk", "16 dhcp"];
const protocols = ["18 keepalived", "42 babel", "99 openr", "186 bgp", "187 isis", "188 ospf", "189 rip", "192 eigrp"];

/** Debian's base-passwd: the owners that `ip tuntap` may name. */
const users = [
	"daemon 1 1",
	"bin 2 2",
	"sys 3 3",
	"sync 4 65534",
	"games 5 60",
	"man 6 12",
	"lp 7 7",
	"mail 8 8",
].concat(
	["news 9 9", "uucp 10 10", "proxy 13 13", "www-data 33 33", "backup 34 34", "list 38 38", "irc 39 39"],
	["_apt 42 65534", "nobody 65534 65534"],
);

const groups = ["root 0", "daemon 1", "bin 2", "sys 3", "adm 4", "tty 5", "disk 6", "lp 7", "mail 8", "news 9"].concat(
	["uucp 10", "man 12", "proxy 13", "kmem 15", "dialout 20", "fax 21", "voice 22", "cdrom 24", "floppy 25", "tape 26"],
	["sudo 27", "audio 29", "dip 30", "www-data 33", "backup 34", "operator 37", "list 38", "irc 39", "src 40"],
	["shadow 42", "utmp 43", "video 44", "sasl 45", "plugdev 46", "staff 50", "games 60", "users 100", "nogroup 65534"],
);

function userLine(row: string): string {
	const [name, uid, gid] = row.split(" ");
	return `${name}:x:${uid}:${gid}:${name}:/nonexistent:/usr/sbin/nologin\n`;
}

const texts: Readonly<Record<string, string>> = {
	"/etc/iproute2/rt_tables": table("names of routing tables", ["255 local", "254 main", "253 default", "0 unspec"]),
	"/etc/iproute2/rt_tables.d/": "",
	"/etc/iproute2/rt_protos": table("who made a route", [
		"0 unspec",
		"1 redirect",
		"2 kernel",
		"3 boot",
		"4 static",
		...daemons,
		...protocols,
	]),
	"/etc/iproute2/rt_protos.d/": "",
	"/etc/iproute2/rt_scopes": table("how far an address or a route reaches", [
		"0 global",
		"255 nowhere",
		"254 host",
		"253 link",
		"200 site",
	]),
	"/etc/iproute2/rt_realms": table("names of realms", ["0 cosmos"]),
	"/etc/iproute2/rt_dsfield": table("values of the DS field", [
		"0x0 default",
		...dscp,
		...dscpMore,
		"0xA0 CS5",
		"0xC0 CS6",
		"0xE0 CS7",
		"0xB8 EF",
	]),
	"/etc/iproute2/group": table("groups of links", ["0 default"]),
	"/etc/hosts": "127.0.0.1\tlocalhost\n::1\t\tlocalhost ip6-localhost ip6-loopback\n",
	"/etc/hostname": "vm\n",
	"/etc/sysctl.conf": "# Read by sysctl -p, and at boot.\n",
	"/etc/passwd": `root:x:0:0:root:/root:/bin/bash\n${users.map(userLine).join("")}`,
	"/etc/group": groups.map((row) => `${row.replace(" ", ":x:")}:\n`).join(""),
	"/dev/fd/": "",
	"/home/": "",
	"/proc/": "",
	"/root/": "",
	"/run/": "",
	"/sys/": "",
	"/usr/bin/": "",
	"/usr/sbin/": "",
	"/usr/local/bin/": "",
	"/usr/local/sbin/": "",
	"/var/tmp/": "",
};

const links: Readonly<Record<string, string>> = { bin: "usr/bin", sbin: "usr/sbin" };

let made: Files | undefined;

export function defaultFiles(): Files {
	made ??= build();
	return made;
}

function build(): Files {
	let files = put(withTexts(emptyDirectory(), texts), ["tmp"], emptyDirectory(0o1777));
	for (const [name, target] of Object.entries(links)) files = put(files, [name], { kind: "symlink", target, mtime: 0 });
	return put(files, ["var", "run"], { kind: "symlink", target: "/run", mtime: 0 });
}

function put(
	files: Files,
	names: string[],
	node: Directory | { kind: "symlink"; target: string; mtime: number },
): Files {
	const result = withNode(files, names, node);
	if ("errno" in result) throw new RangeError(names.join("/"));
	return result.ok;
}
