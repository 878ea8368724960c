/** How many routes zebra has of each kind, and how many of them are in the kernel. zebra/zebra_vty.c vty_show_ip_route_summary() */

interface Counted {
	readonly kind: string;
	readonly fib: boolean;
}

interface Count {
	readonly rib: number;
	readonly fib: number;
}

/** In this order, those that there is one of. */
const kinds = ["kernel", "connected", "ospf"];

/** A network of two links counts twice, though only one of them is selected: the kernel has both (recording ospf-border). */
function count(rows: readonly Counted[]): Count {
	return { rib: rows.length, fib: rows.filter(({ fib }) => fib).length };
}

function sourcesOf(rows: readonly Counted[]): (Count & { readonly type: string })[] {
	const each = kinds.map((type) => ({ type, ...count(rows.filter(({ kind }) => kind === type)) }));
	return each.filter(({ rib }) => rib > 0);
}

export function summaryJson(rows: readonly Counted[]): unknown {
	const total = count(rows);
	const routes = sourcesOf(rows).map(({ type, fib, rib }) => ({ fib, rib, fibOffLoaded: 0, fibTrapped: 0, type }));
	return { routes, routesTotal: total.rib, routesTotalFib: total.fib };
}

export function summaryText(rows: readonly Counted[]): string {
	const line = (name: string, { rib, fib }: Count) =>
		`${name.padEnd(20)} ${String(rib).padEnd(20)} ${String(fib).padEnd(20)} \n`;
	const head = `${"Route Source".padEnd(20)} ${"Routes".padEnd(20)} ${"FIB".padEnd(4)} (vrf default)\n`;
	const lines = sourcesOf(rows).map((source) => line(source.type, source));
	return `${head}${lines.join("")}------\n${line("Totals", count(rows))}\n`;
}
