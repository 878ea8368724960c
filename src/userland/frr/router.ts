/**
 * The routing daemons of one namespace: zebra, which knows the kernel, and ospfd, which knows the other routers. They are two
 * processes that talk to each other; here they are woken together, and what one finds out the other hears at once.
 */
import type { Message } from "../../uapi/message.ts";
import type { Daemon } from "../daemon.ts";
import type { Ospf } from "../ospfd/ospf.ts";
import { dueOf, takeTurn } from "../ospfd/router.ts";
import type { OspfRoute } from "../ospfd/spf.ts";
import type { System } from "../process.ts";
import { connectedOf } from "../zebra/connected.ts";
import { hear } from "../zebra/listen.ts";
import { sweepDue, sweepNexthops } from "../zebra/nexthop.ts";
import { install } from "../zebra/rib.ts";
import { askSpeeds, speedDue } from "../zebra/speed.ts";
import { beginZebra, patch, type Zebra } from "../zebra/zebra.ts";
import { change, shutdown } from "./configure.ts";
import { vty } from "./vty.ts";

export interface Router {
	readonly zebra?: Zebra;
	readonly ospf?: Ospf;
}

/** `anew`: ospfd looks at all links again, though nothing of them has changed. */
function work(sys: System, router: Router, messages: readonly Message[], anew = false): Router {
	const { zebra, ospf } = router;
	if (!zebra) return ospf ? { ospf: takeTurn(sys, ospf, undefined) } : {};
	const turn = beginZebra(sys, zebra);
	for (const message of messages) hear(turn, message);
	if (messages.length > 0) patch(turn, { heard: turn.zebra.heard + 1 });
	sweepNexthops(turn);
	askSpeeds(turn);
	const others = turn.zebra.kernelRoutes !== zebra.kernelRoutes;
	const changed = turn.moved || others || anew || (ospf && isNew(ospf));
	const { kernelRoutes } = turn.zebra;
	const next = ospf && takeTurn(sys, ospf, changed ? { connected: connectedOf(turn.zebra), kernelRoutes } : undefined);
	const stale = turn.moved || isLeft(router) || others || anew;
	if (stale || next?.routes !== ospf?.routes) install(turn, next ? toldOf(next) : []);
	return { zebra: turn.zebra, ...(next && { ospf: next }) };
}

/** ospfd/ospf_zebra.c ospf_zebra_add(): the first of the equal ways, as many as `maximum-paths` says. */
function toldOf({ routes, config: { maximumPaths } }: Ospf): readonly OspfRoute[] {
	if (!routes.some(({ paths }) => paths.length > maximumPaths)) return routes;
	return routes.map((route) =>
		route.paths.length > maximumPaths ? { ...route, paths: route.paths.slice(0, maximumPaths) } : route,
	);
}

/** ospfd has gone: zebra takes back what it had put into the kernel (zebra/zserv.c zserv_client_close, rib_score_proto). */
function isLeft({ zebra, ospf }: Router): boolean {
	return !ospf && zebra !== undefined && zebra.rib.length > 0;
}

function dueAt(router: Router): number {
	const { zebra, ospf } = router;
	if (isLeft(router)) return 0;
	return Math.min(zebra ? Math.min(sweepDue(zebra), speedDue(zebra)) : Infinity, ospf ? dueOf(ospf) : Infinity);
}

/** It has not been told of any interface yet. */
function isNew({ interfaces }: Ospf): boolean {
	return interfaces.length === 0;
}

export const router: Daemon<Router> = {
	wake: (sys, state, messages) => work(sys, state, messages),
	due: dueAt,
	sockets: ({ ospf }) => (ospf ? [ospf.socket] : []),
	/** Without its zebra, ospfd goes on; what it finds out reaches nobody. */
	without: ({ zebra, ospf }, pid) => ({
		...(zebra && zebra.pid !== pid && { zebra: { ...zebra, heard: zebra.heard + 1 } }),
		...(ospf && ospf.pid !== pid && { ospf }),
	}),
	ask(sys, state, line) {
		const shut = shutdown(sys, state, line);
		if (shut) return { text: "", state: shut };
		const outcome = change(state, line);
		if (!outcome) {
			const text = vty(sys, state, line);
			return text === undefined ? undefined : { text };
		}
		if ("refused" in outcome) return { text: outcome.refused, refused: true };
		return "router" in outcome ? { text: outcome.text, state: work(sys, outcome.router, [], true) } : outcome;
	},
};
