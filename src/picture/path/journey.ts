/**
 * The way of one packet and of its answer, to be drawn: the namespaces it visits, and in each the stages it passes, from the
 * program that sends to what takes it in. session/reach/journey.ts reads it off the trace; row.ts and column.ts draw it.
 */

/** From a program down to the wire. */
export type Layer = "process" | "socket" | "routing" | "device";

export interface Stage {
	readonly layer: Layer;
	/** Its name (of a device) or what is decided, then what there is to say of it. */
	readonly lines: readonly string[];
	/** lo hands the packet back here. */
	readonly turns?: true;
	/** The way ends here, and why. */
	readonly stopped?: string;
}

/** What happens in one namespace without leaving it. */
export interface Visit {
	readonly ns: string;
	readonly stages: readonly Stage[];
}

export interface Journey {
	readonly title: string;
	readonly there: readonly Visit[];
	/** Of the answer. */
	readonly back: readonly Visit[];
	/** Devices of a namespace, other than lo, that the packet has not touched; only where that is worth saying. */
	readonly idle: ReadonlyMap<string, readonly string[]>;
	/** A namespace that was meant and has not been reached. */
	readonly missed?: { readonly ns: string; readonly line: string };
	/** What it came to, in sentences; what is indented is a command. */
	readonly verdict: readonly string[];
	readonly words: JourneyWords;
}

export interface JourneyWords {
	readonly layer: Readonly<Record<Layer, string>>;
	readonly there: string;
	readonly back: string;
	readonly untouched: string;
	readonly stopped: string;
}
