/**
 * From the draft of link-words.ts to the index and attributes of a request: the checks that stand behind the words in
 * ip/iplink.c iplink_parse(), in its order.
 */
import { bytesOf, type Lladdr } from "../../net/lladdr.ts";
import type { LinkAttrs } from "../../uapi/message.ts";
import { exited, noDevice, returned } from "./failure.ts";
import type { LinkDraft } from "./link-words.ts";
import { complaint } from "./talk.ts";

/** What a link request is about: which link, and what to say of it. */
export interface LinkTarget {
	readonly index: number;
	readonly attrs: LinkAttrs;
}

/** The checks behind the words, in the real tool's order; undefined is a request to a whole group of links. `next`: not read yet. */
export function resolveLink(draft: LinkDraft, next: string | undefined): LinkTarget | undefined {
	const dev = draft.dev ?? draft.name;
	const name = draft.name ?? draft.dev;
	if (!draft.creating) checkAddressLength(draft, dev);
	if (!draft.creating && draft.index !== 0 && !movesAway(draft))
		throw exited("index can be used only when creating devices or when moving device to another netns.");
	if (draft.group !== undefined && dev === undefined) {
		if (next !== undefined) throw exited(garbageText(next));
		if (draft.creating) throw exited("group cannot be used when creating devices.");
		return undefined;
	}
	const group = draft.group === undefined ? {} : { group: draft.group };
	return draft.creating ? newLink(draft, dev, name, group) : oldLink(draft, dev, name, group);
}

export function garbageText(word: string): string {
	return `Garbage instead of arguments "${word} ...". Try "ip link help".`;
}

function movesAway({ attrs }: LinkDraft): boolean {
	return attrs.netNsFd !== undefined || attrs.netNsPid !== undefined;
}

/** Only of a device that exists: a new one's address is the kernel's to judge. nl_get_ll_addr_len(). */
function checkAddressLength({ ctx, attrs }: LinkDraft, dev: string | undefined): void {
	if (dev === undefined || attrs.address === undefined) return;
	const index = ctx.links.indexOf(dev);
	if (index === 0) return;
	const { messages, error } = ctx.sys.netlink({ type: "RTM_GETLINK", flags: 0, family: ctx.options.family, index });
	if (error !== undefined) ctx.complain(complaint(error));
	const [message] = messages;
	const present: Lladdr | undefined = message?.type === "RTM_NEWLINK" ? message.link.address : undefined;
	if (present === undefined) return;
	const [has, needs] = [bytesOf(attrs.address).length, bytesOf(present).length];
	if (has !== needs) throw returned(`Invalid address length ${has} - must be ${needs} bytes`);
}

function newLink(draft: LinkDraft, dev: string | undefined, name: string | undefined, group: LinkAttrs): LinkTarget {
	if (name !== dev) throw exited('both "name" and "dev" cannot be used when creating devices.');
	const lower = draft.link === undefined ? undefined : draft.ctx.links.indexOf(draft.link);
	if (lower === 0) throw noDevice(draft.link ?? "");
	const attrs = {
		...draft.attrs,
		...group,
		...(name === undefined ? {} : { ifname: name }),
		...(lower === undefined ? {} : { link: lower }),
	};
	return { index: draft.index, attrs };
}

function oldLink(draft: LinkDraft, dev: string | undefined, name: string | undefined, group: LinkAttrs): LinkTarget {
	if (dev === undefined) throw exited('Not enough information: "dev" argument is required.');
	const index = draft.ctx.links.indexOf(dev);
	if (index === 0) throw noDevice(dev);
	const attrs = {
		...draft.attrs,
		...group,
		...(name === undefined || name === dev ? {} : { ifname: name }),
		...(draft.index === 0 ? {} : { newIfindex: draft.index }),
	};
	return { index, attrs };
}
