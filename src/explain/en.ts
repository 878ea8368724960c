/**
 * The explanations in English. One sentence of what it is, one of why it matters, for somebody who has never seen one;
 * `here` speaks of this very address or link. What is claimed here was tried on the real kernel; the sources are in the
 * topic rows. fr.ts says the same.
 */
import { address, reach } from "./en/address.ts";
import { bond } from "./en/bond.ts";
import { bridge } from "./en/bridge.ts";
import { detail } from "./en/detail.ts";
import { kind } from "./en/kind.ts";
import { link } from "./en/link.ts";
import { neigh } from "./en/neigh.ts";
import { nexthop } from "./en/nexthop.ts";
import { other } from "./en/other.ts";
import { page } from "./en/page.ts";
import { route } from "./en/route.ts";
import { rule } from "./en/rule.ts";
import { setting } from "./en/setting.ts";
import { socket } from "./en/socket.ts";
import { stats } from "./en/stats.ts";
import { unusual } from "./en/unusual.ts";
import type { Language, Texts } from "./text.ts";

const texts: Texts = {
	...link,
	...detail,
	...kind,
	...setting,
	...bridge,
	...bond,
	...stats,
	...address,
	...route,
	...rule,
	...neigh,
	...nexthop,
	...socket,
	...other,
	...page,
};

export const en: Language = {
	texts,
	unusual,
	page: {
		nothing: "nothing here looks like output of ip",
		mac: "This is of macOS (iproute2mac): what the notes say of the kernel is said of Linux.",
		foreign: (tool, command) => `this is output of ${tool}, not of ip: ${command} shows the same`,
		empty: "nothing to annotate: the input is empty",
		binary: "this is not text: it holds NUL bytes",
		absent: (word) => `no word of it is “${word}”`,
		unusual: "Unusual here",
		ordinary: "Nothing unusual.",
		line: (line) => `line ${line}`,
		look: "Look further:",
		summary: "Read",
		repaired: "Repaired while reading",
		cut: (lines) => `Too long: only the first ${lines.toLocaleString("en")} lines, or 4 MB, are here.`,
		output: "The output",
		words: "Word by word",
		counts: {
			links: (n) => `${n} ${n === 1 ? "link" : "links"}`,
			addresses: (n) => `${n} ${n === 1 ? "address" : "addresses"}`,
			routes: (n) => `${n} ${n === 1 ? "route" : "routes"}`,
			rules: (n) => `${n} ${n === 1 ? "rule" : "rules"}`,
			neighbours: (n) => `${n} ${n === 1 ? "neighbour" : "neighbours"}`,
			nexthops: (n) => `${n} ${n === 1 ? "next hop" : "next hops"}`,
			namespaces: (n) => `${n} ${n === 1 ? "namespace" : "namespaces"}`,
			sockets: (n) => `${n} ${n === 1 ? "socket" : "sockets"}`,
			unknown: (n) => `${n} unknown ${n === 1 ? "word" : "words"}`,
		},
		repairs: {
			escapes: (n) => `terminal escapes taken out of ${n} ${n === 1 ? "line" : "lines"}`,
			returns: (n) => `line ends of Windows on ${n} ${n === 1 ? "line" : "lines"}`,
			marks: (n) => `marks before ${n} ${n === 1 ? "line" : "lines"} passed over`,
			wrapped: (n) => `${n} wrapped ${n === 1 ? "line" : "lines"} joined to the one before`,
			torn: (n) => `${n} torn ${n === 1 ? "word" : "words"} put together`,
			entities: (n) => `HTML entities read on ${n} ${n === 1 ? "line" : "lines"}`,
			tags: (n) => `HTML tags taken out of ${n} ${n === 1 ? "line" : "lines"}`,
			indent: (n) => `lost indentation on ${n} ${n === 1 ? "line" : "lines"}`,
			layout: () => "JSON laid out, one member a line",
		},
		scopes: {
			title: "Addresses by scope",
			addresses: "addresses",
			good: "the kernel holds them good",
			reach,
			number: "a scope without a name: the smaller its number, the further",
			unknown: "not a scope that iplab knows",
			notShown: "this output does not show their scope",
			more: (n) => `… and ${n.toLocaleString("en")} more`,
		},
	},
	colon: ": ",
	typeset: (text) => text,
};
