/** `show ip ospf database …`: kinds of LSAs, all or those of one id or router, as text or JSON. */
import { inetPton } from "../../net/addr.ts";
import { databaseJson, externalLsasJson, kindJson, routerLsasJson } from "../ospfd/database-json.ts";
import { spaced } from "../ospfd/json.ts";
import type { Ospf } from "../ospfd/ospf.ts";
import {
	showDatabase,
	showExternalLsas,
	showMaxAge,
	showNoLsas,
	showNoLsasOfAll,
	showRouterLsas,
	type Which,
} from "../ospfd/show-database.ts";
import type { Show } from "./vty.ts";

type Kind = (ospf: Ospf, now: number, which?: Which) => string;

/** Every way to say which ones are asked for. */
function kind(name: string, text: Kind, json: Kind): Record<string, Show> {
	const command = `show ip ospf database ${name}`;
	const all =
		(say: Kind, which?: Which): Show =>
		({ ospf }, now) =>
			ospf && say(ospf, now, which);
	const own =
		(say: Kind): Show =>
		({ ospf }, now) =>
			ospf && say(ospf, now, { router: ospf.routerId });
	const one =
		(say: Kind, key: keyof Which): Show =>
		({ ospf }, now, [word = ""]) =>
			ospf && inetPton(word, "inet") !== undefined ? say(ospf, now, { [key]: word }) : undefined;
	return {
		[command]: all(text),
		[`${command} json`]: all(json),
		[`${command} self-originate`]: own(text),
		[`${command} self-originate json`]: own(json),
		[`${command} adv-router WORD`]: one(text, "router"),
		[`${command} adv-router WORD json`]: one(json, "router"),
		[`${command} WORD`]: one(text, "id"),
		[`${command} WORD json`]: one(json, "id"),
	};
}

/** A kind of which there is none here. */
function none(name: string, title: string, key: string): Record<string, Show> {
	const command = `show ip ospf database ${name}`;
	return {
		[command]: ({ ospf }) => ospf && showNoLsas(ospf, title),
		[`${command} self-originate`]: ({ ospf }) => ospf && showNoLsas(ospf, title),
		[`${command} json`]: ({ ospf }) => ospf && kindJson(ospf, key),
	};
}

export const databaseCommands: Readonly<Record<string, Show>> = {
	"show ip ospf database": ({ ospf }, now) => ospf && showDatabase(ospf, now),
	"show ip ospf database json": ({ ospf }, now) => ospf && databaseJson(ospf, now),
	"show ip ospf database self-originate": ({ ospf }, now) => ospf && showDatabase(ospf, now, { router: ospf.routerId }),
	"show ip ospf database self-originate json": ({ ospf }, now) => ospf && databaseJson(ospf, now, true),
	...kind("router", showRouterLsas, routerLsasJson),
	...kind("external", showExternalLsas, externalLsasJson),
	...none("network", "Net Link States", "networkLinkStates"),
	...none("summary", "Summary Link States", "summaryLinkStates"),
	...none("asbr-summary", "ASBR-Summary Link States", "asbrSummaryLinkStates"),
	...none("nssa-external", "NSSA-external Link States", "nssaExternalLinkStates"),
	...none("opaque-link", "Link-Local Opaque-LSA", "linkLocalOpaqueLsa"),
	...none("opaque-area", "Area-Local Opaque-LSA", "areaLocalOpaqueLsa"),
	"show ip ospf database opaque-as": ({ ospf }) => ospf && showNoLsasOfAll(ospf, "AS-external Opaque-LSA"),
	"show ip ospf database opaque-as json": ({ ospf }) =>
		ospf && spaced({ routerId: ospf.routerId, asExternalOpaqueLsa: [] }),
	"show ip ospf database max-age": ({ ospf }, now) => ospf && showMaxAge(ospf, now),
	"show ip ospf database max-age json": ({ ospf }, now) =>
		ospf && showMaxAge(ospf, now) && spaced({ routerId: ospf.routerId, maxAgeLinkStates: {} }),
};
