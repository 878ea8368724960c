/** Families and addresses that do not go together: -0 and -M, `any` where one address is wanted, IPv6 in a rule of IPv4. */
import { neighbourOf } from "./sentence.ts";
import { after, changedAfter, find, type Row, said, without } from "./situation.ts";

/** `any`, `all`, `default` where one address is wanted: an attribute without bytes. */
const anyWord: Row = (s) => {
	if (
		!said(
			s,
			/Attribute failed policy validation|Invalid gateway(?: address)?\.?$|Invalid IPv[46] address in RTA_GATEWAY|Invalid network address|may be inet/,
		)
	)
		return undefined;
	const keyword = s.argv.findIndex(
		(word, i) =>
			i > 0 && /^(?:any|all|default|::)$/.test(word) && (s.argv[i - 1] !== "add" || /^n/.test(s.argv[i - 2] ?? "")),
	);
	const word = s.argv[keyword];
	if (word === undefined || said(s, /may be inet/)) return undefined;
	const key = s.argv[keyword - 1] ?? "";
	const drop = key === "src" || key === "brd" ? without(s, key) : undefined;
	return find("anyAddress", { word, key }, drop, changedAfter(s, "via", neighbourOf(s)));
};

/** `-0`, `-M`, `-B`: families for which an object has nothing. */
const family: Row = (s) => {
	const option = s.argv.find(
		(word, i) => /^-[0MB]$/.test(word) || (/^-f/.test(word) && /^(?:link|mpls|bridge)$/.test(s.argv[i + 1] ?? "")),
	);
	if (!option || s.argv[0] !== "ip") return undefined;
	const at = s.argv.indexOf(option);
	const count = option.startsWith("-f") ? 2 : 1;
	const object = s.argv[at + count] ?? "";
	return find(
		"familyOption",
		{ option: s.argv.slice(at, at + count).join(" "), object },
		[s.argv.toSpliced(at, count)],
		[s.argv.toSpliced(at, count, "-6")],
	);
};

const familyOfRule: Row = (s) => {
	const type = s.request?.type ?? "";
	if (!type.endsWith("RULE") || !said(s, /Invalid source address|Invalid address length|Rule family/)) return undefined;
	return find("ruleFamily", { addr: after(s, "from", "to") ?? "" }, [s.argv.toSpliced(1, 0, "-6")]);
};

const anyAdd: Row = (s) =>
	s.request?.type === "RTM_NEWADDR" &&
	/^E(?:OPNOTSUPP|ADDRNOTAVAIL|INVAL)$/.test(s.errno ?? "") &&
	s.argv.some((word) => /^(?:any|default|all|::\/\d+|0\.0\.0\.0)/.test(word))
		? find("addrAny", {}, [
				s.argv.map((word) => (/^(?:any|default|all|::\/\d+|0\.0\.0\.0)/.test(word) ? "192.0.2.1/24" : word)),
			])
		: undefined;

export const familyRows: readonly Row[] = [anyWord, family, familyOfRule, anyAdd];
