/**
 * A path on a terminal: a box for each namespace, from the sender down to whoever is meant; the packet in the left lane goes
 * down, its answer in the right one up. What lo turns round goes up in the same box.
 */
import { folded, verdictLines } from "./fold.ts";
import { type Host, hostsOf } from "./host.ts";
import type { Journey, JourneyWords, Layer, Stage } from "./journey.ts";

/** One line of a lane: its mark and what stands beside it. */
interface Cell {
	readonly mark: string;
	readonly text: string;
	/** What the rest of the lane is filled with. */
	readonly fill?: string;
}

interface Row {
	readonly label: string;
	readonly left: Cell;
	readonly right: Cell;
}

interface Frame {
	readonly width: number;
	/** Columns of the names of the layers. */
	readonly label: number;
	/** Columns of a lane, its mark and a blank included. */
	readonly lane: number;
	readonly words: JourneyWords;
}

const none: Cell = { mark: " ", text: "" };
const narrowest = 64;

export function pathText(journey: Journey, columns: number): string {
	const { hosts, aside } = hostsOf(journey);
	const { words, title, missed, verdict } = journey;
	const width = Math.max(narrowest, Math.min(columns, 100));
	const label = Math.max(...Object.values(words.layer).map((word) => word.length)) + 2;
	const frame: Frame = { width, label, lane: Math.floor((width - 4 - label) / 2), words };
	const lines = [title, "", ...chain(hosts, frame, hosts.length > 1)];
	if (aside.length > 0) lines.push("", `${words.back}:`, "", ...chain(aside, frame, true));
	if (missed) lines.push("", ...box(missed.ns, [`  ${missed.line}`], width));
	lines.push("", ...verdictLines(verdict, width));
	return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function chain(hosts: readonly Host[], frame: Frame, joined: boolean): string[] {
	const lines: string[] = [];
	for (const [i, each] of hosts.entries()) {
		const rows = rowsOf(each, frame, i === 0, i === hosts.length - 1);
		const [first, last] = [hosts[i - 1], hosts[i + 1]];
		const above = first !== undefined && joined ? lanesOf(each) : [false, false];
		const below = last !== undefined && joined ? lanesOf(last) : [false, false];
		lines.push(border("┌", "┐", each.ns, above, frame));
		lines.push(...rows.map((row) => rowText(row, frame)));
		lines.push(...each.idle.map((name) => idleText(name, frame)));
		lines.push(border("└", "┘", "", below, frame));
		if (last) lines.push(wire(below, frame));
	}
	return lines;
}

/** Whether a packet comes in from above by the left lane, and the answer leaves by the right one. */
function lanesOf({ there, back }: Host): [boolean, boolean] {
	return [there.length > 0, back.length > 0 && !back.at(-1)?.stopped];
}

function laneColumns({ label, lane }: Frame): [number, number] {
	return [2 + label, 2 + label + lane];
}

function border(start: string, end: string, name: string, lanes: readonly boolean[], frame: Frame): string {
	const title = name === "" ? "" : `─ ${name} `;
	const chars = [...`${start}${title}${"─".repeat(Math.max(0, frame.width - 2 - title.length))}${end}`];
	for (const [i, column] of laneColumns(frame).entries())
		if (lanes[i] && column > title.length) chars[column] = i === 0 ? "▼" : "▲";
	return chars.join("");
}

function wire(lanes: readonly boolean[], frame: Frame): string {
	const chars = Array<string>(frame.width).fill(" ");
	for (const [i, column] of laneColumns(frame).entries()) if (lanes[i]) chars[column] = "║";
	return chars.join("");
}

function box(name: string, lines: readonly string[], width: number): string[] {
	const title = `┄ ${name} `;
	return [
		`┌${title}${"┄".repeat(width - 2 - title.length)}┐`,
		...lines.map((line) => `┆${line.padEnd(width - 2)}┆`),
		`└${"┄".repeat(width - 2)}┘`,
	];
}

function rowText({ label, left, right }: Row, { width, label: room, lane }: Frame): string {
	const fill = left.fill ?? " ";
	const cells = `${`${left.mark}${fill}${left.text}`.padEnd(lane, fill)}${right.mark} ${right.text}`;
	return `│ ${label.padEnd(room)}${cells.padEnd(width - 4 - room)} │`;
}

function idleText(name: string, frame: Frame): string {
	return rowText({ label: "", left: { mark: " ", text: `○ ${name} – ${frame.words.untouched}` }, right: none }, frame);
}

function rowsOf(host: Host, frame: Frame, first: boolean, last: boolean): Row[] {
	const { there, turned, back } = host;
	const up = turned.length > 0 ? turned : back;
	const wide = up.length === 0;
	const room = wide ? frame.width - 4 - frame.label - 2 : frame.lane - 3;
	const left = there.map((stage, i) =>
		cellsOf(stage, room, i === 0 && first ? "●" : "│", i === there.length - 1 && last),
	);
	const right = up.map((stage, i) =>
		upCells(stage, frame.lane - 3, {
			begins: i === 0 && last && turned.length === 0,
			ends: i === up.length - 1 && first,
		}),
	);
	return aligned(
		there.map((stage, i) => ({ layer: stage.layer, cells: left[i] ?? [] })),
		up.map((stage, i) => ({ layer: stage.layer, cells: right[i] ?? [] })).reverse(),
		frame,
		host.turned.length > 0,
	);
}

function cellsOf(stage: Stage, room: number, mark: string, ends: boolean): Cell[] {
	const lines = textOf(stage, room);
	return lines.map((text, i) => {
		const stops = stage.stopped !== undefined && i === lines.length - 1;
		return { mark: stops ? "✗" : ends && i === lines.length - 1 && !stage.turns ? "▼" : i === 0 ? mark : "│", text };
	});
}

/** The right lane is read from below: its first stage stands lowest. */
function upCells(stage: Stage, room: number, { begins, ends }: { begins: boolean; ends: boolean }): Cell[] {
	const lines = textOf(stage, room);
	return lines.map((text, line) => {
		const lowest = line === lines.length - 1;
		if (stage.stopped !== undefined) return { mark: lowest ? "✗" : "│", text };
		if (ends && line === 0) return { mark: "▲", text };
		return { mark: begins && lowest ? "●" : "│", text };
	});
}

function textOf({ lines, stopped }: Stage, room: number): string[] {
	const all = stopped === undefined ? lines : [...lines, stopped];
	return all.flatMap((line) => folded(line, room));
}

interface Lane {
	readonly layer: Layer;
	readonly cells: readonly Cell[];
}

/** Both lanes side by side, the same layers in the same rows. */
function aligned(left: readonly Lane[], right: readonly Lane[], { words }: Frame, turns: boolean): Row[] {
	const rows: Row[] = [];
	let [i, j] = [0, 0];
	let shown: Layer | undefined;
	while (i < left.length || j < right.length) {
		const [a, b] = [left[i], right[j]];
		const rest = right.slice(j).some(({ layer }) => layer === a?.layer);
		const ahead = left.slice(i).some(({ layer }) => layer === b?.layer);
		const takeA = a !== undefined && (b === undefined || a.layer === b.layer || ahead || !rest);
		const takeB = b !== undefined && (a === undefined || a.layer === b.layer || (rest && !ahead) || (!takeA && rest));
		const layer = (takeA ? a?.layer : b?.layer) as Layer;
		const height = Math.max(takeA ? (a?.cells.length ?? 0) : 0, takeB ? (b?.cells.length ?? 0) : 0);
		const [before, after] = [i > 0 && i < left.length, j > 0 && j < right.length];
		// The answer comes from below: where its way ends, it ends at the foot of the rows.
		const skip = takeB && j === 0 ? height - (b?.cells.length ?? 0) : 0;
		for (let line = 0; line < height; line++) {
			rows.push({
				label: line === 0 && layer !== shown ? words.layer[layer] : "",
				left: (takeA ? a?.cells[line] : undefined) ?? passing((takeA && i < left.length - 1) || (!takeA && before)),
				right:
					(takeB ? b?.cells[line - skip] : undefined) ??
					passing((takeB && skip === 0 && j < right.length - 1) || (!takeB && after)),
			});
		}
		shown = layer;
		if (takeA) i++;
		if (takeB) j++;
	}
	return turns ? turnedAt(rows, left.at(-1)?.cells.length ?? 0) : rows;
}

function passing(through: boolean): Cell {
	return through ? { mark: "│", text: "" } : none;
}

/** lo's row joins the two lanes. */
function turnedAt(rows: readonly Row[], height: number): Row[] {
	const top = rows.findIndex(({ right }) => right.mark !== " ");
	return rows.map((row, i) => {
		const at = rows.length - height;
		if (i < at) return row.right.mark === " " && i > top ? { ...row, right: passing(true) } : row;
		if (i > at) return { ...row, left: { ...row.left, mark: " " }, right: none };
		return { ...row, left: { mark: "└", text: `▶ ${row.left.text} `, fill: "─" }, right: { mark: "┘", text: "" } };
	});
}
