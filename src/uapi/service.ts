/** A process that stays between commands (kernel/service.ts), as data. */
export interface Service {
	/** What it does: `serve` answers whoever comes, `hold` only keeps its connection. */
	readonly program: "serve" | "hold";
	/** What it calls itself; as a process it has the first 15 characters (comm). */
	readonly name: string;
	/** Does not close what the other end has closed. */
	readonly keep?: true;
	/** Half requests, by socket. */
	readonly partial?: Readonly<Record<number, string>>;
}
