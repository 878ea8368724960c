/** `ip xfrm`: of IPsec only the way in is here, so that a wrong word is answered as the real tool does. ip/ipxfrm.c do_xfrm(). */
import { usage } from "./help.ts";
import type { IpObject } from "./verb.ts";

export const xfrm: IpObject = {
	title: "ip xfrm",
	verbs: [
		{ word: "state", match: "prefix" },
		{ word: "policy", match: "prefix" },
		{ word: "monitor", match: "prefix" },
	],
	otherwise: (ctx) => {
		throw usage(ctx.object);
	},
	unknown: (ctx) => usage(ctx.object),
};
