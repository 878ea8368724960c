/** Words that ping, nc, curl, ss and tcpdump refuse themselves. */
import { after, changed, changedAfter, find, type Row, said, without } from "./situation.ts";
import { isPing, of, targetOf } from "./target.ts";

/** Words that the programs themselves refuse. */
const noName: Row = (s) =>
	said(s, /Temporary failure in name resolution|Could not resolve host/) &&
	find("noNameServer", { name: targetOf(s).host || (s.argv.at(-1) ?? "") });

/** `10.0.0.1/24`, `10.0.0.1:80`: no name server is asked about what cannot be a name. */
const notName: Row = (s) => {
	if (s.argv[0] === "ip" || !said(s, /Name or service not known/)) return undefined;
	const { host } = targetOf(s);
	const addr = /\d+(?:\.\d+){3}/.exec(host)?.[0] ?? host.replace(/::+/g, "::");
	return find("noHostName", { name: host }, changed(s, host, addr));
};

const otherFamilyOption: Row = (s) => {
	if (said(s, /only one -4 or -6 option/))
		return find("optionTwoFamilies", { program: s.argv[0] ?? "" }, ...["-4", "-6"].map((word) => without(s, word, 1)));
	const called = /^ping([46])$/.exec(s.argv[0] ?? "")?.[1];
	if (called && said(s, /Address family for hostname not supported/)) {
		const facts = { option: `-${called}`, dst: targetOf(s).host };
		return find("optionFamily", facts, [["ping", ...s.argv.slice(1)]]);
	}
	const option = s.argv.find((word) => /^-[46]$/.test(word));
	if (!option || !(said(s, /Address family for hostname not supported/) || said(s, /Couldn't connect to server/)))
		return undefined;
	const other = option === "-4" ? "-6" : "-4";
	return find("optionFamily", { option, dst: targetOf(s).host }, changed(s, option, other));
};

const portNumber: Row = (s) => {
	const found = said(s, /port number too (?:large|small): (\S+)/) ?? said(s, /URL using bad\/illegal format/);
	if (!found) return undefined;
	const port = found[1] ?? /:(\d+)\/?$/.exec(s.argv.at(-1) ?? "")?.[1] ?? "";
	return find("portRange", { port }, port === "" ? undefined : changed(s, port, "80"));
};

const missingPort: Row = (s) => said(s, /missing port number/) && find("portMissing", { dst: s.argv.at(-1) ?? "" });

const missingTarget: Row = (s) => {
	if (!of(s) || !said(s, /Destination address required|^curl: try |^usage: nc|^Usage:\s*$/)) return undefined;
	return find(
		"targetMissing",
		{ program: s.argv[0] ?? "" },
		isPing(s) ? [[s.argv[0] ?? "", "-c", "1", s.argv[0] === "ping6" ? "::1" : "127.0.0.1"]] : undefined,
	);
};

const badOption: Row = (s) => {
	const found =
		said(
			s,
			/^(?:ping[46]?|arping|mtr|traceroute): invalid argument: '(.*?)'(?:: (?:out of range: (.*?) <= value <= (.*)|Numerical result out of range))?$/,
		) ?? said(s, /^ping: (?:bad linger time|patterns must be specified as hex digits): (.*)$/);
	if (!found) return undefined;
	const [, word = "", min, max] = found;
	if (min !== undefined && max !== undefined) return find("valueRange", { word, min, max }, changed(s, word, max));
	return find(
		"number",
		{ word, key: s.argv[s.argv.indexOf(word) - 1] ?? "" },
		changed(s, word, "1"),
		changed(s, word, "ff"),
	);
};

/** What an option takes, where ping names only what it does not. */
const pingRange: Row = (s) => {
	const found = said(s, /^ping: (?:bad TOS value|the decimal value of TOS bits must be in range 0-255): (.*)$/);
	if (found) return find("valueRange", { word: found[1] ?? "", min: "0", max: "255" }, changedAfter(s, "-Q", "16"));
	const label = said(s, /^ping: (?:flow value is greater than 20 bits|bad value for flowinfo): (.*)$/)?.[1];
	if (label !== undefined)
		return find("valueRange", { word: label, min: "0", max: "0xfffff" }, changedAfter(s, "-F", "1"));
	const [, option = "", word = ""] = said(s, /^ping: invalid (-M argument|timestamp type): (.*)$/) ?? [];
	if (option === "") return undefined;
	const values = option === "-M argument" ? ["do", "want", "dont", "probe"] : ["tsonly", "tsandaddr"];
	const key = option === "-M argument" ? "-M" : "-T";
	return find("oneOf", { key, word, names: values.join(", ") }, ...values.map((value) => changedAfter(s, key, value)));
};

const ttlZero: Row = (s) =>
	said(s, /cannot set (?:unicast time-to-live|unicast hop limit)/) &&
	find("valueRange", { word: after(s, "-t") ?? "", min: "1", max: "255" }, changedAfter(s, "-t", "1"));

/** What libpcap says of an expression that it does not take. */
const refusedFilter =
	/can't parse filter expression|unknown (?:host|port|network|ip proto|ether)|modifier applied|^tcpdump: (?:port '|Mask syntax|mask length|non-network|invalid IPv4|data size|VLAN tag)/;

const filterWord: Row = (s) => {
	const port = said(s, /^tcpdump: illegal port number (\d+)/)?.[1];
	if (port !== undefined) return find("portRange", { port });
	const count = said(s, /^tcpdump: invalid packet count (.*)$/)?.[1];
	if (count !== undefined) return find("number", { word: count, key: "-c" });
	const dev = said(s, /^tcpdump: (.*): That device is not up/)?.[1];
	if (dev !== undefined) return find("captureDown", { dev });
	if (s.argv[0] === "tcpdump" && said(s, refusedFilter))
		return find("captureFilter", {
			words: s.argv.slice(s.argv.findLastIndex((word) => word.startsWith("-")) + 2).join(" "),
		});
	if (s.argv[0] !== "ss") return undefined;
	const found = said(s, /rather than "(.*)"/) ?? said(s, /"(.*)" does not look like a port/);
	if (found) return find("socketFilter", { word: found[1] ?? "" });
	if (said(s, /Cannot parse device/))
		return find("socketDevice", { all: s.state.links.map(({ ifname }) => ifname).join(", ") });
	if (said(s, /SELinux is not enabled/)) return find("noSelinux", {});
	return undefined;
};

export const programWordRows: readonly Row[] = [
	noName,
	notName,
	otherFamilyOption,
	portNumber,
	missingPort,
	missingTarget,
	badOption,
	pingRange,
	ttlZero,
	filterWord,
];
