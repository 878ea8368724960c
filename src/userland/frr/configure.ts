/** What a line of vtysh changes in the daemons: their configuration while they run, and `clear`. */
import { configureOspf, isOspfLine } from "../ospfd/config-line.ts";
import { clearNeighbours, type Ospf } from "../ospfd/ospf.ts";
import type { Router } from "./router.ts";
import { unsupported } from "./start.ts";

/** The next router and what is printed; or why not. */
export type Outcome =
	| { readonly router: Router; readonly text: string }
	| { readonly text: string }
	| { readonly refused: string };

/** `line` is a command, or `configure` and the lines that lead to the one that is said, each on a line of its own. */
export function change(router: Router, line: string): Outcome | undefined {
	const { ospf } = router;
	const [first, ...lines] = line.split("\n");
	if (ospf && /^cl(?:e|ea|ear)? ip ospf (?:process|neighbor)$/.test(line))
		return { router: { ...router, ospf: clearNeighbours(ospf) }, text: "" };
	return first === "configure" && ospf ? configure(router, ospf, lines) : undefined;
}

function configure(router: Router, ospf: Ospf, lines: readonly string[]): Outcome | undefined {
	const changed = configureOspf(ospf.config, lines);
	const last = lines.at(-1) ?? "";
	if (!changed) return isOspfLine(last) ? { text: `% Unknown command: ${last}\n` } : undefined;
	const { config, text } = changed;
	const wrong = router.zebra && unsupported(config, router.zebra);
	if (wrong !== undefined) return { refused: wrong };
	return { router: { ...router, ospf: { ...ospf, config, routerId: config.routerId ?? ospf.routerId } }, text };
}
