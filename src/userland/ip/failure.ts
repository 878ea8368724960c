/**
 * Every sentence with which `ip` gives up, as data (../process.ts Failure), and how it is thrown. Where a function of
 * iproute2 returns, the failure spoils one line of a batch; where it calls exit(), the whole batch is over at once
 * (`ends`). lib/utils.c holds most of the originals: invarg(), duparg(), duparg2(), incomplete_command(), nodev().
 */
import type { KernelError } from "../../uapi/message.ts";
import type { Failure } from "../process.ts";

export class Failed extends Error {
	readonly failure: Failure;
	/** The real tool calls exit() here. */
	readonly ends: boolean;

	constructor(failure: Failure, ends: boolean) {
		super(failure.by === "ip" ? failure.text : (failure.extack ?? failure.errno));
		this.failure = failure;
		this.ends = ends;
	}
}

const EXIT_USAGE = 255;
/** Of our own: a part of `ip` that this program does not model. The real tool never exits with it. */
export const EXIT_UNMODELLED = 3;

/** A handler that returns: one line of a batch fails. `sentence` may be empty where everything is said already. */
export function returned(sentence: string, exit = 1): Failed {
	return new Failed({ by: "ip", text: sentence === "" ? "" : `${sentence}\n`, exit }, false);
}

/** A handler that calls exit(). */
export function exited(sentence: string, exit = EXIT_USAGE): Failed {
	return new Failed({ by: "ip", text: sentence === "" ? "" : `${sentence}\n`, exit }, true);
}

/** The kernel's no. A few handlers exit() on it. */
export function refused(error: KernelError, ends = false): Failed {
	return new Failed(error, ends);
}

/** `words` are as typed, without the leading `ip`. */
export function unmodelled(words: string): Failed {
	return returned(`iplab: 'ip ${words}' is not modelled`, EXIT_UNMODELLED);
}

export function incomplete(): Failed {
	return exited('Command line is not complete. Try option "help"');
}

/** Some messages end in a newline of their own, so that an empty line follows: they are written so at their places. */
export function wrong(word: string, message: string): Failed {
	return exited(`Error: argument "${word}" is wrong: ${message}`);
}

export function duplicate(key: string, word: string): Failed {
	return exited(`Error: duplicate "${key}": "${word}" is the second value.`);
}

export function garbage(key: string, word: string): Failed {
	return exited(`Error: either "${key}" is duplicate, or "${word}" is a garbage.`);
}

/** `tryThis` is the object's full name: `ip address`. */
export function unknownCommand(word: string, tryThis: string): Failed {
	return exited(`Command "${word}" is unknown, try "${tryThis} help".`);
}

export function unknownObject(word: string): Failed {
	return returned(`Object "${word}" is unknown, try "ip help".`);
}

export function unknownOption(word: string): Failed {
	return exited(`Option "${word}" is unknown, try "ip -help".`);
}

/** lib/utils.c nodev(): for devices of a change. */
export function noDevice(name: string): Failed {
	return returned(`Cannot find device "${name}"`);
}

/** For devices of a show. */
export function noSuchDevice(name: string): Failed {
	return returned(`Device "${name}" does not exist.`);
}

export function onOrOff(key: string, word: string): Failed {
	return returned(`Error: argument of "${key}" must be "on" or "off", not "${word}"`);
}

/** lib/utils.c parse_one_of(): its -EINVAL becomes the exit status 22 where the handler hands it on. */
export function notOneOf(key: string, word: string, choices: readonly string[], exit = 22): Failed {
	const quoted = choices.map((choice) => `"${choice}"`).join(", ");
	return returned(`Error: argument of "${key}" must be one of ${quoted}, not "${word}"`, exit);
}

/** What an address parser expects: `any valid` where the family is open. */
export function expected(family: string, noun: "address" | "prefix", word: string): Failed {
	const kind = family === "unspec" ? "any valid" : family;
	return exited(`Error: ${kind} ${noun} is expected rather than "${word}".`, 1);
}

export function notAllowed(word: string, noun: "address" | "prefix"): Failed {
	return exited(`Error: "${word}" may be inet ${noun}, but it is not allowed in this context.`, 1);
}

export function invalidLladdr(word: string): Failed {
	return returned(invalidLladdrText(word));
}

export function invalidLladdrText(word: string): string {
	return `"${word}" is invalid lladdr.`;
}

/** lib/namespace.c netns_get_fd() where a command returns on it. */
export function noNetns(name: string, why: string): Failed {
	return returned(`Cannot open network namespace "${name}": ${why}`);
}
