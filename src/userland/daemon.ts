/**
 * A daemon: a program whose life is longer than a command's. Its state is plain data of the world, saved and undone with it; it
 * does something only when it is woken: by what the kernel says, by a packet, by the clock. session/daemons.ts wakes it.
 */
import type { Message } from "../uapi/message.ts";
import type { System } from "./process.ts";

export interface Daemon<S = unknown> {
	/** What it does about messages to listeners, packets in its sockets, and the time; gives its next state. */
	wake(sys: System, state: S, messages: readonly Message[]): S;
	/** When it wants to be woken at the latest, in milliseconds since 1970. */
	due(state: S): number;
	/** Sockets that wake it when something comes. */
	sockets(state: S): readonly number[];
	/** One of its processes has ended, but not the last one. */
	without(state: S, pid: number): S;
	/** A line said to its vty; undefined where it does not know the command. */
	ask(sys: System, state: S, line: string): Answered<S> | undefined;
}

/** What a daemon says to a line, and what becomes of it. */
export interface Answered<S = unknown> {
	readonly text: string;
	/** Missing where it stays as it is. */
	readonly state?: S;
	/** The model does not do this: the text says why. */
	readonly refused?: true;
}

/** A daemon of a world, which may be more than one process. */
export interface DaemonProcess {
	/** Which program: a name of the table of daemons. */
	readonly program: string;
	/** What it is called by who talks to it (FRR's pathspace, `-N`). */
	readonly name: string;
	readonly pids: readonly number[];
	readonly netns: number;
	readonly state: unknown;
}

/** What programs can do with daemons: start and end them, and talk to them. */
export interface Daemons {
	list(): readonly DaemonProcess[];
	/** A new one, or the next state of one; `netns` is the caller's. */
	put(daemon: Omit<DaemonProcess, "netns">): void;
	/** fork(): a process that lives on. */
	spawn(comm: string): number;
	/** The child keeps a socket that its parent has opened. */
	give(socket: number, pid: number): void;
	/** SIGKILL */
	kill(pid: number): void;
	/** The answer of a daemon to a line; undefined where there is no such daemon, or it knows no such command. */
	ask(program: string, name: string, line: string): Answered | undefined;
}
