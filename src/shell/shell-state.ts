/**
 * What a shell remembers from line to line, in just-bash's own shape (its src/interpreter/types.ts; here only what we use by
 * name). Plain data: maps, sets and syntax trees. A job gets a copy, and undo keeps one.
 */

export interface ShellState {
	env: Map<string, string>;
	cwd: string;
	functions: Map<string, unknown>;
	options: Record<string, boolean>;
	shoptOptions: Record<string, boolean>;
	exportedVars?: Set<string>;
	hashTable?: Map<string, string>;
	fileDescriptors?: Map<number, string>;
	lastExitCode: number;
	lastBackgroundPid: number;
	currentLine: number;
	virtualPid: number;
	virtualPpid: number;
	bashPid: number;
	startTime: number;
	groupStdin?: string | undefined;
	[more: string]: unknown;
}

/** A copy that shares nothing that can change; syntax trees never do. */
export function cloneState(state: ShellState): ShellState {
	const { functions, ...rest } = state;
	return { ...(copy(rest) as ShellState), functions: new Map(functions) };
}

function copy(value: unknown): unknown {
	if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, copy(item)]));
	if (value instanceof Set) return new Set(value);
	if (Array.isArray(value)) return value.map(copy);
	if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}
