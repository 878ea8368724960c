/** The smaller objects of ip, and tunnels, in English. */
import { list } from "../list.ts";
import type { Facts } from "../text.ts";

export const object = {
	labelExists: ({ prefix }: Facts) => `${prefix} has a label already, and it has one only.`,
	labelMissing: ({ prefix }: Facts) => `There is no label for ${prefix} with this number: both have to fit.`,
	labelMapped: ({ prefix }: Facts) =>
		`${prefix} is longer than 96 bits in ::ffff:0:0/96, where IPv4 stands in IPv6: labels there are for all of IPv4 or none.`,
	labelFamily: ({ prefix }: Facts) =>
		`Labels are for prefixes of IPv6, by which it chooses its source addresses; ${list(prefix, "what is said")} is none. All of IPv4 is ::ffff:0:0/96 there.`,
	noArguments: ({ verb, words }: Facts) =>
		`${verb} shows or empties the whole list; it takes nothing behind it (here ${words}).`,
	batchLeftover: () =>
		"Each line works by itself. Within one batch the tool keeps words from lines before (such as a device that was named), and here that spoils a later one: two batches, or commands one by one, do it.",
	batchText: () =>
		"A line of the file is no command that could be read. A quote before a word needs its like after it, on the same line; a \\ at the end of a line needs a line to go on with; and a line has room for 511 words.",
	batchFile: ({ file }: Facts) => `There is no file ${file} with commands to read.`,
	notSaved: ({ object }: Facts) =>
		`restore reads what ip ${list(object, "route")} save wrote: bytes that begin with a number of their own. What came in does not.`,
	notAgain: () =>
		"Routes are restored in three passes, so the tool goes back in what it reads, which a pipe does not allow: ip route save > FILE, then ip route restore < FILE.",
	netnsNoName: ({ all }: Facts) => `The name of a namespace is missing. There are: ${list(all, "none with a name")}.`,
	attachWords: () => "A name for a namespace, and the number of a process that is in it: ip netns attach NAME PID.",
	setWords: () => "The number is missing that the namespace is to have here: one of 0 and above, or auto.",
	netnsExtra: () => "One process is asked about at a time.",
	netnsNoFile: ({ name }: Facts) =>
		`/run/netns/${name} is a file, but no namespace is bound to it: somebody made it, or a namespace is gone from it.`,
	netnsBadName: ({ name }: Facts) =>
		`${list(name, "Nothing")} is no name of a namespace: names are those of files in /run/netns.`,
	noCommand: () => "exec runs a command in the namespace, and none is said.",
	noProgram: ({ name }: Facts) => `The namespace is fine; the program ${name} is not there.`,
	noSuchProcess: ({ word, all }: Facts) =>
		`${word} is neither a running process nor a namespace here. Namespaces are: ${list(all, "none with a name")}.`,
	maddrLladdr: ({ typed, mapped }: Facts) =>
		`ip maddress adds link addresses only, and ${typed} is none. A group of IP is joined by programs; the frames of 224.0.0.9, say, go to 01:00:5e:00:00:09, here ${mapped}.`,
	maddrMissing: ({ addr, dev }: Facts) => `${dev} does not listen to ${addr}: it was not added by hand.`,
	macsecNoKey: () => "A secure association is made with its key: key ID KEY.",
	macsecNoPn: () => "A secure association begins at a packet number, and 0 is none: pn 1.",
	macsecReplay: () => "Protection against replay needs both: replay on, and the window of packets that may come late.",
	macsecSci: () => "send_sci, end_station and scb are three ways to say who sends; they exclude each other.",
	macsecRxExists: ({ dev, address }: Facts) => `${dev} has a receive channel for ${address} already.`,
	macsecOffload: ({ dev }: Facts) => `No card under ${dev} does MACsec by itself, so it stays with the kernel (off).`,
	macsecMissing: ({ dev, sa, address }: Facts) =>
		`${dev} has no ${address ? `receive channel for ${address}` : "such channel"}${sa ? ` with an association ${sa}` : ""}.`,
	macsecBusy: ({ dev, sa }: Facts) => `Association ${sa} of ${dev} is there already, or in use (on).`,
	macsecKey: ({ key }: Facts) =>
		`The key ${key} does not have the length that the cipher wants: 32 hexadecimal digits for 128 bits, 64 for 256.`,
	statsWord: ({ word }: Facts) =>
		`${word} is no word of ip stats: it takes dev NAME, group, subgroup and suite; set takes l3_stats on or off.`,
	statsNone: ({ noun, word, inside }: Facts) => `There is no ${noun} ${word} in ${inside}.`,
	statsOrder: ({ word }: Facts) => `${word} is inside a group, which must be named before it.`,
	xstatsKind: ({ kind }: Facts) =>
		`${kind ? `A ${kind} counts nothing of its own` : "The kind is missing"}: extra counts are kept by bridges and bonds (type bridge, type bond).`,
	tokenNoRa: ({ dev }: Facts) =>
		`${dev} does not listen to routers (accept_ra), so it makes no addresses that a token could be half of.`,
	tokenNoRs: ({ dev }: Facts) =>
		`${dev} does not ask for routers (router_solicitations is 0), and a new token is told by asking.`,
	tokenNoArp: ({ dev }: Facts) => `${dev} looks for no neighbours (NOARP), so no router's address reaches it.`,
	tokenAny: () => "A token is half an address, as ::1; any is none. ::0 takes a token away.",
	noIpv6: ({ dev }: Facts) => `There is no IPv6 on ${dev}: it is switched off there, or the mtu is below 1280.`,
	oneOf: ({ key, word, names }: Facts) => `${key} takes one of ${names}, and ${word} is none of them.`,
	tunnelMissing: ({ name, all }: Facts) =>
		`There is no tunnel ${list(name, "without a name")} here. There are: ${list(all, "none")}.`,
	tunnelExists: ({ name, other, remote, local }: Facts) =>
		`A tunnel is told by its ends and key, and by its name: ${list(name, "the new one")} (remote ${remote}, local ${local}) is there already${other ? `, as ${other}` : ""}.`,
	tunnelEnds: ({ kind, remote, local, key, other }: Facts) =>
		`A ${kind} from ${local} to ${remote}${key ? ` with key ${key}` : ""} is there already${other ? `: ${other}` : ""}. What comes in is told apart by these alone.`,
	tunnelFallback: ({ name }: Facts) =>
		`${name} came with its module: it takes what no other tunnel takes, and stays as long as the module does.`,
	tunnelOther: ({ name, kind, all }: Facts) =>
		`${name} is ${kind ? `a ${kind}` : "no tunnel"}, which ip tunnel does not speak to. Tunnels are: ${list(all, "none")}.`,
	tunnelTtl: () =>
		"A fixed ttl goes with path MTU discovery only: with nopmtudisc the outer packets could be cut, and a circle would not be noticed. ttl inherit (or 0) goes.",
	tunnelGroup: ({ remote }: Facts) =>
		`${list(remote, "The other end")} is a group: all the other ends at once. What is sent there needs an own address for its source: local ADDRESS.`,
	tunnelNoName: () => "The name of the tunnel is missing: it stands first, or behind name.",
	tunnelNoMode: () => "The tunnel does not say what it is: mode gre, ipip, sit or vti (its name alone tells nothing).",
	tunnelNoKeys: () => "Keys are a field of GRE; packets of ipip and sit have no room for one.",
	tunnelNoRemote: ({ kind }: Facts) =>
		`A ${list(kind, "tunnel")} needs its number and its other end: id N remote ADDRESS.`,
	sitMissing: ({ name, all }: Facts) => `There is no device ${name}. Tunnels of kind sit are: ${list(all, "none")}.`,
	sitNothing: ({ name }: Facts) => `The command says nothing to do with ${name}.`,
	sitOther: ({ name, kind, all }: Facts) =>
		`6rd and lists of routers belong to a tunnel of kind sit that was made here; ${name} is ${kind ? `a ${kind}${kind === "sit" ? " of the module's own" : ""}` : "none"}. There are: ${list(all, "none")}.`,
	sixRd: ({ prefix, relay }: Facts) =>
		`6rd puts the IPv4 address behind the prefix: ${prefix}${relay ? ` with relay ${relay}` : ""} leaves no room for it, or has bits set behind its own length.`,
	prlEntry: ({ name, addr, there }: Facts) =>
		there ? `${name} has ${addr} in its list of routers already.` : `${addr} is not in the list of routers of ${name}.`,
	prlAddress: ({ addr }: Facts) => `${addr} names no router: one address of IPv4 is wanted.`,
	nsidUnknown: ({ id }: Facts) =>
		`Number ${id} stands for no namespace here: each namespace counts those it has had to do with by itself (ip netns list-id).`,
	nsidTaken: ({ name }: Facts) => `${name} has a number here already, and keeps it: ip netns list-id shows it.`,
	maddrUnfit: ({ dev }: Facts) =>
		`${dev} does not choose by link addresses what it takes in, so none can be added to it.`,
	restoreRefused: ({ object }: Facts) =>
		`One of the saved things is refused: it is there already, or what it needs is not there. What comes behind it is not read. A table that was emptied before (ip ${object} flush) takes it back.`,
};
