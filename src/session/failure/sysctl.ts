/** Why sysctl could not read or write. The bounds are asked of the kernel itself, on copies. */
import { run } from "../session.ts";
import { nearest } from "./near.ts";
import { find, type Row, type Situation, said } from "./situation.ts";

/** The key and the value of `sysctl -w KEY=VALUE`. */
function assigned({ argv }: Situation, key: string): string {
	return argv.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1) ?? "";
}

const invalid: Row = (s) => {
	const key = said(s, /^sysctl: setting key "(.*)": (?:Invalid argument|Numerical result out of range)/)?.[1];
	if (key === undefined) return undefined;
	const value = assigned(s, key);
	const now = run(s.session, ["sysctl", "-n", key]).stdout.trim();
	const taken = ["0", "1", "2", "64", "255", now].filter((each) => takes(s, key, each));
	const facts = { key, value, now, taken: [...new Set(taken)].join(", ") };
	return find("sysctlValue", facts, ...taken.map((each) => [["sysctl", "-w", `${key}=${each}`]]));
};

function takes(s: Situation, key: string, value: string): boolean {
	return value !== "" && run(s.session, ["sysctl", "-w", `${key}=${value}`]).exit === 0;
}

const readOnly: Row = (s) => {
	const key = said(s, /^sysctl: permission denied on key ["'](.*)["']/)?.[1];
	return key === undefined ? undefined : find("sysctlReadOnly", { key });
};

const shared: Row = (s) =>
	said(s, /^sysctl: setting key "net\.vrf\.strict_mode": Device or resource busy/)
		? find("sysctlShared", {})
		: undefined;

const missing: Row = (s) => {
	const path = said(s, /^sysctl: cannot stat \/proc\/sys\/(.*): No such file/)?.[1];
	if (path === undefined) return undefined;
	const key = path.replaceAll("/", ".");
	const parts = key.split(".");
	const keys = run(s.session, ["sysctl", "-aN"]).stdout.split("\n");
	const near = nearest(
		key,
		keys.filter((other) => other.startsWith(parts.slice(0, 3).join("."))),
		3,
	);
	const typed = s.argv.find((word) => word === key || word.startsWith(`${key}=`)) ?? key;
	const mends = near.map((other) => [s.argv.map((word) => (word === typed ? word.replace(key, other) : word))]);
	return find("sysctlMissing", { key, near: near[0] ?? "" }, ...mends);
};

/** `KEY = VALUE` in three words, or a key alone behind -w. */
const syntax: Row = (s) => {
	if (s.argv[0] !== "sysctl" || !(s.stderr === "" || said(s, /invalid syntax, continuing/))) return undefined;
	const words = s.argv.slice(1).filter((word) => !word.startsWith("-"));
	const joined = words.join("");
	const key = words[0] ?? "";
	const mends = joined.includes("=") ? [[["sysctl", "-w", joined]]] : key === "" ? [] : [[["sysctl", key]]];
	return find("sysctlSyntax", {}, ...mends);
};

const nothing: Row = (s) =>
	s.argv[0] === "sysctl" && said(s, /no variables specified|^$|^\s*Usage:/) && s.argv.length < 4
		? find("sysctlNothing", {}, [["sysctl", "net.ipv4.ip_forward"]])
		: undefined;

const noFile: Row = (s) => {
	const file = said(s, /^sysctl: cannot open "(.*)"/)?.[1];
	return file === undefined ? undefined : find("sysctlFile", { file });
};

/** net/ipv6/addrconf.c addrconf_sysctl_stable_secret(): a device's or default's, written as an IPv6 address. */
const secret: Row = (s) => {
	const written = said(s, /^sysctl: setting key "(.*)": Input\/output error/)?.[1];
	const key = written ?? (s.stderr === "" ? s.argv.find((word) => word.endsWith(".stable_secret")) : undefined);
	if (s.argv[0] !== "sysctl" || !key?.endsWith(".stable_secret")) return undefined;
	const own = key.replace(/\.all\.stable_secret$/, ".default.stable_secret");
	return find("sysctlSecret", { key: own }, [["sysctl", "-w", `${own}=2001:db8::1`], ...(written ? [] : [s.argv])]);
};

export const sysctlRows: readonly Row[] = [invalid, shared, secret, readOnly, missing, noFile, nothing, syntax];
