/**
 * `ip link set DEV xdp …`: programs that look at packets before the kernel does. Loading one is not modelled; taking away one
 * that is not there is. ip/iplink_xdp.c, lib/bpf_legacy.c.
 */
import { exited, incomplete, unmodelled } from "./failure.ts";
import { type Keyword, matches } from "./grammar.ts";
import type { LinkDraft } from "./link-words.ts";
import type { Words } from "./words.ts";

/** lib/bpf_legacy.c bpf_parse(): what a program may come from; any beginning of a long word. */
const programSources = [
	{ word: "object-file", match: "prefix", also: ["obj"] },
	{ word: "object-pinned", match: "prefix", also: ["pinned", "fd"] },
] as const satisfies readonly Keyword[];

/** As the last word of all, off takes a program away that is not there, and succeeds; loading one is not modelled. */
export function checkXdp({ attrs }: LinkDraft, value: string, words: Words): void {
	if ((value === "off" || value === "none") && words.rest.length === 1) {
		attrs.xdp = "off";
		return;
	}
	if (programSources.some((source) => matches(source, value)))
		throw words.rest.length === 1 ? incomplete() : unmodelled(`link set … xdp ${value}`);
	throw exited(`What mode is "${value}"?`);
}

/** ip/iplink_xdp.c xdp_parse(): what goes into the card wants the card first. */
export function checkOffload(draft: LinkDraft, value: string, words: Words): void {
	const { ctx, dev = draft.name ?? "" } = draft;
	if (ctx.links.indexOf(dev) === 0) throw incomplete();
	checkXdp(draft, value, words);
}
