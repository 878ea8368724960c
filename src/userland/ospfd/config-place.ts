/** Where a line of ospfd's configuration stands, and how it changes one value there. */
import { type Addr, fromWords } from "../../net/addr.ts";
import type { InterfaceConfig, OspfConfig } from "./config.ts";

/** Where a line stands. */
export interface Place {
	config: OspfConfig;
	interface?: string;
	router?: boolean;
	/** What vtysh prints about the line. */
	text?: string;
	/** What it prints where it changes nothing. */
	complaint?: string;
}

/** False where a word is not what it should be. */
// biome-ignore lint/suspicious/noConfusingVoidType: most lines cannot go wrong
export type Rule = readonly [pattern: RegExp, read: (place: Place, words: readonly string[]) => boolean | void];

/** An area as a number or an address. */
export function areaOf(word: string): Addr {
	return /^\d+$/.test(word) ? fromWords([Number(word)]) : word;
}

export function setInterface(place: Place, patch: InterfaceConfig): void {
	const name = place.interface ?? "";
	const { interfaces } = place.config;
	place.config = { ...place.config, interfaces: { ...interfaces, [name]: { ...interfaces[name], ...patch } } };
}

export function unset(place: Place, keys: readonly (keyof InterfaceConfig)[]): void {
	const name = place.interface ?? "";
	const { interfaces } = place.config;
	const left = Object.entries(interfaces[name] ?? {}).filter(([key]) => !keys.includes(key as keyof InterfaceConfig));
	place.config = { ...place.config, interfaces: { ...interfaces, [name]: Object.fromEntries(left) } };
}

export function set(place: Place, patch: Partial<OspfConfig>): void {
	place.config = { ...place.config, ...patch };
}

/** ospfd/ospf_vty.c ospf_passive_interface_update(): to say the opposite of what was said is to say nothing any more. */
export function setPassive(place: Place, passive: boolean): void {
	const said = place.config.interfaces[place.interface ?? ""]?.passive;
	if (said === undefined) setInterface(place, { passive });
	else if (said !== passive) unset(place, ["passive"]);
}
