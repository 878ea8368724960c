/**
 * What a namespace has counted, by nstat's name; ICMP messages by type: IcmpMsgInType8, Icmp6OutType135. Names stand apart from
 * values, since every packet makes a new version (task.ts), and numbers alone are copied twenty times as fast as members.
 */
export interface Counters {
	readonly names: readonly string[];
	/** At the place of their names. */
	readonly values: readonly number[];
}

/** Those that a task counts with, before they are anyone else's. */
export interface OwnCounters extends Counters {
	names: readonly string[];
	readonly values: number[];
	places: ReadonlyMap<string, number>;
}

export type ByName = Readonly<Record<string, number>>;

const placesOf = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

const none: Counters = { names: [], values: [] };

export function copyCounters({ names, values }: Counters = none): OwnCounters {
	return { names, values: values.slice(), places: findPlaces(names) };
}

export function addTo(counters: OwnCounters, name: string, by: number): void {
	const place = counters.places.get(name);
	if (place !== undefined) {
		counters.values[place] = (counters.values[place] as number) + by;
		return;
	}
	counters.names = [...counters.names, name];
	counters.values.push(by);
	counters.places = findPlaces(counters.names);
}

export function byName({ names, values }: Counters = none): ByName {
	return Object.fromEntries(names.map((name, place) => [name, values[place] as number]));
}

/** Of a world that was saved when they were kept so. */
export function fromNames(counters: ByName): Counters {
	return { names: Object.keys(counters), values: Object.values(counters) };
}

function findPlaces(names: readonly string[]): ReadonlyMap<string, number> {
	let places = placesOf.get(names);
	if (!places) {
		places = new Map(names.map((name, place) => [name, place]));
		placesOf.set(names, places);
	}
	return places;
}
