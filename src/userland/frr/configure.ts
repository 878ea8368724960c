/** What a line of vtysh changes in the daemons: their configuration while they run, and `clear`. */
import { idValues } from "../../net/id-map.ts";
import { IFF_UP } from "../../uapi/link-flags.ts";
import { isAsbr, type OspfConfig } from "../ospfd/config.ts";
import { configureOspf, isOspfLine } from "../ospfd/config-line.ts";
import { readSyntax } from "../ospfd/config-syntax.ts";
import { clearNeighbours, type Ospf } from "../ospfd/ospf.ts";
import { isFull } from "../ospfd/show.ts";
import type { System } from "../process.ts";
import { routerWords } from "../vtysh/word.ts";
import type { Router } from "./router.ts";
import { unsupported } from "./start.ts";

/** The next router and what is printed; or why not. */
export type Outcome =
	| { readonly router: Router; readonly text: string }
	| { readonly text: string }
	| { readonly refused: string };

/** `interface NAME`, `shutdown`: zebra sets the link down, or up (zebra/interface.c if_shutdown()). */
export function shutdown(sys: System, router: Router, line: string): Router | undefined {
	const [, name, no] = /^configure\ninterface (\S+)\n(no )?shutdown$/.exec(line) ?? [];
	const { zebra } = router;
	const link = zebra && [...idValues(zebra.links)].find((each) => each.name === name);
	if (!zebra || !link) return undefined;
	const up = no !== undefined;
	const flags = { ifiFlags: up ? IFF_UP : 0, ifiChange: IFF_UP };
	sys.netlink({ type: "RTM_NEWLINK", flags: 0, family: "unspec", index: link.index, ...flags, attrs: {} });
	const others = (zebra.shutdown ?? []).filter((each) => each !== link.name);
	return { ...router, zebra: { ...zebra, shutdown: up ? others : [...others, link.name] } };
}

/** `interface NAME`, `description TEXT`: zebra alone shows it (lib/if.c if_vty_config_write()). */
function describe(router: Router, line: string): Outcome | undefined {
	const [, name = "", said = ""] = /^configure\ninterface (\S+)\n(.*)$/.exec(line) ?? [];
	const [, no, word = "", text] = /^(no )?(des\S*)(?: (.+))?$/.exec(said) ?? [];
	const { zebra } = router;
	const link = zebra && [...idValues(zebra.links)].some((each) => each.name === name);
	if (!zebra || !link || word === "" || !"description".startsWith(word)) return undefined;
	if (no === undefined && text === undefined) return { text: `% Command incomplete: ${said}\n` };
	const { [name]: _, ...others } = zebra.descriptions ?? {};
	const descriptions = no === undefined && text !== undefined ? { ...others, [name]: text } : others;
	return { router: { ...router, zebra: { ...zebra, descriptions } }, text: "" };
}

/** `line` is a command, or `configure` and the lines that lead to the one that is said, each on a line of its own. */
export function change(router: Router, line: string): Outcome | undefined {
	const { ospf } = router;
	const [first, ...lines] = line.split("\n");
	const [, cleared] = /^cl(?:e|ea|ear)? ip ospf (process|neighbor)$/.exec(line) ?? [];
	if (ospf && cleared !== undefined) {
		const next: Ospf = cleared === "process" ? { ...ospf, anew: true, originateAt: 0 } : clearNeighbours(ospf);
		return { router: { ...router, ospf: next }, text: "" };
	}
	// static routes are a daemon's of their own, which no lab starts
	if (first === "configure" && /^(?:no )?ip(?:v6)? route \S/.test(lines.at(-1) ?? ""))
		return { text: "staticd is not running\n" };
	const described = describe(router, line);
	if (described) return described;
	return first === "configure" && ospf ? configure(router, ospf, lines) : undefined;
}

const ofRouterId = /^(?:no )?(?:ospf )?router-id\b/;
const later = `For this router-id change to take effect, use "clear ip ospf process" command\n`;

/** ospfd/ospf_vty.c ospf_router_id: who has neighbours keeps its id until it begins anew; without one it keeps what it has. */
function renamed(ospf: Ospf, config: OspfConfig): Ospf {
	const { routerId = ospf.routerId } = config;
	const waits = ospf.interfaces.some(isFull) || routerId === ospf.routerId;
	return waits ? { ...ospf, config } : { ...ospf, config, anew: true, originateAt: 0 };
}

function configure(router: Router, ospf: Ospf, lines: readonly string[]): Outcome | undefined {
	const last = lines.at(-1) ?? "";
	const read = lines.length > 1 && lines[0] === "router ospf" ? readSyntax(last, routerWords) : undefined;
	if (read && "wrong" in read) return { text: `% ${read.wrong}: ${last}\n` };
	const changed = configureOspf(ospf.config, read ? [...lines.slice(0, -1), read.full] : lines);
	if (!changed) return isOspfLine(last) ? { text: `% Unknown command: ${last}\n` } : undefined;
	if ("complaint" in changed) return { text: `${changed.complaint}\n` };
	const { config, text } = changed;
	const wrong = router.zebra && unsupported(config, router.zebra);
	if (wrong !== undefined) return { refused: wrong };
	if (ofRouterId.test(read?.full ?? last))
		return { router: { ...router, ospf: renamed(ospf, config) }, text: ospf.interfaces.some(isFull) ? later : text };
	const next = { ...ospf, config };
	const own = isAsbr(config) !== isAsbr(ospf.config) || config.maxMetric !== ospf.config.maxMetric;
	const earliest = ospf.originateAt ?? (ospf.originated ?? 0) + config.lsaInterval;
	return { router: { ...router, ospf: own ? { ...next, originateAt: earliest } : next }, text };
}
